"""Write many rows at once: ``executemany`` on SQLite, ``COPY`` on PostgreSQL, both from plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.utils import timezone

Model = type[models.Model]


def put(model: Model, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    """Insert the rows; ``columns`` names the columns of their values, and every other one gets its default."""
    names = columns.split()
    others = {column: value for column, value in defaults(model).items() if column not in names}
    every, constant = [*names, *others], tuple(others.values())
    write(model._meta.db_table, every, ((*row, *constant) for row in rows))


def defaults(model: Model) -> dict[str, Any]:
    """The value of each column of a new row, but of the primary key."""
    fields = [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key and isinstance(field, models.AutoField))
    ]
    return {field.column: default(field) for field in fields}


def default(field: Any) -> Any:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return timezone.now() if connection.vendor == "postgresql" else str(timezone.now().replace(tzinfo=None))
    value = field.get_default()
    return field.get_db_prep_save(value, connection) if isinstance(field, models.JSONField) else value


def write(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    names = ", ".join(map(connection.ops.quote_name, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 - own names


@contextmanager
def unguarded() -> Iterator[None]:
    """Without what protects a database against a crash and against rows of nothing: this one can be made again."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for pragma in ("foreign_keys = OFF", "synchronous = OFF", "cache_size = -500000"):
                cursor.execute(f"PRAGMA {pragma}")
    try:
        yield
    finally:
        if connection.vendor == "sqlite":
            connection.close()  # the next connection is an ordinary one


def numbered_on(all_models: Iterable[Model]) -> None:
    """Let the next new row of each model take the number after the last."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(all_models)):
            cursor.execute(statement)
