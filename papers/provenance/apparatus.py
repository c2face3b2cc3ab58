"""The apparatus of a paper's page: its sources numbered as notes are, and which of them each fact rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any

from papers.models import Paper
from papers.provenance.claims import Claim, claims_on
from papers.provenance.sources import Fact, Source, source_of, sources_of

UNSAID = {"paper", "published"}  # what the page says of a paper only where it is something else


@dataclass(frozen=True)
class Note:
    number: int
    source: Source
    claim: Claim | None = None  # of an entry: with what it says otherwise


@dataclass(frozen=True)
class Mark:
    field: str
    label: Any
    numbers: str  # such as 1–3, 5


@dataclass(frozen=True)
class Apparatus:
    notes: list[Note]
    marks: dict[str, Mark]  # by field; none for a field of which nobody knows where it comes from


def apparatus_of(paper: Paper) -> Apparatus:
    """The paper comes from ``Paper.objects.for_page()``. Entries come first, by list, then all others."""
    claims = {source_of(claim.entry): claim for claim in claims_on(paper)}
    facts = [fact for fact in sources_of(paper) if is_shown(fact)]
    sources = dict.fromkeys([*claims, *(source for fact in facts for source in fact.sources)])
    numbers = dict(zip(sources, count(1), strict=False))
    notes = [Note(number, source, claims.get(source)) for source, number in numbers.items()]
    marks = {
        fact.field: Mark(fact.field, fact.label, ranges(numbers[source] for source in fact.sources))
        for fact in facts
        if fact.sources
    }
    return Apparatus(notes, marks)


def is_shown(fact: Fact) -> bool:
    return any(value.held.number not in UNSAID for value in fact.values)


def ranges(numbers: Iterable[int]) -> str:
    """1, 2, 3 and 5 as 1–3, 5."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
