"""Which paper of the catalogue a record names, if any."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from papers.formats.folding import title_key
from papers.formats.records import Record
from papers.models import ListEntry, Paper
from papers.naming import chunks

SAME_IDENTIFIER = 70  # below this likeness of titles, one identifier on two papers is somebody's slip


class Match(NamedTuple):
    paper: Paper | None
    slip: str = ""  # the identifier that the record shares with a paper of quite another title


def folded(title: str) -> str:
    return title_key(title)[:500]


class Matcher:
    """Papers by what a list calls them, by title, by DOI and arXiv id; it learns the papers that an import adds.

    Never by the name of a system alone: JANUS and Janus are two papers.
    """

    def __init__(self, records: list[Record], entries: Iterable[ListEntry] = ()) -> None:
        """``entries`` are those that the same list has already: a paper that a curator renamed is found by them."""
        self.titles = {record.title: folded(record.title) for record in records}  # folding is slow, once will do
        self.papers: dict[int, Paper] = {}  # one object a row
        self.by_title: dict[str, Paper] = {}
        self.by_identifier: dict[str, Paper] = {}
        self.load("title_key", {*self.titles.values()})
        self.load("doi", {record.doi for record in records if record.doi})
        self.load("arxiv_id", {record.arxiv_id for record in records if record.arxiv_id})
        self.claimed_here = self.by_claim((entry.claimed_title, entry.paper_id) for entry in entries)
        known = self.by_title.keys() | self.claimed_here.keys()
        unknown = {title for title, key in self.titles.items() if key not in known}
        self.claimed_elsewhere = self.by_claim(claims_of(unknown))

    def load(self, field: str, values: Iterable[Any]) -> None:
        papers = Paper.objects.select_related("venue").order_by("pk")
        for some in chunks(sorted(values)):
            for paper in papers.filter(**{f"{field}__in": some}):
                self.learn(self.papers.setdefault(paper.pk, paper))

    def by_claim(self, claims: Iterable[tuple[str, int]]) -> dict[str, Paper]:
        """Papers by the folded titles that lists claim for them."""
        titles = dict(reversed([*claims]))
        self.load("pk", {*titles.values()} - self.papers.keys())
        return {folded(title): self.papers[pk] for title, pk in titles.items()}

    def learn(self, paper: Paper) -> None:
        self.by_title.setdefault(paper.title_key, paper)
        for identifier in (paper.doi, paper.arxiv_id):
            if identifier:
                self.by_identifier.setdefault(identifier, paper)

    def find(self, record: Record) -> Match:
        """The paper that this list calls so, else the one of the same folded title, of the same title in another list,
        of the same DOI or arXiv id.
        """
        title = self.titles[record.title]
        paper = self.claimed_here.get(title) or self.by_title.get(title) or self.claimed_elsewhere.get(title)
        slip = ""
        for identifier in (record.doi, record.arxiv_id):
            holder = self.by_identifier.get(identifier) if identifier else None
            if holder is None or holder is paper:
                continue
            if paper is None and fuzz.token_sort_ratio(title, holder.title_key) >= SAME_IDENTIFIER:
                paper = self.by_title[title] = holder
            else:
                slip = slip or identifier
        return Match(paper, slip)


def claims_of(titles: set[str]) -> list[tuple[str, int]]:
    """(claimed title, paper) of every list's entries that claim one of ``titles`` to the letter, the oldest first."""
    entries = ListEntry.objects.order_by("pk").values_list("claimed_title", "paper")
    return [claim for some in chunks(sorted(titles)) for claim in entries.filter(claimed_title__in=some)]
