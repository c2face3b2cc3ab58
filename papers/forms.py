"""Forms that notice when somebody else saved first, and that nobody changed what only looks changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from papers.journal import digest, encoded_rows

MOVED_ON = "moved-on"  # the code of that error


class Text(forms.CharField):
    """Text of several lines, whose ends are as they were in the database whatever a browser makes of them."""

    def to_python(self, value: Any) -> Any:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class NoticesOthers(forms.ModelForm):
    """It refuses, once, to save over a newer row; what was typed stays in it.

    The row is locked while it is compared, so that of two saves at the same moment one comes second.
    """

    seen = forms.CharField(required=False, label="", widget=forms.HiddenInput)
    within: ClassVar[Sequence[str]] = ()  # the rows that are edited on the same page, as the model's relations to them

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        if hasattr(row, "_history"):  # an old version, shown to be restored over the present one
            row = type(row)._default_manager.filter(pk=row.pk).first()
        self.fields["seen"].initial = stamp(row, self.within)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        current, name = self.current(), self.add_prefix("seen")
        if self.data.get(name, "") != stamp(current, self.within):
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data[name] = stamp(current, self.within)  # type: ignore[index]
            raise forms.ValidationError(self.gone() if current is None else self.newer(current), code=MOVED_ON)
        return cleaned

    def current(self) -> Any:
        """The row as it is now, locked until the transaction ends; None where there is none."""
        if self.instance.pk is None:
            return None
        return type(self.instance)._default_manager.select_for_update(no_key=True).filter(pk=self.instance.pk).first()

    def newer(self, current: Any) -> str:
        """What to tell someone whose row has moved on."""
        return _(
            "Somebody saved this while you were editing. What you typed is still here. "
            "Compare it with the history, then save again to keep yours."
        )

    def gone(self) -> str:
        """What to tell someone whose row is there no more."""
        return _(
            "Somebody deleted this while you were editing. What you typed is still here. Save again to write it anew."
        )


def stamp(row: Any, within: Sequence[str] = ()) -> str:
    """What tells one state of the row from another: when it was changed or else its columns, and the rows within it."""
    if row is None or not row.pk:
        return ""
    shown = [getattr(row, name).all() for name in within]
    if hasattr(row, "changed"):
        when = row.changed.isoformat()
        return f"{when} {digest_of(shown)}" if shown else when
    return digest_of([type(row)._default_manager.filter(pk=row.pk), *shown])


def digest_of(rows: Iterable[QuerySet]) -> str:
    return digest({str(place): list(encoded_rows(some)) for place, some in enumerate(rows)})
