"""The tokens in PostgreSQL: beside the document, as texts and as vectors that were cut by us and not by its parser."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import connection

from papers.search.postgresql import quoted
from papers.search.tokens import BREAK

Tokens = tuple[str, str, str]  # of the title, the names and the body


def write(documents: dict[int, Tokens]) -> None:
    """Put the tokens to the documents that have these numbers."""
    rows = [
        (title, names, body, vector(title, names), vector(title, names, body), number)
        for number, (title, names, body) in documents.items()
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE papers_searchdoc SET title = %s, names = %s, body = %s, head = %s::tsvector,"
            " everything = %s::tsvector WHERE id = %s",
            rows,
        )


def write_heads(heads: dict[int, tuple[str, str]]) -> None:
    """Change the title and the names of documents that are there."""
    held = texts(heads)
    write({number: (title, names, held[number][2]) for number, (title, names) in heads.items()})


def delete(numbers: Iterable[int]) -> None:
    """Nothing to do: the tokens go with their document."""


def present(numbers: Collection[int]) -> set[int]:
    """Those of the numbers that the index has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM papers_searchdoc WHERE id = ANY(%s) AND everything IS NOT NULL", [list(numbers)])
        return {number for (number,) in cursor.fetchall()}


def texts(numbers: Collection[int]) -> dict[int, Tokens]:
    """What the index holds of the documents with these numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, title, names, body FROM papers_searchdoc WHERE id = ANY(%s) AND everything IS NOT NULL",
            [list(numbers)],
        )
        return {number: tuple(tokens) for number, *tokens in cursor.fetchall()}


def strays() -> list[int]:
    """The numbers in the index of which no document tells: none, for they are one row."""
    return []


def settle() -> None:
    """Put the index in its best order after all of it was written."""
    with connection.cursor() as cursor:
        for index in ("papers_searchdoc_head", "papers_searchdoc_everything"):
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
        cursor.execute("ANALYZE papers_searchdoc")


def tell_planner() -> None:
    """Nothing: the server looks at what has grown by itself."""


def vector(*texts: str) -> str:
    """The tokens of the texts, each once, as a ``tsvector`` is written."""
    found = {token for text in texts for token in text.split()} - {BREAK}
    return " ".join(map(quoted, sorted(found)))
