"""What a translator needs beside the text: how the original has moved on, and which terms are agreed."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User

from notes.diffing import Piece, diff, excerpts
from notes.editing import Side
from notes.terminology import TermUse, check
from notes.versions import text_of


@dataclass(frozen=True)
class Changes:
    """What the original says otherwise since ``since``, the version that the translation was last in step with."""

    since: int
    now: int
    pieces: list[Piece]


def changes_since(side: Side, member: User) -> Changes | None:
    """What the translator has to follow; None where nothing has moved on, or nothing is there to compare with."""
    if not side.is_behind or side.summary is None or side.other is None or side.summary.in_step_with is None:
        return None
    before = text_of(side.paper, side.other.language, side.summary.in_step_with, member)
    if before is None:
        return None
    return Changes(side.summary.in_step_with, side.other.version, excerpts(diff(before, side.other.body)))


def terms_for(side: Side) -> list[TermUse]:
    """The glossary's terms in the original, each with whether the text uses the agreed translation."""
    if side.other is None:
        return []
    return check(side.other.body, side.language.other, side.body)
