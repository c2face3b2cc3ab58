"""Every row of the source into an empty target, in one transaction, and compared before it is kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import islice
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from readinglist.operations.moving.numbering import carry_numbers
from readinglist.operations.moving.tables import BATCH, Contents, columns, contents, models_with_rows, rows_of

# what migrating fills by itself: a target in which there is nothing else is empty
FILLED_BY_MIGRATING = {
    "admin.LogEntry",
    "auth.Group",
    "auth.Group_permissions",
    "auth.Permission",
    "contenttypes.ContentType",
    "group.GroupSettings",
    "group.HistoricalGroupSettings",
    "notes.HistoricalTemplate",
    "notes.Template",
}
Told = Callable[[str, Contents], object]


class Refused(Exception):
    """Why nothing was moved, in a line for whoever asked."""


def must_be_current(connection: BaseDatabaseWrapper, name: str) -> None:
    """Raises Refused where the database is of another release than this program."""
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.graph.nodes) - replaced(executor)
    if unknown:
        app, migration = min(unknown)
        raise Refused(
            f"The {name} is of a newer release: it knows the migration {app} {migration}, and this program not."
        )
    if pending:
        raise Refused(f"The {name} waits for {len(pending)} migrations; run manage.py migrate on it first.")


def replaced(executor: MigrationExecutor) -> set[tuple[str, str]]:
    return {old for migration in executor.loader.replacements.values() for old in migration.replaces}


def must_be_unused(connection: BaseDatabaseWrapper, name: str) -> None:
    """Raises Refused where somebody has rows there."""
    for model in models_with_rows(FILLED_BY_MIGRATING):
        if model._base_manager.using(connection.alias).exists():
            raise Refused(f"The {name} is not empty: there are rows in {model._meta.db_table}.")


def copy_all(source: str, told: Told, without: Collection[str] = ()) -> dict[str, Contents]:
    """All rows of the database known as ``source`` into the default one, but for the models that ``without`` names.

    In one transaction, and only if every table is the same afterwards. Nobody may write to the source meanwhile: it
    waits, so that nothing is left behind. Raises Refused.
    """
    models = models_with_rows()
    moved = [model for model in models if model._meta.label not in without]
    found = {}
    with transaction.atomic(using=source), transaction.atomic():
        keep_writers_out(source, models)
        empty(models)
        for model in moved:
            copy(model, source)
        check_links()
        carry_numbers(source, models)
        for model in moved:
            there, here = contents(model, source), contents(model, DEFAULT_DB_ALIAS)
            if there != here:
                raise Refused(f"{model._meta.db_table} is not the same in the target; nothing was kept.")
            found[model._meta.db_table] = here
            told(model._meta.db_table, here)
    return found


def keep_writers_out(alias: str, models: list[type[Model]]) -> None:
    """SQLite has done so as the transaction began."""
    connection = connections[alias]
    if connection.vendor == "postgresql":
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {tables} IN SHARE MODE")


def empty(models: list[type[Model]]) -> None:
    """Take out what migrating has filled; the keys between the tables are looked at in the end."""
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def copy(model: type[Model], source: str) -> None:
    """Raises Refused, naming the row, where the target takes it not: SQLite holds what PostgreSQL cannot."""
    fields, rows = columns(model), rows_of(model, source)
    while some := list(islice(rows, BATCH)):
        for batch in fitting(fields, some):
            try:
                with transaction.atomic():
                    insert(model, batch)
            except (DatabaseError, ValueError):
                raise Refused(bad_row(model, batch)) from None


def insert(model: type[Model], rows: list[Model]) -> None:
    """As they are: no dates of now, no signals, no history."""
    manager: Any = model._base_manager
    manager._insert(rows, fields=columns(model), using=DEFAULT_DB_ALIAS, raw=True)


def fitting(fields: list[Any], rows: list[Model]) -> Iterator[list[Model]]:
    size = connections[DEFAULT_DB_ALIAS].ops.bulk_batch_size(fields, rows)
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def bad_row(model: type[Model], rows: list[Model]) -> str:
    """The first row that is refused when it comes alone, and why."""
    for row in rows:
        try:
            with transaction.atomic():
                insert(model, [row])
        except (DatabaseError, ValueError) as error:
            why = str(error).strip().splitlines()[0]
            return f"{model._meta.db_table}, row {row.pk}: the target does not take it: {why}. Nothing was kept."
    return f"{model._meta.db_table}: the target does not take rows {rows[0].pk} to {rows[-1].pk}. Nothing was kept."


def check_links() -> None:
    try:
        connections[DEFAULT_DB_ALIAS].check_constraints()
    except DatabaseError as error:
        raise Refused(f"A row points at one that is not there: {str(error).strip().splitlines()[0]}") from None
