"""A paper that lists have differently, and what is open or settled about it."""

from __future__ import annotations

from papers.models import Paper, Settlement
from papers.provenance import queue
from tests.factories import make_entry, make_list, make_paper, make_section


def make_disputed() -> Paper:
    """OSDI 2020 in the catalogue; one list agrees, one says SOSP 2019 under another title."""
    paper = make_paper("Gavel", venue="OSDI", year=2020)
    make_entry(paper, make_list("Agrees"), claimed_venue="osdi", claimed_year=2020, line=3)
    make_entry(
        paper, make_section(make_list("Differs"), "Scheduling"), claimed_title="Gavel 2", claimed_venue="SOSP",
        claimed_year=2019, line=5,
    )  # fmt: skip
    return paper


def dispute(paper: Paper, field: str) -> queue.Dispute:
    return queue.disputes([(paper.pk, field)])[0]


def settled() -> list[tuple]:
    return list(Settlement.objects.order_by("pk").values_list("field", "value", "by__username"))


def places() -> list[tuple[int, str]]:
    return [(pk, queue.DISPUTABLE[place]) for pk, place in queue.open_places()]
