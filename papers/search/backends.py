"""Which database's full-text index is asked; each module answers the same functions."""

from __future__ import annotations

from types import ModuleType

from django.db import connection

from papers.search import postgresql, sqlite


def backend() -> ModuleType:
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]
