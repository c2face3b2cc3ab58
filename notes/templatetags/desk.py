"""What stands on one's own desk, on pages of the catalogue: the private note, and who has taken a text on."""

from __future__ import annotations

from django import template

from notes.claiming import with_claims
from notes.models import Claim, Language, Reading
from notes.private_notes import NoteForm, form_for
from papers.models import Paper

register = template.Library()


@register.simple_tag
def note_form(reading: Reading | None) -> NoteForm:
    return form_for(reading or None)


@register.simple_tag
def claim_on(paper: Paper, code: str) -> Claim | None:
    """The claim on the paper's text in the language that runs now; one query for both, none after ``with_claims``."""
    if not hasattr(paper, "held"):
        with_claims([paper])
    return paper.held.get(code)  # type: ignore[attr-defined]


@register.filter
def has_math(html: str | None) -> bool:
    """Whether there is a formula in it; a page has KaTeX only then."""
    return 'class="math ' in (html or "")


@register.filter
def code(language: str) -> str:
    """The language as addresses name it."""
    return Language(language).code
