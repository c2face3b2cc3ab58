"""What a database holds, table by table, in words that are the same whatever database holds it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Field, Model

from papers.models import SearchDoc

BATCH = 2_000  # rows in memory
MADE_ANEW = {SearchDoc._meta.label}  # from the rest, in each database by its own means


class Contents(NamedTuple):
    """How many rows a table has, and a digest of them in which their order does not matter."""

    rows: int
    digest: str


def models_with_rows(without: Collection[str] = ()) -> list[type[Model]]:
    """Everything that has rows of its own, joins of two models too; ``without`` names labels to leave out."""
    left_out = MADE_ANEW | {*without}
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and model._meta.label not in left_out]


def columns(model: type[Model]) -> list[Field]:
    """Those that are written: what the database makes out of others by itself is not."""
    return [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]


def rows_of(model: type[Model], alias: str) -> Iterator[Model]:
    """Every row, some at a time, by primary key."""
    rows = model._base_manager.using(alias).order_by("pk")
    return rows.iterator(chunk_size=BATCH)


def contents(model: type[Model], alias: str) -> Contents:
    return summed(model, rows_of(model, alias))


def summed(model: type[Model], rows: Iterator[Model]) -> Contents:
    count, total, names = 0, 0, [field.attname for field in columns(model)]
    for row in rows:
        said = json.dumps([plain(getattr(row, name)) for name in names], ensure_ascii=False, sort_keys=True)
        total += int.from_bytes(blake2b(said.encode("utf-8", "surrogatepass"), digest_size=32).digest(), "big")
        count += 1
    return Contents(count, f"{total % 2**256:064x}")


def plain(value: Any) -> Any:
    """The value as every database gives it back."""
    match value:
        case bool() | int() | str() | None:
            return value
        case float():
            return int(value) if value.is_integer() else value  # PostgreSQL keeps 1e3 as 1000
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case Decimal():
            return format(value.normalize(), "f")
        case bytes() | memoryview():
            return bytes(value).hex()
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
    return str(value)
