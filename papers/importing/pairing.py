"""Which entry of a list each record of its file is, and what became of it since the list was last brought in."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any, NamedTuple

from papers.formats.plain import plain, record_of
from papers.formats.records import Record
from papers.importing.matching import folded
from papers.lookalikes.titles import suggestions
from papers.models import ImportRow, ListEntry

Change = ImportRow.Change
NEW_SECTION = -1  # the place of a record whose heading is no section yet
PLACE = ("line", "section", "raw", "notes_line")  # of a record: where it stands, which is nothing that it says


class Candidate(NamedTuple):
    """A record in its place, waiting for its entry."""

    record: Record
    title: str  # folded
    section: int | None  # of the section that its heading means, or NEW_SECTION
    corrected: bool = False  # by a curator: it says something else than its text


class Pairing:
    """Entries by the index of their record; each entry and each record once."""

    def __init__(self, entries: Sequence[ListEntry], candidates: Sequence[Candidate]) -> None:
        """``entries`` in their order; those that were gone may come back."""
        self.entries, self.candidates = entries, list(candidates)
        self.found: dict[int, ListEntry] = {}
        given = self.candidates
        for some in (self.missing(gone=False), self.missing(gone=True)):
            self.pair(
                some,
                lambda entry: (entry.section_id, entry.raw) if entry.raw else None,
                lambda index: (given[index].section, given[index].record.raw),
            )
            self.pair(
                some,
                lambda entry: (entry.section_id, entry.claimed_title_key),
                lambda index: (given[index].section, given[index].title),
            )
            self.pair(some, lambda entry: entry.raw or None, lambda index: given[index].record.raw)
            self.pair(some, lambda entry: entry.claimed_title_key, lambda index: given[index].title)
        self.keep_corrections()

    def keep_corrections(self) -> None:
        """Understand a text as a curator did when that very text last came in."""
        for index, entry in self.found.items():
            given = self.candidates[index]
            if not given.corrected and (record := kept_correction(entry, given.record)):
                self.candidates[index] = candidate(record, given.section, corrected=True)

    def pair(
        self, entries: Iterable[ListEntry], entry_key: Callable[[ListEntry], Any], key: Callable[[int], Any]
    ) -> None:
        """Pair what is free and has the same key, in order; an entry whose key is None waits."""
        waiting: dict[Any, list[int]] = defaultdict(list)
        for index in reversed(self.free()):
            waiting[key(index)].append(index)
        taken = {entry.pk for entry in self.found.values()}
        for entry in entries:
            wanted = entry_key(entry) if waiting and entry.pk not in taken else None
            if wanted is not None and waiting.get(wanted):
                self.found[waiting[wanted].pop()] = entry

    def free(self) -> list[int]:
        """The indexes of the records that have no entry."""
        return [index for index in range(len(self.candidates)) if index not in self.found]

    def missing(self, gone: bool) -> list[ListEntry]:
        """The entries that no record has: those that were ``gone`` already, or the others."""
        taken = {entry.pk for entry in self.found.values()}
        return [entry for entry in self.entries if entry.pk not in taken and bool(entry.gone) == gone]

    def pair_papers(self, papers: Mapping[int, int]) -> None:
        """Pair records with entries of the paper (by number) that each was found to name."""
        for some in (self.missing(gone=False), self.missing(gone=True)):
            self.pair(
                some,
                lambda entry: (entry.section_id, entry.paper_id),
                lambda index: (self.candidates[index].section, papers.get(index)),
            )
            self.pair(some, lambda entry: entry.paper_id, papers.get)

    def pair_renamed(self) -> None:
        """Pair entries whose title has gone from the file with records of the same work under another title."""
        titles = {candidate.title for candidate in self.candidates}
        entries = [entry for entry in self.missing(gone=False) if entry.claimed_title_key not in titles]
        free = self.free()
        if not entries or not free:
            return
        for name in ("doi", "arxiv_id"):
            of_entry = attrgetter(f"record.{name}")
            self.pair(
                entries,
                lambda entry, name=name: entry.record.get(name) or None,  # type: ignore[misc]
                lambda index, of=of_entry: of(self.candidates[index]),  # type: ignore[misc]
            )
        urls = {index: first_url(self.candidates[index].record) for index in free}
        once = once_each([entry.claimed_url for entry in entries], urls.values())
        self.pair(
            entries, lambda entry: entry.claimed_url if entry.claimed_url in once else None, lambda index: urls[index]
        )
        self.pair_alike(entries)

    def pair_alike(self, entries: Sequence[ListEntry]) -> None:
        """By the likeness of titles, the most alike first, where both stand in one section or beside the same entry."""
        taken = {entry.pk for entry in self.found.values()}
        old = {place: entry for place, entry in enumerate(entries) if entry.pk not in taken}
        new = {len(entries) + index: self.candidates[index].title for index in self.free()}
        if not old or not new:
            return
        neighbours = Neighbours(self)
        for pair in suggestions(new, [(place, entry.claimed_title_key) for place, entry in old.items()]):
            index, entry = pair.paper - len(entries), old.get(pair.other)
            if entry is not None and index not in self.found and neighbours.near(index, entry):
                self.found[index] = old.pop(pair.other)

    def changes(self) -> dict[int, str]:
        """What became of each record's entry."""
        moved = set(self.out_of_order())
        return {index: self.change(index, index in moved) for index in range(len(self.candidates))}

    def change(self, index: int, out_of_order: bool) -> str:
        entry, candidate = self.found.get(index), self.candidates[index]
        if entry is None or entry.gone is not None:
            return Change.ADDED
        if entry.claimed_title_key != candidate.title:
            return Change.RENAMED
        if entry.section_id != candidate.section or out_of_order:
            return Change.MOVED
        return Change.SAME if says_the_same(entry, candidate) else Change.EDITED

    def out_of_order(self) -> Iterator[int]:
        """The fewest records that changed their order inside a section: those outside a longest rising row."""
        by_section: dict[int | None, list[tuple[int, int]]] = defaultdict(list)
        for index in sorted(self.found):
            entry = self.found[index]
            if entry.gone is None and entry.section_id == self.candidates[index].section:
                by_section[entry.section_id].append((index, entry.position))
        for places in by_section.values():
            kept = rising([position for _index, position in places])
            yield from (index for place, (index, _position) in enumerate(places) if place not in kept)


class Neighbours:
    """Whether a record stands where an entry stood: in its section, or after or before the same entry."""

    def __init__(self, pairing: Pairing) -> None:
        live = [entry.pk for entry in pairing.entries if entry.gone is None]
        self.pairing = pairing
        self.before = dict(zip(live[1:], live, strict=False))
        self.after = dict(zip(live, live[1:], strict=False))

    def near(self, index: int, entry: ListEntry) -> bool:
        if self.pairing.candidates[index].section == entry.section_id:
            return True
        previous, following = self.pairing.found.get(index - 1), self.pairing.found.get(index + 1)
        return bool(
            (previous and previous.pk == self.before.get(entry.pk))
            or (following and following.pk == self.after.get(entry.pk))
        )


def rising(numbers: Sequence[int]) -> set[int]:
    """The places of a longest strictly rising subsequence; O(n log n), by patience sorting."""
    ends: list[int] = []  # the smallest last number of a row of each length
    places: list[int] = []  # and where it stands
    before: list[int] = []  # the place before each in its row
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        places[length : length + 1] = [place]
    kept, place = set(), places[-1] if places else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return kept


def first_url(record: Record) -> str:
    return record.links[0].url if record.links else ""


def once_each(*lots: Iterable[str]) -> set[str]:
    """What stands just once in each lot; what several share says nothing."""
    return set.intersection(*({one for one, times in Counter(lot).items() if one and times == 1} for lot in lots))


def says_the_same(entry: ListEntry, given: Candidate) -> bool:
    """Whether the entry claims what the record does: the same text does, however it was understood last time."""
    if entry.raw and entry.raw == given.record.raw and not given.corrected:
        return entry.notes == given.record.notes
    return said(record_of(entry.record)) == said(given.record)


def said(record: Record) -> dict[str, Any]:
    return {name: value for name, value in plain(record).items() if name not in PLACE}


def kept_correction(entry: ListEntry, record: Record) -> Record | None:
    """What a curator made of this very text when it last came in, in the place where it stands now."""
    if not entry.record.get("corrected") or not entry.raw or entry.raw != record.raw:
        return None
    place = {name: getattr(record, name) for name in (*PLACE, "notes")}
    return replace(record_of(entry.record), **place)


def candidate(record: Record, section: int | None, corrected: bool = False) -> Candidate:
    return Candidate(record, folded(record.title), section, corrected)
