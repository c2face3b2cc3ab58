"""The facts of papers: of new ones, those that others lack, and those that a curator lets a list correct."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone

from papers import naming
from papers.batches import chunks
from papers.formats.plain import record_of
from papers.formats.records import Record
from papers.importing.ledger import Ledger
from papers.importing.matching import folded
from papers.models import ListEntry, Paper, Venue
from papers.provenance import sign_all, values_of_all

READ = ("title", "title_key", "venue", "year", "nickname", "doi", "arxiv_id", "abstract", "changed")
LISTS = ("institutions", "authors", "tags", "links", "summaries")
SAID = ("venue", "year", "nickname", "doi", "arxiv_id", "abstract")
KINDS = set(Venue.Kind.values)
NOTHING = Record(title="")


def hold(papers: Iterable[Paper]) -> None:
    """Take over what was saved since the papers were read, and keep their rows until the import is through.

    Whoever adds a row that points at one of them waits as well.
    """
    read = {paper.pk: paper for paper in papers}
    locked = Paper.objects.select_for_update(of=("self",)).select_related("venue").order_by("pk")
    for some in chunks(sorted(read)):
        for current in locked.filter(pk__in=some):
            for name in READ:
                setattr(read[current.pk], name, getattr(current, name))


def news(record: Record, entry: ListEntry, corrected: bool) -> Record | None:
    """What the record says and its entry did not: all else was taken, or left, when the list last came in."""
    if entry.raw and entry.raw == record.raw and not corrected:
        return None
    before = record_of(entry.record)
    fresh: dict[str, Any] = {name: getattr(record, name) for name in SAID if differs(record, before, name)}
    for name in LISTS:
        fresh[name] = tuple(one for one in getattr(record, name) if one not in getattr(before, name))
    return replace(NOTHING, title=record.title, **fresh) if any(fresh.values()) else None


def differs(one: Record, other: Record, name: str) -> bool:
    return getattr(one, name) != getattr(other, name)


def venue_details(records: Iterable[Record]) -> dict[str, dict[str, str]]:
    """By ``naming.key`` of a venue its long name and its kind, as far as records say so."""
    details: dict[str, dict[str, str]] = {}
    for record in records:
        said = {"full_name": record.venue_full[:300], "kind": record.venue_kind if record.venue_kind in KINDS else ""}
        if record.venue and any(said.values()):
            details.setdefault(naming.key(record.venue), {name: value for name, value in said.items() if value})
    return details


class Filling:
    def __init__(self, venues: Mapping[str, Venue], identifiers: Iterable[str], ledger: Ledger) -> None:
        """``venues`` by ``naming.key``; ``identifiers`` are the DOIs and arXiv ids that some paper has."""
        self.venues, self.identifiers, self.ledger = venues, set(identifiers), ledger
        self.named: list[Paper] = []  # papers that got a nickname or a title
        self.former_names: list[str] = []

    def venue(self, record: Record) -> Venue | None:
        return self.venues.get(naming.key(record.venue)) if record.venue else None

    def fill(self, claims: Sequence[tuple[Record, Paper]]) -> None:
        """Give papers the facts they lack and a record knows."""
        self.change(claims, self.lacking)

    def correct(self, claims: Sequence[tuple[Record, Paper, set[str]]], by: Any) -> None:
        """Let papers have these fields (title, venue, year) as the record claims them, signed by who decided that."""
        names = {id(record): some for record, _paper, some in claims}
        before = values_of_all({paper.pk for _record, paper, _names in claims}, ["title", "venue", "year"])
        self.former_names += [paper.title for _record, paper, some in claims if "title" in some]
        self.change(
            [(record, paper) for record, paper, _names in claims],
            lambda record, _paper: {
                column: value for name in names[id(record)] for column, value in self.claimed(record, name).items()
            },
        )
        if by is not None and before:
            self.ledger.journal.note_made(sign_all(before, by, fields=["title", "venue", "year"]))

    def claimed(self, record: Record, name: str) -> dict[str, Any]:
        if name == "title":
            return {"title": record.title, "title_key": folded(record.title)}
        venue = self.venue(record)
        return {"venue_id": venue.pk if venue else None} if name == "venue" else {"year": record.year}

    def change(self, claims: Iterable[tuple[Record, Paper]], facts_of: Any) -> None:
        """Several records may speak of one paper: each sees what those before it gave."""
        changed: dict[int, tuple[Paper, dict[str, Any]]] = {}
        for record, paper in claims:
            facts = facts_of(record, paper)
            if not facts:
                continue
            _paper, kept = changed.setdefault(paper.pk, (paper, {}))
            for name, value in facts.items():
                kept.setdefault(name, getattr(paper, name))
                setattr(paper, name, value)
            if facts.keys() & {"nickname", "title"}:
                self.named.append(paper)
            self.identifiers.update(facts[name] for name in ("doi", "arxiv_id") if name in facts)
        written = []
        for paper, before in changed.values():
            wanted = {name: getattr(paper, name) for name in before} | {"changed": timezone.now()}
            for name, value in before.items():
                setattr(paper, name, value)
            written.append((paper, wanted))
        by_number = {venue.pk: venue for venue in self.venues.values()}
        for paper in self.ledger.change(written):
            paper.venue = by_number.get(paper.venue_id) if paper.venue_id else None
        self.ledger.write_versions([paper for paper, _wanted in written])

    def lacking(self, record: Record, paper: Paper) -> dict[str, Any]:
        """What the record knows and the paper lacks. Venue and year are one claim: not half of another one's."""
        venue, year = self.venue(record), record.year
        same_venue = not (paper.venue_id and venue and paper.venue_id != venue.pk)
        same_year = not (paper.year and year and paper.year != year)
        known = {
            "venue_id": venue.pk if venue and same_year else None,
            "year": year if same_venue else None,
            "nickname": record.nickname,
            "doi": "" if record.doi in self.identifiers else record.doi,
            "arxiv_id": "" if record.arxiv_id in self.identifiers else record.arxiv_id,
            "abstract": record.abstract,
        }
        return {name: value for name, value in known.items() if value and not getattr(paper, name)}
