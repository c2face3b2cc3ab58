"""Two people wrote the same text: what each of them changed, and both together where that goes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.contrib.auth.models import User

from notes.diffing import Piece, diff
from notes.editing import Side
from notes.merging import merge
from notes.models import Summary
from notes.versions import text_of


@dataclass(frozen=True)
class Proposal:
    """``theirs`` is what stands now, None where it was deleted. ``side`` is the form with what it offers to save.

    ``their_changes`` and ``your_changes`` go from the version that both began with; where the history has lost that,
    they go from theirs to yours and there is no merging.
    """

    theirs: Summary | None
    side: Side
    is_merged: bool
    their_changes: list[Piece]
    your_changes: list[Piece]


def proposal(side: Side, current: Summary | None, member: User) -> Proposal:
    """What to offer the writer of ``side``, whose text was begun over an older version than ``current``."""
    yours = side.body
    if current is None:
        return Proposal(None, offering(side, yours, None), False, [], [])
    base = text_of(side.paper, side.language, side.seen, member) if side.seen else None
    if base is None:
        return Proposal(current, offering(side, yours, current), False, [], diff(current.body, yours))
    merged = merge(base, current.body, yours)
    text = merged.text if merged.is_clean else yours
    offered = offering(side, text, current)
    return Proposal(current, offered, merged.is_clean, diff(base, current.body), diff(base, yours))


def offering(side: Side, text: str, current: Summary | None) -> Side:
    return replace(side, summary=current, typed=text, version=current.version if current else 0, draft=None)
