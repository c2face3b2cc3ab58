"""Whether this server can do its work: each thing that it stands on, tried."""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from papers.indexing import is_behind

MIGRATIONS_HOLD = 60  # seconds that a look at them is good for: it reads every migration there is


def database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def migrations() -> bool:
    return is_migrated(int(time.monotonic() / MIGRATIONS_HOLD))


@lru_cache(maxsize=1)
def is_migrated(minute: int) -> bool:
    return not pending()


def pending() -> list[str]:
    """The migrations that the database lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def disk() -> bool:
    return shutil.disk_usage(settings.DATA_DIR).free >= settings.DISK_LEAST_FREE


def search() -> bool:
    return not is_behind()


def shared_cache() -> bool:
    word = secrets.token_hex(8)
    cache.set("readiness", word, 10)
    return cache.get("readiness") is not None  # another worker may have put its own word there meanwhile


THINGS: dict[str, Callable[[], bool]] = {
    "database": database,
    "migrations": migrations,
    "disk": disk,
    "search": search,
    "cache": shared_cache,
}


def faults() -> dict[str, bool]:
    """Of each thing whether it is at fault."""
    return {name: not holds(thing) for name, thing in THINGS.items()}


def holds(thing: Callable[[], bool]) -> bool:
    try:
        return thing()
    except (DatabaseError, OSError):
        return False
