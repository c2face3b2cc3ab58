"""Which value of which paper stays when two become one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from papers.models import Paper, Venue

FIELDS = ("title", "nickname", "venue", "year", "kind", "publication", "abstract", "doi", "arxiv_id", "recommended")
TAKEN_BY_CHOICE = (*FIELDS, "authors")
KEPT, DROPPED = "kept", "dropped"
Choices = Mapping[str, str]  # field to KEPT or DROPPED; what is not named stays as the kept paper has it


def takes_dropped(field: str, choices: Choices, dropped: Paper, kept: Paper) -> bool:
    """Whether the kept paper gets the other's value: where that is the choice, or where it has none itself."""
    mine, theirs = getattr(kept, field), getattr(dropped, field)
    if theirs in (None, ""):
        return False
    return mine in (None, "") or choices.get(field) == DROPPED


def united_values(choices: Choices, dropped: Paper, kept: Paper) -> dict[str, Any]:
    """The values that the kept paper gets from the other one."""
    return {field: getattr(dropped, field) for field in FIELDS if takes_dropped(field, choices, dropped, kept)}


def fuller(one: Paper, other: Paper, field: str) -> Paper:
    """Whose value a curator would most likely choose: the published one, the longer one, else the first."""
    mine, theirs = getattr(one, field), getattr(other, field)
    if field in {"venue", "year", "doi", "publication"}:
        return other if weight(other) > weight(one) or not mine else one
    if field in {"kind", "recommended"}:
        return other if rank(field, theirs) > rank(field, mine) else one
    return other if len(str(theirs or "")) > len(str(mine or "")) else one


def weight(paper: Paper) -> tuple[bool, bool, bool]:
    """How settled it is where the paper appeared."""
    venue = paper.venue
    is_venue = venue is not None and venue.kind != Venue.Kind.PREPRINT_SERVER
    return is_venue, paper.publication == Paper.Publication.PUBLISHED, paper.year is not None


def rank(field: str, value: Any) -> int:
    if field == "recommended":
        return int(value)
    return [Paper.Kind.PREPRINT, Paper.Kind.PAPER].index(value) if value in {"preprint", "paper"} else 2
