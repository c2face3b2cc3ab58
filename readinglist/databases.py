"""What DATABASE_URL, REPLICA_URL and CACHE_URL mean, and how long anybody waits for a database.

A page that waits for long is lost to whoever asked for it, and keeps a thread of the server from all others; a command
may take its time. So every connection starts with the short patience of a page; ``papers.patience`` gives a longer one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from psycopg import pq

from readinglist.environment import number, text

SQLITE, POOLED = "django.db.backends.sqlite3", "readinglist.postgresql"
SCHEMES = ("sqlite:///", "postgres://", "postgresql://")
CONNECTING = 3  # seconds for one connection; a server that restarts is asked again with the next request
WAITING = 5  # seconds for a connection of the pool to become free


class Patience(NamedTuple):
    """How long, in seconds, one waits; 0 is for ever."""

    statement: int
    lock: int
    idle: int  # in a transaction in which nothing happens

    @property
    def as_options(self) -> str:
        """For PostgreSQL, when it is connected to."""
        names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        return " ".join(f"-c {name}={seconds}s" for name, seconds in zip(names, self, strict=True))


def page_patience() -> Patience:
    return Patience(number("STATEMENT_SECONDS", 30, 1, 3600), number("LOCK_SECONDS", 10, 1, 600), 60)


COMMAND_PATIENCE = Patience(0, 120, 3600)


def configured(default: Path) -> dict[str, dict[str, Any]]:
    """All that the environment names, as Django's DATABASES has it; without DATABASE_URL the file ``default``."""
    found = {"default": database(text("DATABASE_URL") or f"sqlite:///{default}")}
    if url := text("REPLICA_URL"):
        found["replica"] = {**database(url, "REPLICA_URL"), "TEST": {"MIRROR": "default"}}
    return found


def database(url: str, name: str = "DATABASE_URL") -> dict[str, Any]:
    """One database as Django wants it; raise ImproperlyConfigured where ``name`` cannot mean one."""
    if not url.startswith(SCHEMES):
        raise ImproperlyConfigured(
            f"{name} is not understood; write postgres://user:password@host:5432/name or sqlite:////path/to/file."
        )
    try:
        config = dict(environ.Env.db_url_config(url))
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name} is not understood: {error}") from error
    if not config["NAME"]:
        raise ImproperlyConfigured(f"{name} names no database; end it in /name.")
    return embedded(config) if config["ENGINE"] == SQLITE else served(config, name)


def embedded(config: dict[str, Any]) -> dict[str, Any]:
    """SQLite. Each thread keeps its connection: where the disk is full no new one could be opened, not even to read."""
    # IMMEDIATE takes the write lock before reading, so that two writers wait instead of failing
    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": page_patience().lock,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    return {**config, "OPTIONS": options, "CONN_MAX_AGE": None}


def served(config: dict[str, Any], name: str) -> dict[str, Any]:
    """PostgreSQL, through a pool of each process; a connection that has died is noticed before it is used."""
    given = {key: str(value) for key, value in config.get("OPTIONS", {}).items()}
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    if wrong := [key for key in config if key not in CONFIGURABLE] + sorted(given.keys() - known):
        raise ImproperlyConfigured(f"{name}: PostgreSQL knows no parameter {wrong[0]}; one is sslmode=verify-full.")
    options: dict[str, Any] = {
        "connect_timeout": CONNECTING,
        "application_name": "readinglist",
        "keepalives_idle": 30,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 15_000,  # milliseconds without an answer, after which a connection is given up
        **given,
        # what the address itself says comes last, and holds
        "options": f"{page_patience().as_options} {given.get('options', '')}".strip(),
    }
    if size := pool_size():
        options["pool"] = {
            "min_size": 1, "max_size": size, "timeout": WAITING, "max_idle": 300, "reconnect_timeout": 30,
        }  # fmt: skip
    return {**config, "ENGINE": POOLED, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}


CONFIGURABLE = {"ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS"}


def pool_size() -> int:
    """Connections that a process of the server holds at most: one for each thread, and two for work in the background.

    0 is no pool at all, as behind pgbouncer.
    """
    return number("DATABASE_POOL", number("WEB_THREADS", 4, 1, 64) + 2, 0, 500)


def cache(files: Path) -> dict[str, Any]:
    """What CACHE_URL names, as Django's CACHES has it; without it the directory ``files``."""
    url = text("CACHE_URL")
    if not url:
        options = {"MAX_ENTRIES": 10_000}
        return {"BACKEND": "readinglist.caching.FileCache", "LOCATION": files, "OPTIONS": options}
    try:
        parts = urlsplit(url)
        is_understood = parts.scheme in {"redis", "rediss"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_understood = False
    if not is_understood:
        raise ImproperlyConfigured(
            "CACHE_URL is not understood; write redis://:password@host:6379/0, or rediss:// for TLS."
        )
    shared = {"BACKEND": "readinglist.caching.SharedCache", "LOCATION": [url], "KEY_PREFIX": "readinglist"}
    return {**shared, "OPTIONS": {"files": files}}
