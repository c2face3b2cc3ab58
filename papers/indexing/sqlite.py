"""The tokens in SQLite: a table of FTS5 with its own content, in which a document is replaced as a whole."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from django.db import connection

TABLE = "papers_searchindex"
SAMPLED = 1_000  # rows of each index that ANALYZE looks at
GROWN = 2  # times as many papers as at the last look make another one worth while
AMONG = "(SELECT value FROM json_each(%s))"
Tokens = tuple[str, str, str]  # of the title, the names and the body


def write(documents: dict[int, Tokens]) -> None:
    """Put the documents in, in the place of those that have their numbers."""
    delete(documents)
    rows = [(number, *tokens) for number, tokens in documents.items()]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {TABLE} (rowid, title, names, body) VALUES (%s, %s, %s, %s)", rows)  # noqa: S608


def write_heads(heads: dict[int, tuple[str, str]]) -> None:
    """Change the title and the names of documents that are there."""
    rows = [(title, names, number) for number, (title, names) in heads.items()]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {TABLE} SET title = %s, names = %s WHERE rowid = %s", rows)  # noqa: S608


def delete(numbers: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", [(number,) for number in numbers])  # noqa: S608


def present(numbers: Collection[int]) -> set[int]:
    """Those of the numbers that the index has."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid FROM {TABLE} WHERE rowid IN {AMONG}", [json.dumps(list(numbers))])  # noqa: S608
        return {number for (number,) in cursor.fetchall()}


def texts(numbers: Collection[int]) -> dict[int, Tokens]:
    """What the index holds of the documents with these numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid, title, names, body FROM {TABLE} WHERE rowid IN {AMONG}",  # noqa: S608
            [json.dumps(list(numbers))],
        )
        return {number: tuple(tokens) for number, *tokens in cursor.fetchall()}


def strays() -> list[int]:
    """The numbers in the index of which no document tells."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid FROM {TABLE} WHERE rowid NOT IN (SELECT id FROM papers_searchdoc)")  # noqa: S608
        return [number for (number,) in cursor.fetchall()]


def settle() -> None:
    """Put the index in its best order after all of it was written."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')")  # noqa: S608
    analyse()


def tell_planner() -> None:
    """Have the planner know how the tables have grown: without statistics it reads whole tables where a few rows of an
    index would do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM papers_paper")
        if cursor.fetchone()[0] >= GROWN * counted_when_analysed():
            analyse()


def counted_when_analysed() -> int:
    """How many papers there were, about, when SQLite last looked; 0 where it never has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("SELECT max(CAST(stat AS integer)) FROM sqlite_stat1 WHERE tbl = 'papers_paper'")
        return cursor.fetchone()[0] or 0


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {SAMPLED}")
        cursor.execute("ANALYZE")
