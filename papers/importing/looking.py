"""The records of a file beside the catalogue and beside what their list said before. Looks only, writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from papers import naming
from papers.formats.records import Record
from papers.importing.matching import Matcher, folded
from papers.importing.pairing import NEW_SECTION, Pairing, candidate
from papers.models import ListEntry, Paper, Section, Venue
from papers.provenance import disagreements, settled_claims


@dataclass
class Seen:
    """One record and what was found of it."""

    record: Record
    corrected: bool = False
    chosen: int | None = None  # the number of the paper that it is to be, where that is decided
    apart: Collection[int] = ()  # papers that it is not
    paper: Paper | None = None  # unsaved where the record makes it
    is_new: bool = False  # whether this record makes the paper
    twin: int | None = None  # the index of an earlier record of the same new paper
    entry: ListEntry | None = None
    change: str = ""
    slip: str = ""
    stands_for: Paper | None = None  # the paper of its title, where its entry is another paper's
    conflicts: list[dict[str, Any]] = field(default_factory=list)


class Look:
    """All of it for many records at once, in a number of queries that does not grow with them but by batches."""

    def __init__(self, seen: list[Seen], entries: Sequence[ListEntry], located: Mapping[int, Section]) -> None:
        """``entries`` are those of the list and ``located`` the sections that the headings of the file mean."""
        self.seen = seen
        self.pairing = Pairing(
            entries, [candidate(one.record, section_of(one.record, located), one.corrected) for one in seen]
        )
        for one, given in zip(seen, self.pairing.candidates, strict=True):
            one.record, one.corrected = given.record, given.corrected
        self.matcher = Matcher([one.record for one in seen], entries)
        wanted = {one.chosen for one in seen if one.chosen} | {entry.paper_id for entry in entries}
        self.matcher.load("pk", wanted - self.matcher.papers.keys())
        self.find_papers()

    def find_papers(self) -> None:
        """First those that are there, so that a new title of an old entry is not taken for a new paper."""
        for index, one in enumerate(self.seen):
            entry = self.pairing.found.get(index)
            chosen = self.matcher.papers.get(one.chosen) if one.chosen else None
            of_entry = self.matcher.papers[entry.paper_id] if entry else None
            if of_entry is not None and of_entry.pk in one.apart:
                of_entry = None
            one.paper = chosen or of_entry or self.matcher.find(one.record, one.apart)
        free = self.pairing.free()
        self.pairing.pair_papers({i: paper.pk for i in free if (paper := self.seen[i].paper) is not None})
        self.pairing.pair_renamed()
        changes = self.pairing.changes()
        makers: dict[int, int] = {}
        for index, one in enumerate(self.seen):
            one.entry, one.change = self.pairing.found.get(index), changes[index]
            self.settle_paper(index, one, makers)

    def settle_paper(self, index: int, one: Seen, makers: dict[int, int]) -> None:
        of_entry = self.matcher.papers[one.entry.paper_id] if one.entry else None
        if of_entry is not None and not one.chosen and of_entry.pk not in one.apart and of_entry is not one.paper:
            one.paper, one.stands_for = of_entry, one.paper
        if one.paper is None:
            one.paper = self.matcher.find(one.record, one.apart)
            one.twin = makers.get(id(one.paper))
        one.slip = self.matcher.slip(one.record, one.paper)
        if one.paper is None:
            one.paper, one.is_new = new_paper(one.record, identified=not one.slip), True
            makers[id(one.paper)] = index
            self.matcher.learn(one.paper)


def compare(seen: Sequence[Seen], venues: Mapping[str, Venue]) -> None:
    """Find what disagrees with the papers that are there and is not settled; ``venues`` by ``naming.key``."""
    names: dict[int | None, set[str]] = defaultdict(set)
    for name, venue in venues.items():
        names[venue.pk].add(name)
    known = [(one, one.paper) for one in seen if one.paper is not None and one.paper.pk]
    settled = settled_claims({paper.pk for _one, paper in known})
    for one, paper in known:
        held = names[paper.venue_id] if paper.venue_id else set()
        found = disagreements(one.record, paper, held, settled.get(paper.pk, ()))
        one.conflicts = [
            conflict(one.record, paper, difference.field) for difference in found if not difference.is_settled
        ]


def conflict(record: Record, paper: Paper, name: str) -> dict[str, Any]:
    present = getattr(paper, name)
    return {
        "field": name,
        "claimed": getattr(record, name),
        "present": present.name if isinstance(present, Venue) else present,
        "keep": "present",
    }


def section_of(record: Record, located: Mapping[int, Section]) -> int | None:
    if record.section is None:
        return None
    return located[record.section].pk if record.section in located else NEW_SECTION


def known_venues(records: Sequence[Record]) -> dict[str, Venue]:
    """What the records' venues are called in the catalogue; nothing is made."""
    return naming.venues((record.venue for record in records if record.venue), make=naming.leave)


def new_paper(record: Record, identified: bool) -> Paper:
    """The record's paper, unsaved and without its venue; without identifiers where they are another paper's."""
    return Paper(
        title=record.title,
        title_key=folded(record.title),
        nickname=record.nickname,
        kind=record.kind,
        year=record.year,
        publication=Paper.Publication.TO_APPEAR if record.to_appear else Paper.Publication.PUBLISHED,
        abstract=record.abstract,
        doi=record.doi if identified else "",
        arxiv_id=record.arxiv_id if identified else "",
    )
