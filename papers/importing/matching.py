"""Which paper of the catalogue a record names, if any."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from rapidfuzz import fuzz

from papers.batches import chunks
from papers.formats.folding import title_key
from papers.formats.identifiers import is_placeholder
from papers.formats.records import Record
from papers.models import ListEntry, Paper

SAME_IDENTIFIER = 70  # below this likeness of titles, one identifier on two papers is somebody's slip


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
        self.claimed_here = self.by_claim((entry.claimed_title_key, entry.paper_id) for entry in entries)
        known = self.by_title.keys() | self.claimed_here.keys()
        self.claimed_elsewhere = self.by_claim(claims_of({*self.titles.values()} - known))

    def load(self, field: str, values: Iterable[Any]) -> None:
        papers = Paper.objects.select_related("venue").order_by("pk")
        for some in chunks(sorted(values)):
            for paper in papers.filter(**{f"{field}__in": some}):
                self.learn(self.papers.setdefault(paper.pk, paper))

    def by_claim(self, claims: Iterable[tuple[str, int]]) -> dict[str, Paper]:
        """Papers by the folded titles that lists claim for them; the first claim counts."""
        titles = dict(reversed([*claims]))
        self.load("pk", {*titles.values()} - self.papers.keys())
        return {title: self.papers[pk] for title, pk in titles.items()}

    def learn(self, paper: Paper) -> None:
        self.by_title.setdefault(paper.title_key, paper)
        for identifier in (paper.doi, paper.arxiv_id):
            if identifier:
                self.by_identifier.setdefault(identifier, paper)

    def find(self, record: Record, apart: Collection[int] = ()) -> Paper | None:
        """The paper that this list calls so, else the one of the same folded title, of the same title in another list,
        of the same DOI or arXiv id; none of those that a curator keeps ``apart`` from it. A title that only stands in
        for one that is not known says nothing.
        """
        title = self.titles.get(record.title) or folded(record.title)
        stands_in = is_placeholder(record.title)
        for found in (self.claimed_here,) if stands_in else (self.claimed_here, self.by_title, self.claimed_elsewhere):
            paper = found.get(title)
            if paper is not None and paper.pk not in apart:
                return paper
        for holder in self.holders(record):
            is_alike = stands_in or fuzz.token_sort_ratio(title, holder.title_key) >= SAME_IDENTIFIER
            if is_alike and holder.pk not in apart:
                self.by_title[title] = holder
                return holder
        return None

    def slip(self, record: Record, paper: Paper | None) -> str:
        """The identifier that the record shares with another paper than its own, if any."""
        for identifier in (record.doi, record.arxiv_id):
            holder = self.by_identifier.get(identifier) if identifier else None
            if holder is not None and holder is not paper:
                return identifier
        return ""

    def holders(self, record: Record) -> list[Paper]:
        """The papers that have one of the record's identifiers."""
        identifiers = [identifier for identifier in (record.doi, record.arxiv_id) if identifier]
        return [self.by_identifier[identifier] for identifier in identifiers if identifier in self.by_identifier]


def claims_of(titles: set[str]) -> list[tuple[str, int]]:
    """(folded title, paper) of every list's entries that claim one of the folded ``titles``, the oldest first."""
    entries = ListEntry.objects.order_by("pk").values_list("claimed_title_key", "paper")
    return [claim for some in chunks(sorted(titles)) for claim in entries.filter(claimed_title_key__in=some)]
