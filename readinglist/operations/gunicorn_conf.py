"""gunicorn's settings for ``manage.py serve``: read in its master, which knows no Django, and again at every reload.

The application is loaded by each worker for itself, never before the fork: a reload takes up new code, and no database
connection, pool, thread or lock is ever shared by two processes.
"""

from pathlib import Path

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from readinglist import environment
from readinglist.environment import choice, number, text, words
from readinglist.operations import figures, logs

ROOT = Path(__file__).resolve().parents[2]
environment.load(ROOT / ".env")

wsgi_app = "readinglist.wsgi"
preload_app = False
bind = text("BIND", "127.0.0.1:8000")
umask = 0o007  # a socket is open to its owner and group, which the proxy in front of it belongs to

worker_class = "readinglist.operations.worker.Worker"  # of threads
workers = number("WEB_WORKERS", 2, 1, 64)
threads = number("WEB_THREADS", 4, 1, 64)
worker_connections = 200  # taken on by one worker, waiting ones included
timeout = 60  # a worker whose main thread hangs so long is replaced; a slow request alone does not make it hang
graceful_timeout = number("WEB_GRACE", 30, 1, 600)  # what is under way when a worker is to end has so long
keepalive = 5
max_requests = 20_000  # then a worker is replaced, each at another time
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a heartbeat; no disk to wait for

limit_request_line = 8190  # filters make long addresses
forwarded_allow_ips = ",".join(word for word in words("TRUSTED_PROXIES", []) if word != "unix")
secure_scheme_headers: dict[str, str] = {}  # one place decides whom to believe: readinglist.proxies
forwarder_headers = ""
control_socket_disable = True

loglevel = choice("LOG_LEVEL", logs.LEVELS).lower()
logconfig_dict = logs.configuration(choice("LOG_FORMAT", logs.FORMATS), choice("LOG_LEVEL", logs.LEVELS))
errorlog = "-"
accesslog = None  # the application logs each request itself

if text("METRICS_TOKEN"):
    figures.keep_together(f"{text('DATA_DIR', str(ROOT / 'var'))} {bind}")


def on_starting(server: Arbiter) -> None:
    """Begin at nothing, whatever a server that was killed has left."""
    figures.clear()


def child_exit(server: Arbiter, worker: Worker) -> None:
    figures.forget(worker.pid)


def on_exit(server: Arbiter) -> None:
    figures.remove()
