"""Where pages read the catalogue from when they ask in SQL: the same database that its models are read from."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections, router


def database() -> str:
    return router.db_for_read(apps.get_model("papers", "Paper"))


def cursor() -> Any:
    return connections[database()].cursor()
