"""What each list says of a paper, and where it says something else than the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from papers.formats.folding import title_key
from papers.models import ListEntry, Paper
from papers.naming import key


@dataclass(frozen=True)
class Claim:
    """One entry beside the paper it names; each flag says that the entry and the catalogue disagree."""

    entry: ListEntry
    other_title: bool
    other_venue: bool
    other_year: bool

    @property
    def disagrees(self) -> bool:
        return self.other_title or self.other_venue or self.other_year


def claims_on(paper: Paper) -> list[Claim]:
    """Every list's claim, by list and line; the paper comes from ``Paper.objects.for_page()``, so no query is made."""
    known_as = (
        {key(paper.venue.name), *(key(alias.name) for alias in paper.venue.aliases.all())} if paper.venue else set()
    )
    return [
        Claim(
            entry,
            other_title=title_key(entry.claimed_title) != paper.title_key,
            other_venue=differs(key(entry.claimed_venue), known_as),
            other_year=differs(entry.claimed_year, {paper.year}),
        )
        for entry in paper.entries.all()
    ]


def differs(claimed: Any, held: set[Any]) -> bool:
    """Where either side says nothing there is nothing to disagree on."""
    return bool(claimed) and bool(held - {None}) and claimed not in held
