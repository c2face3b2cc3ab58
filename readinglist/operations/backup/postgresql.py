"""PostgreSQL: every table by COPY, from one snapshot, over the connection that the settings describe.

Not by pg_dump: that has to be installed, and not older than the server. The tables are made by our own migrations, up
to those that the backup names, in a schema of its own beside the live one; then the two change names at once.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from psycopg import sql

from readinglist.operations.backup.archive import CHUNK, BadBackup, Manifest
from readinglist.operations.moving import known_as
from readinglist.operations.moving.numbering import last_numbers, set_numbers

LEFT_OUT = "papers_searchdoc"  # made anew
LEAVING = 10  # seconds for the connections of a server that is stopping


@contextmanager
def held(connection: BaseDatabaseWrapper) -> Iterator[None]:
    with transaction.atomic(using=connection.alias):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def dump(connection: BaseDatabaseWrapper, work: Path) -> tuple[list[Path], dict[str, int], dict[str, Any]]:
    parts, counts, columns = [], {}, {}
    for table, names in tables(connection).items():
        path = work / f"{table}.copy.gz"
        counts[table] = copy_out(connection, table, names, path)
        columns[table] = names
        parts.append(path)
    # of the tables that are there: a database may be backed up before it is brought up to this release
    known: list[type[Model]] = [*apps.get_models(include_auto_created=True), MigrationRecorder.Migration]
    models = [model for model in known if model._meta.db_table in columns]
    numbers = [[*key, number] for key, number in last_numbers(connection, models).items()]
    return parts, counts, {"columns": columns, "numbers": numbers}


def tables(connection: BaseDatabaseWrapper) -> dict[str, list[str]]:
    """The tables of our schema with their columns, in order; those left out that are made of others."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0"
            " AND NOT a.attisdropped AND a.attgenerated = '' AND c.relname <> %s ORDER BY c.relname, a.attnum",
            [LEFT_OUT],
        )
        for table, column in cursor.fetchall():
            found.setdefault(table, []).append(column)
    return found


def copy_out(connection: BaseDatabaseWrapper, table: str, columns: list[str], path: Path) -> int:
    """Write the rows; return how many there are."""
    statement = named("COPY {table} ({columns}) TO STDOUT", table, columns)
    with connection.cursor() as cursor, gzip.open(path, "wb", compresslevel=6) as packed:
        with cursor.copy(statement) as rows:
            for data in rows:
                packed.write(data)
        return cursor.rowcount


def copy_in(connection: BaseDatabaseWrapper, table: str, columns: list[str], path: Path) -> int:
    statement = named("COPY {table} ({columns}) FROM STDIN", table, columns)
    with connection.cursor() as cursor, gzip.open(path, "rb") as packed:
        with cursor.copy(statement) as rows:
            while data := packed.read(CHUNK):
                rows.write(data)
        return cursor.rowcount


def named(statement: str, table: str, columns: list[str]) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL(statement).format(table=sql.Identifier(table), columns=names)


class Replacing:
    """A new schema beside the live one, which takes its name."""

    def __init__(self, config: dict[str, Any], work: Path) -> None:
        self.usual, stamp = config, f"{datetime.now(UTC):%Y%m%d_%H%M%S}"
        self.new, self.aside = f"restoring_{stamp}", f"before_{stamp}"
        with known_as("live", self.usual) as live, live.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            self.live = cursor.fetchone()[0] or "public"
            cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(self.new)))
        options = {**config["OPTIONS"], "options": f"{config['OPTIONS'].get('options', '')} -c search_path={self.new}"}
        self.config = {**config, "OPTIONS": options}
        self.is_swapped = False

    def load(self, connection: BaseDatabaseWrapper, manifest: Manifest, work: Path) -> dict[str, int]:
        """Raises BadBackup."""
        executor = MigrationExecutor(connection)
        executor.migrate(last_of(executor.loader.graph, {(app, name) for app, name in manifest.migrations}))
        with transaction.atomic():
            with connection.cursor() as cursor:
                made = [
                    sql.Identifier(table) for table in (*tables(connection), LEFT_OUT) if self.has(connection, table)
                ]
                cursor.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(made)))
            counts = {
                table: copy_in(connection, table, columns, work / f"{table}.copy.gz")
                for table, columns in manifest.more["columns"].items()
            }
            set_numbers(connection, {(table, column): last for table, column, last in manifest.more["numbers"]})
        return counts

    def has(self, connection: BaseDatabaseWrapper, table: str) -> bool:
        with connection.cursor() as cursor:
            return table in connection.introspection.table_names(cursor)

    def swap(self) -> None:
        """The live schema goes aside and the new one takes its name. Raises BadBackup where somebody works with it."""
        with known_as("live", self.usual) as live:
            wait_until_alone(live)
            with transaction.atomic(using="live"), live.cursor() as cursor:
                for old, new in ((self.live, self.aside), (self.new, self.live)):
                    rename = "ALTER SCHEMA {} RENAME TO {}"
                    cursor.execute(sql.SQL(rename).format(sql.Identifier(old), sql.Identifier(new)))
        self.is_swapped = True

    def clear(self) -> None:
        if not self.is_swapped:
            with known_as("live", self.usual) as live, live.cursor() as cursor:
                cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(self.new)))


def last_of(graph: MigrationGraph, applied: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """The last of each app; with any other as a target Django would take back what comes after it."""
    known = applied & graph.nodes.keys()
    followed = {parent.key for key in known for parent in graph.node_map[key].parents if parent.key[0] == key[0]}
    return sorted(known - followed)


def wait_until_alone(connection: BaseDatabaseWrapper) -> None:
    until = time.monotonic() + LEAVING
    while others := connected(connection):
        if time.monotonic() > until:
            raise BadBackup(f"The database is in use by {others} connections. Stop the server, and restore again.")
        time.sleep(0.2)


def connected(connection: BaseDatabaseWrapper) -> int:
    """How many other connections of this application there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND application_name = current_setting('application_name') AND backend_type = 'client backend'"
        )
        return cursor.fetchone()[0]
