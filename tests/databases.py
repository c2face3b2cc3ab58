"""Databases of our own beside the one of the test, on the server that the suite runs on."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

IS_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")


@contextmanager
def new_database(directory: Path, of: str = "") -> Iterator[str]:
    """The address of a new database, of the kind that the suite runs on, that is gone when the block ends; empty, or
    with all that the database at the address ``of`` holds."""
    name = f"shelf_{uuid.uuid4().hex[:12]}"
    if IS_POSTGRESQL:
        with served(name, urlsplit(of).path[1:] or "template1") as url:
            yield url
        return
    if of:
        with (
            sqlite3.connect(of.removeprefix("sqlite:///")) as old,
            sqlite3.connect(directory / f"{name}.sqlite3") as new,
        ):
            old.backup(new)
    yield f"sqlite:///{directory / name}.sqlite3"


@contextmanager
def served(name: str, template: str = "template1") -> Iterator[str]:
    """One of that name on the server of DATABASE_URL."""
    usual = os.environ["DATABASE_URL"]
    server = urlunsplit(urlsplit(usual)._replace(path="/postgres"))
    made, of = sql.Identifier(name), sql.Identifier(template)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, of))
    try:
        yield urlunsplit(urlsplit(usual)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(made))


Query = Callable[[str], list[tuple]]


@contextmanager
def asked(url: str) -> Iterator[Query]:
    """A function that runs a statement in the database and returns the rows, where there are any."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    else:
        connection = psycopg.connect(url, autocommit=True)

    def run(statement: str) -> list[tuple]:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []

    try:
        yield run
    finally:
        connection.close()
