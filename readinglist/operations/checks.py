"""What `check --deploy` and `make serve` warn of, beside Django's own."""

from __future__ import annotations

import sqlite3
from typing import Any

from django.core.checks import CheckMessage, Warning, register
from django.db import connections

Version = tuple[int, ...]
# The WAL-reset bug (sqlite.org/wal.html): two connections that write and check-point at the same moment can, rarely,
# spoil a database. Since 3.7.0, mended in 3.51.3 and in these later ones of older lines.
MENDED = (3, 51, 3)
MENDED_LINES: tuple[Version, ...] = ((3, 50, 7), (3, 44, 6))


@register(deploy=True)
def sqlite_is_sound(**kwargs: Any) -> list[CheckMessage]:
    """W001 where the database is SQLite of a version with a known fault in its write-ahead log."""
    is_used = any(connection.vendor == "sqlite" for connection in connections.all())
    if not is_used or is_mended(sqlite3.sqlite_version_info):
        return []
    hint = (
        "Python brings it along with the system's: update the system, or move to PostgreSQL with move_database. "
        "A backup every night is the least."
    )
    message = f"SQLite {sqlite3.sqlite_version} can, rarely, spoil a database that several processes write to."
    return [Warning(message, hint=hint, id="operations.W001")]


def is_mended(version: Version) -> bool:
    return version >= MENDED or any(version[:2] == line[:2] and version >= line for line in MENDED_LINES)
