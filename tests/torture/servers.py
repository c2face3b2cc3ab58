"""The application as `make serve` runs it, over data of its own: started, reloaded, killed and started again."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.serving import ROOT, manage, passwords, surroundings
from tests.torture.load import UNANSWERED, Person

PASSWORD = "a long walk in the park"
PATIENCE = 60  # seconds until a server answers
PLAIN = {"HTTPS": "off", "HTTP_ONLY": "on", "ALLOWED_HOSTS": "127.0.0.1,localhost", "SECRET_KEY": "torture" * 10}


@dataclass
class Site:
    """A prepared database, and the directory beside it."""

    directory: Path
    database: str = ""  # DATABASE_URL; "" for SQLite in the directory
    settings: dict[str, str] = field(default_factory=dict)  # more of them

    @property
    def on(self) -> str:
        return "PostgreSQL" if self.database else "SQLite"

    @property
    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.database, **PLAIN, **self.settings}

    def manage(self, *arguments: str) -> str:
        return manage(self.directory, *arguments, **self.environment)

    def python(self, *arguments: str) -> str:
        """Run a module of ours with this site's settings; return what it prints."""
        more = {"DJANGO_SETTINGS_MODULE": "readinglist.settings", **self.environment}
        run = subprocess.run(  # noqa: S603
            [sys.executable, *arguments],
            cwd=ROOT, env=surroundings(self.directory, more), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert run.returncode == 0, run.stderr
        return run.stdout

    def prepare(self, writers: int = 20) -> None:
        """The demonstration catalogue, its accounts, and writers who all have PASSWORD."""
        self.directory.mkdir(parents=True, exist_ok=True)
        self.manage("demo", "--no-serve")
        self.python("-m", "tests.torture.people", str(writers), PASSWORD)
        if not (self.directory / "static" / "staticfiles.json").exists():  # the settings make the directory
            self.manage("prepare")

    def rows(self, query: str) -> list[tuple]:
        """What the database itself answers, without the application."""
        if self.database:
            with psycopg.connect(self.database) as connection:
                return connection.execute(query).fetchall()
        with closing(sqlite3.connect(self.directory / "readinglist.sqlite3", timeout=20)) as connection:
            return connection.execute(query).fetchall()

    def password(self, name: str) -> str:
        return PASSWORD if name.startswith("writer-") else passwords(self.directory)[name]


class Server:
    """gunicorn over a site. The process is its master, in a group of its own with its workers."""

    def __init__(self, site: Site, port: int, settings: dict[str, str]) -> None:
        self.site, self.port, self.settings = site, port, settings
        self.process: subprocess.Popen[bytes] | None = None
        self.log = site.directory / f"server-{port}.log"

    @property
    def pid(self) -> int:
        assert self.process is not None, "The server was not started."
        return self.process.pid

    def start(self) -> Server:
        """Start it and wait until it answers."""
        more = {**self.site.environment, "BIND": f"127.0.0.1:{self.port}", **self.settings}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "manage.py", "serve"],
                cwd=ROOT, env=surroundings(self.site.directory, more), stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.wait_until_ready()
        return self

    def is_ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except UNANSWERED:
            return False
        finally:
            connection.close()

    def wait_until_ready(self) -> None:
        until = time.monotonic() + PATIENCE
        while not self.is_ready():
            if self.process is not None and self.process.poll() is not None:
                raise RuntimeError(f"The server ended with {self.process.returncode}: {self.said()[-1000:]}")
            if time.monotonic() > until:
                raise TimeoutError(f"The server does not answer: {self.said()[-1000:]}")
            time.sleep(0.05)

    def said(self) -> str:
        """What it has logged so far, over all its starts."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def workers(self) -> list[int]:
        """The process ids of its workers."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(child) for child in children.read_text().split()] if children.exists() else []

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def reload(self) -> None:
        """SIGHUP, and wait until only new workers are there."""
        before = set(self.workers())
        self.signal(signal.SIGHUP)
        until = time.monotonic() + PATIENCE
        while before & set(self.workers()) or not self.workers():
            if time.monotonic() > until:
                raise TimeoutError("Workers of before the reload are still there.")
            time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL, to the master and its workers at once."""
        os.killpg(self.pid, signal.SIGKILL)
        assert self.process is not None
        self.process.wait(timeout=PATIENCE)

    def stop(self) -> int:
        """SIGTERM, and wait until it has ended; return its code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(timeout=PATIENCE)

    def person(self, name: str) -> Person:
        """Somebody who has signed in here."""
        return Person(self.port).enter(name, self.site.password(name))

    def papers(self, person: Person) -> list[int]:
        """The numbers of the papers on the person's first page."""
        page = person.ask("/papers/")
        assert page.status == 200, (page.status, page.text[:300], self.said()[-2000:])
        return sorted({int(number) for number in re.findall(r'data-paper="(\d+)"', page.text)})


@contextmanager
def serving(site: Site, port: int = 0, **settings: str) -> Iterator[Server]:
    """A server over the site on 127.0.0.1, until the block ends; ``settings`` as in ``.env``."""
    server = Server(site, port or free_port(), settings)
    try:
        yield server.start()
    finally:
        if server.process is not None and server.process.poll() is None:
            try:
                server.stop()
            except subprocess.TimeoutExpired:
                server.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
