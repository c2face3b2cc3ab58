"""What each list says of a paper's title, venue and year, and where that is something else than the catalogue has.

The same rule in SQL is ``ListEntry.objects.differing()``; both compare what is folded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from papers.batches import chunks
from papers.formats.folding import name_key, title_key
from papers.models import ListEntry, Paper, Settlement, Venue

DISPUTABLE = ("title", "venue", "year")
FOLDS: Mapping[str, Callable[[str], str]] = {"title": title_key, "venue": name_key, "year": str}
LONGEST = 500  # characters of a folded column
Settled = Collection[tuple[str, str]]  # (field, folded claim)


class Says(Protocol):
    """A record of ``papers.formats``, or anything else that makes the same three claims."""

    @property
    def title(self) -> str: ...
    @property
    def venue(self) -> str: ...
    @property
    def year(self) -> int | None: ...


@dataclass(frozen=True)
class Difference:
    """One claim that is not the catalogue's; ``is_settled`` where a curator has looked at it."""

    field: str
    claimed: str
    folded: str
    present: str
    is_settled: bool = False


@dataclass(frozen=True)
class Claim:
    """One entry beside the paper it names."""

    entry: ListEntry
    differences: tuple[Difference, ...]

    @property
    def disagrees(self) -> bool:
        return any(not one.is_settled for one in self.differences)


def folded_claim(field: str, value: Any) -> str:
    """A claim as it is compared and as ``Settlement.value`` keeps it; "" where nothing is claimed."""
    text = "" if value is None else str(value)
    return FOLDS[field](text)[:LONGEST]


def names_of(venue: Venue | None) -> set[str]:
    """The folded names of a venue, whose aliases were fetched with it."""
    return {name_key(venue.name), *(name_key(alias.name) for alias in venue.aliases.all())} if venue else set()


def disagreements(said: Says, paper: Paper, names: Collection[str], settled: Settled = ()) -> list[Difference]:
    """What the record claims and the paper, whose venue has these folded ``names``, has otherwise; no query.

    Where either side says nothing there is nothing to disagree on.
    """
    present = {"title": paper.title, "venue": paper.venue.name if paper.venue else "", "year": str(paper.year or "")}
    held = {"title": {paper.title_key}, "venue": set(names), "year": {present["year"]}}
    found = []
    for field in DISPUTABLE:
        claimed = getattr(said, field)
        folded = folded_claim(field, claimed)
        if folded and present[field] and folded not in held[field]:
            found.append(Difference(field, str(claimed), folded, present[field], (field, folded) in settled))
    return found


@dataclass(frozen=True)
class Said:
    title: str
    venue: str
    year: int | None


def claims_on(paper: Paper) -> list[Claim]:
    """Every claim that still stands in its list; the paper comes from ``Paper.objects.for_page()``, so no query."""
    names = names_of(paper.venue)
    settled = {(one.field, one.value) for one in paper.settlements.all()}
    claims = []
    for entry in paper.entries.all():
        said = Said(entry.claimed_title, entry.claimed_venue, entry.claimed_year)
        if entry.gone is None:
            claims.append(Claim(entry, tuple(disagreements(said, paper, names, settled))))
    return claims


def settled_claims(papers: Iterable[int]) -> Mapping[int, set[tuple[str, str]]]:
    """What is settled of each of these papers, as ``disagreements`` takes it."""
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for some in chunks(sorted(papers)):
        for pk, field, value in Settlement.objects.filter(paper__in=some).values_list("paper", "field", "value"):
            found[pk].add((field, value))
    return found
