"""A PostgreSQL that is too old, and settings that make no sense; said by ``check --database``."""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import Error, connections

from readinglist.environment import number

POSTGRESQL_KEPT_UP = 15  # older ones get no fixes any more
RESERVED = 10  # connections for commands, and for who looks after the server


@register(Tags.database)
def versions(databases: Collection[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    return [message for alias in databases or () for message in version_of(alias)]


def version_of(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    if connection.vendor != "postgresql":
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
            return postgresql_version(cursor.fetchone()[0])
    except Error:
        return []  # whatever asks for the database next says so


def postgresql_version(found: int) -> list[CheckMessage]:
    if found >= POSTGRESQL_KEPT_UP:
        return []
    return [
        Warning(
            f"PostgreSQL {found} gets no fixes any more.",
            hint=f"Move to version {POSTGRESQL_KEPT_UP} or newer.",
            id="operations.W012",
        )
    ]


@register(Tags.database)
def settings_that_make_sense(databases: Collection[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    config = settings.DATABASES
    messages = [*replica_makes_sense(config)]
    if config["default"]["ENGINE"].endswith("sqlite3"):
        if os.environ.get("DATABASE_POOL"):
            messages.append(Warning("DATABASE_POOL is set, but SQLite has no pool.", id="operations.W013"))
    elif "default" in (databases or ()):
        messages += pool_makes_sense(config["default"])
    return messages


def replica_makes_sense(config: dict[str, Any]) -> list[CheckMessage]:
    if "replica" not in config:
        return []
    default, replica = config["default"], config["replica"]
    if default["ENGINE"] != replica["ENGINE"]:
        said = "REPLICA_URL names another kind of database than DATABASE_URL: it cannot be its copy."
        return [Warning(said, id="operations.W014")]
    if all(default.get(name) == replica.get(name) for name in ("HOST", "PORT", "NAME")):
        return [Warning("REPLICA_URL names the database of DATABASE_URL itself.", id="operations.W014")]
    return []


def pool_makes_sense(config: dict[str, Any]) -> list[CheckMessage]:
    """Whether the server has as many connections as the workers may open."""
    size = config["OPTIONS"].get("pool", {}).get("max_size", 1)
    workers = number("WEB_WORKERS", 2, 1, 64)
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SHOW max_connections")
            most = int(cursor.fetchone()[0])
    except Error:
        return []
    if workers * size <= most - RESERVED:
        return []
    return [
        Warning(
            f"{workers} workers with up to {size} connections each are more than PostgreSQL allows ({most}).",
            hint="Lower WEB_WORKERS or DATABASE_POOL, or raise max_connections.",
            id="operations.W015",
        )
    ]
