"""gunicorn, as it is deployed: two workers, on a free port, over one catalogue."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests.benchmarks.scale.catalogues import ROOT, Catalogue

WORKERS = 2
PATIENCE = 120  # seconds until it answers


class Server:
    def __init__(self, port: int, process: subprocess.Popen) -> None:
        self.port, self.process = port, process

    def wait(self) -> None:
        """Until it answers."""
        for _ in range(PATIENCE * 10):
            if self.process.poll() is not None:
                raise SystemExit(f"gunicorn ended with {self.process.returncode}; what it said stands above.")
            try:
                urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10)  # noqa: S310 - our own server
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("gunicorn does not answer.")

    @property
    def peak(self) -> float | None:
        """The most memory that a worker has taken so far, in MB; None where the system does not say."""
        try:
            children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
            status = [Path(f"/proc/{child}/status").read_text() for child in children]
        except OSError:
            return None
        peaks = [line.split()[1] for text in status for line in text.splitlines() if line.startswith("VmHWM")]
        return max(map(int, peaks), default=0) / 1024


@contextmanager
def serving(catalogue: Catalogue) -> Iterator[Server]:
    """The server, until the block ends."""
    port = free_port()
    # without the limit, for gunicorn itself would refuse addresses with queries of 10,000 characters
    command = [sys.executable, "-m", "gunicorn", "readinglist.wsgi", f"--bind=127.0.0.1:{port}",
               f"--workers={WORKERS}", "--log-level=warning", "--limit-request-line=0"]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=catalogue.environment)  # noqa: S603
    server = Server(port, process)
    try:
        server.wait()
        yield server
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
