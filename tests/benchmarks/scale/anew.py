"""``python -m tests.benchmarks.scale.anew URL``: an empty PostgreSQL database there; ``--size``: how large it is."""

from __future__ import annotations

import sys
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


def anew(address: str) -> None:
    """Drop the database that the address names, and create it."""
    parts = urlsplit(address)
    name = sql.Identifier(parts.path.lstrip("/"))
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))


def size(address: str) -> int:
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        return row[0] if row else 0


if __name__ == "__main__":
    if "--size" in sys.argv:
        print(size(sys.argv[1]))
    else:
        anew(sys.argv[1])
