"""One's own note on a paper: written by its member, rendered once, shown to nobody else."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from notes.mentions import papers_named_in
from notes.models import Reading
from notes.models.readings import BEST_RATING
from notes.rendering import render
from papers.forms import Text

RATINGS = [("", _("No rating")), *((number, f"{number}/{BEST_RATING}") for number in range(1, BEST_RATING + 1))]


class NoteForm(forms.Form):
    """A note and a rating as they were typed; ``seen`` stands for what the page had shown of them."""

    # the length is not checked by the field: the browser would cut what is pasted, and say nothing
    private_note = Text(
        required=False, strip=False, label=_("My note, in Markdown"), widget=forms.Textarea({"rows": 5})
    )
    rating = forms.TypedChoiceField(required=False, choices=RATINGS, coerce=int, empty_value=None, label=_("My rating"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="note-%s", **kwargs)

    def clean_private_note(self) -> str:
        note: str = self.cleaned_data["private_note"]
        if len(note) > settings.SUMMARY_MAX_CHARS:
            raise forms.ValidationError(
                _("This is %(count)s characters long; a note may have %(most)s. Shorten it, then save again."),
                params={"count": len(note), "most": settings.SUMMARY_MAX_CHARS},
            )
        return note if note.strip() else ""

    @property
    def typed(self) -> tuple[str, int | None]:
        return self.cleaned_data["private_note"], self.cleaned_data["rating"]

    def is_over_another(self, reading: Reading) -> bool:
        """Whether the note has become another one, and not this one, since the page was opened."""
        return self.cleaned_data["seen"] != seen_of(reading) and self.typed != (reading.private_note, reading.rating)


def form_for(reading: Reading | None) -> NoteForm:
    """The form as it stands on a page that was just opened."""
    held = {"private_note": reading.private_note, "rating": reading.rating or ""} if reading else {}
    return NoteForm(initial={**held, "seen": seen_of(reading)})


def over(data: QueryDict, reading: Reading) -> NoteForm:
    """The form with what was typed, over the note as it is now: saved again, it takes its place."""
    data = data.copy()
    data["seen"] = seen_of(reading)
    return NoteForm(data)


def seen_of(reading: Reading | None) -> str:
    """A short stand-in for a note and its rating; empty where there is neither."""
    if reading is None or not (reading.private_note or reading.rating):
        return ""
    return hashlib.sha256(f"{reading.rating}\n{reading.private_note}".encode()).hexdigest()[:16]


def write(reading: Reading, note: str, rating: int | None) -> None:
    """Put the note and the rating into the reading, unsaved."""
    reading.private_note, reading.rating = note, rating
    render_note(reading)


def render_note(reading: Reading) -> None:
    """Set ``note_html`` to the note as HTML, unsaved."""
    note = reading.private_note
    reading.note_html = render(note, f"{reading.paper_id}-note", papers_named_in(note)) if note else ""
