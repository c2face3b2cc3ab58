"""A PostgreSQL server of our own, in a directory that is thrown away; never the machine's."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.torture.servers import free_port

SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 100
log_min_messages = fatal
"""


NOBODY = "nobody"  # who it is run by where we are root, which PostgreSQL refuses


@dataclass
class Cluster:
    """``initdb`` in the directory, on a port of its own."""

    directory: Path
    port: int
    home: Path  # where initdb and pg_ctl are

    @property
    def data(self) -> Path:
        return self.directory / "data"

    def run(self, tool: str, *arguments: str) -> None:
        """One of PostgreSQL's own programs, as somebody who is not root."""
        command = [str(self.home / tool), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", NOBODY, "--", *command]
        with (self.directory / f"{tool}.log").open("a") as log:  # not a pipe: the server that starts would keep it open
            done = subprocess.run(command, cwd=self.directory, stdout=log, stderr=log, stdin=subprocess.DEVNULL)  # noqa: S603
        if done.returncode:
            raise RuntimeError(f"{tool}: {(self.directory / f'{tool}.log').read_text()[-500:]}")

    def make(self) -> None:
        self.run("initdb", "-D", str(self.data), "-U", "readinglist", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(SETTINGS + f"port = {self.port}\n")

    def start(self) -> None:
        self.run("pg_ctl", "-D", str(self.data), "-l", str(self.data / "server.log"), "-w", "-t", "60", "start")

    def stop(self, mode: str = "fast") -> None:
        """``mode`` as pg_ctl has it: smart, fast (ends all sessions) or immediate (as after a crash)."""
        self.run("pg_ctl", "-D", str(self.data), "-m", mode, "-w", "-t", "60", "stop")

    def restart(self, mode: str = "fast") -> None:
        self.stop(mode)
        self.start()

    def url(self, name: str) -> str:
        return f"postgres://readinglist@127.0.0.1:{self.port}/{name}"

    def create(self, name: str, template: str = "template0") -> str:
        """A database, empty or with all that another one holds; return its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            statement = "CREATE DATABASE {} TEMPLATE {}"
            connection.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)


def tools() -> Path | None:
    """Where PostgreSQL's programs are; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[4]))
    named = shutil.which("pg_ctl")
    return found[-1].parent if found else Path(named).resolve().parent if named else None


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running server in a directory of its own, until the block ends."""
    home = tools()
    if home is None:
        raise RuntimeError("PostgreSQL is not installed here (Debian: apt install postgresql).")
    with tempfile.TemporaryDirectory(prefix="readinglist-postgresql-") as directory:
        if os.geteuid() == 0:
            shutil.chown(directory, NOBODY)
        made = Cluster(Path(directory), free_port(), home)
        made.make()
        made.start()
        try:
            yield made
        finally:
            if (made.data / "postmaster.pid").exists():
                made.stop("immediate")
