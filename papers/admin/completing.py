"""Fields that complete what is typed, and that show a form again also after an answer that is no row's number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models
from django.http import HttpRequest

LONGEST_ID = 18  # digits; more than that no database takes for an id


def usable(value: str) -> str:
    """The value, or the number of no row where no row could have it."""
    return value if not value or (value.isdecimal() and len(value) <= LONGEST_ID) else "0"


class One(AutocompleteSelect):
    at_hand: models.Model | None = None  # the chosen row, where it need not be asked for

    def value_from_datadict(self, *args: Any) -> Any:
        return usable(super().value_from_datadict(*args) or "")

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        if self.at_hand is None or list(value) != [str(self.at_hand.pk)]:
            return super().optgroups(name, value, attr)
        empty = self.create_option(name, "", "", False, 0)
        return [(None, [empty, self.create_option(name, self.at_hand.pk, str(self.at_hand), True, 1)], 0)]


class Several(AutocompleteSelectMultiple):
    def value_from_datadict(self, *args: Any) -> Any:
        return [usable(value) for value in super().value_from_datadict(*args)]


class Completes:
    """Gives these fields to the ``autocomplete_fields`` of an admin."""

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs["widget"] = One(db_field, self.admin_site)  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs["widget"] = Several(db_field, self.admin_site)  # type: ignore[attr-defined]
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]
