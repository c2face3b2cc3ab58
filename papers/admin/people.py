"""People in curation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Model

from papers.people import name_of


def person(model: type[Model], field: str) -> Callable[[Any, Any], str]:
    """A method of an admin: a column, and a field to read, that calls a person as every page does.

    Django would link to the account, which whoever curates may not see.
    """

    @admin.display(description=model._meta.get_field(field).verbose_name, ordering=field)  # type: ignore[union-attr]
    def name(_admin: Any, row: Any) -> str:
        return name_of(getattr(row, field)) or "-"

    return name
