"""What the address of the queue asks for, and what a curator decides there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from papers.fields import KnownField, one_of
from papers.models import PaperList
from papers.provenance.claims import DISPUTABLE
from papers.provenance.queue import Place
from papers.provenance.settling import Deed

SALT = "papers.disagreements"
SETTLED = "settled"
LARGEST = 2**63 - 1


class QueueForm(forms.Form):
    """What is not known is set aside and named."""

    field = KnownField(one_of(DISPUTABLE), is_single=True, label=_("Field"))
    list = KnownField(
        lambda slugs: PaperList.objects.in_bulk(slugs, field_name="slug"), is_single=True, label=_("List")
    )
    state = KnownField(one_of([SETTLED]), is_single=True, label=_("State"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.is_valid()

    def chosen(self, name: str) -> Any:
        return next(iter(self.cleaned_data[name]), None)

    @property
    def unknown(self) -> Sequence[tuple[Any, str]]:
        """(label, value) of each."""
        return [(field.label, value) for field in self.fields.values() for value in getattr(field, "unknown", ())]

    def address(self, **changes: str) -> str:
        """The query of this page with some parameters changed; an empty one takes it off."""
        group = self.chosen("list")
        state = {"field": self.chosen("field"), "list": group and group.slug, "state": self.chosen("state")} | changes
        return "?" + urlencode({name: value for name, value in state.items() if value})


class DecisionForm(forms.Form):
    """One of ``keep``, ``take`` and ``alias``, the last two with the folded claim, for a place as it was seen."""

    paper = forms.IntegerField(min_value=1, max_value=LARGEST)
    field = forms.ChoiceField(choices=[(name, name) for name in DISPUTABLE])
    seen = forms.CharField(max_length=40)
    keep = forms.CharField(required=False, max_length=500, strip=False)
    take = forms.CharField(required=False, max_length=500, strip=False)
    alias = forms.CharField(required=False, max_length=500, strip=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if sum(bool(cleaned.get(name)) for name in ("keep", "take", "alias")) != 1:
            raise forms.ValidationError(_("Keep the catalogue’s value, or take another one."))
        return cleaned

    @property
    def place(self) -> Place:
        return self.cleaned_data["paper"], self.cleaned_data["field"]


def rows_in(posted: QueryDict) -> list[tuple[Place, str]]:
    """The places of a whole page, each with what was seen of it; what is malformed is left out."""
    found = [re.fullmatch(r"(\d{1,18})-(title|venue|year)-([0-9a-f]{1,40})", row) for row in posted.getlist("row")]
    return [((int(row[1]), row[2]), row[3]) for row in found if row]


def signed(deed: Deed) -> str:
    """The deed as a form or an address carries it, to be taken back by."""
    return signing.dumps(deed, salt=SALT, compress=True)


def deed_in(token: str) -> Deed | None:
    try:
        return signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
