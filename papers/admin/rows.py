"""Rows that are edited inside another one's page."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.forms import BaseInlineFormSet
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.http import QueryDict

from papers.admin.completing import One, usable

MOST = 1000  # rows; Django refuses more


class Rows(BaseInlineFormSet):
    """A row that somebody deleted meanwhile stands as a new one, so that what was typed in it can be saved."""

    model: type[Model]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self.data = self.with_gone_rows_as_new(self.data)

    def with_gone_rows_as_new(self, data: Any) -> Any:
        """The posted rows with those that are in no database behind the others; what is another page's row stays."""
        names = [f"{self.prefix}-{count}" for count in (INITIAL_FORM_COUNT, TOTAL_FORM_COUNT)]
        if not all(usable(data.get(name) or "none") != "0" for name in names):
            return data
        first, total = (int(data[name]) for name in names)
        key = self.model._meta.pk.name
        pks = {place: data.get(f"{self.prefix}-{place}-{key}") or "" for place in range(min(first, MOST))}
        wanted = [pk for pk in pks.values() if usable(pk) not in {"", "0"}]
        present = {str(pk) for pk in self.model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True)}
        gone = [place for place, pk in pks.items() if pk in wanted and pk not in present]
        if not gone or total > MOST:
            return data
        order = [place for place in range(first) if place not in gone] + gone + list(range(first, total))
        return self.reordered(data, order, first - len(gone))

    def reordered(self, data: QueryDict, order: list[int], first: int) -> QueryDict:
        """The same rows in another order, of which the first ones are in the database."""
        changed = data.copy()
        rows = {place: f"{self.prefix}-{place}-" for place in order}
        fields = {name: data.getlist(name) for name in data if name.startswith(tuple(rows.values()))}
        for name in fields:
            del changed[name]
        for new, old in enumerate(order):
            for name in [name for name in fields if name.startswith(rows[old])]:
                changed.setlist(f"{self.prefix}-{new}-{name.removeprefix(rows[old])}", fields[name])
            if new >= first:
                changed[f"{self.prefix}-{new}-{self.model._meta.pk.name}"] = ""
        changed[f"{self.prefix}-{INITIAL_FORM_COUNT}"] = str(first)
        return changed


class RowsAtHand(Rows):
    """Each row shows the choices that came with its own query instead of asking once more."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, One):
                widget.at_hand = form.instance._state.fields_cache.get(name)
