"""The next number of each table: one that was given once is not given again, though its row is gone.

Old addresses lead by number, and so do histories: a new paper under the number of a deleted one would inherit both.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, Model


def carry_numbers(source: str, models: Iterable[type[Model]]) -> None:
    """Go on in the default database where the source would."""
    last = last_numbers(connections[source], models)
    set_numbers(connections[DEFAULT_DB_ALIAS], last)


def last_numbers(connection: BaseDatabaseWrapper, models: Iterable[type[Model]]) -> dict[tuple[str, str], int]:
    """The highest number that was given, by table and column."""
    found = {}
    with connection.cursor() as cursor:
        for table, column in numbered(models):
            cursor.execute(f"SELECT max({quoted(connection, column)}) FROM {quoted(connection, table)}")  # noqa: S608
            found[table, column] = max(cursor.fetchone()[0] or 0, given(connection, table, column))
    return found


def given(connection: BaseDatabaseWrapper, table: str, column: str) -> int:
    """What the database itself has noted."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            return row[0] if row else 0
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quoted(connection, table), column])
        sequence = cursor.fetchone()[0]
        if sequence is None:
            return 0
        cursor.execute(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608 - quoted by PostgreSQL
        last, is_called = cursor.fetchone()
        return last if is_called else last - 1


def set_numbers(connection: BaseDatabaseWrapper, last: dict[tuple[str, str], int]) -> None:
    with connection.cursor() as cursor:
        for (table, column), number in last.items():
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
            else:
                sequence = [quoted(connection, table), column]
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), greatest(%s, 1), %s)",
                    [*sequence, number, number > 0],
                )


def numbered(models: Iterable[type[Model]]) -> list[tuple[str, str]]:
    keys = [(model._meta.db_table, model._meta.pk) for model in models]
    return [(table, str(key.column)) for table, key in keys if isinstance(key, AutoField)]


def quoted(connection: BaseDatabaseWrapper, name: str) -> str:
    return connection.ops.quote_name(name)
