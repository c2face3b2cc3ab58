"""Saying that the index has to be made anew: when the database is checked, and after it was migrated or emptied."""

from __future__ import annotations

import sys
from collections.abc import Collection
from typing import Any, TextIO

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections

from papers.indexing.backends import backend
from papers.indexing.checking import is_behind
from papers.models import SearchDoc

BEHIND = "Some papers cannot be found yet, or are found by rules of before."
HINT = "Run: manage.py rebuild_search"


@register(Tags.database)
def up_to_date(databases: Collection[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """A warning where the index is behind; nothing where the database was not asked for, or is not migrated yet."""
    if has_index(databases or ()) and is_behind():
        return [Warning(BEHIND, hint=HINT, id="papers.W001")]
    return []


def has_index(databases: Collection[str]) -> bool:
    return "default" in databases and SearchDoc._meta.db_table in connections["default"].introspection.table_names()


def after_migrating(
    sender: AppConfig, verbosity: int = 1, using: str = "default", stdout: TextIO = sys.stdout, **kwargs: Any
) -> None:
    """Empty the index with the database: ``flush`` knows nothing of it. Say where it has to be filled."""
    if not has_index([using]):
        return
    if strays := backend().strays():
        backend().delete(strays)
    if verbosity and is_behind():
        stdout.write(f"{BEHIND} {HINT}\n")
