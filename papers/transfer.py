"""From the catalogue's rows to the plain records that the formats write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from papers.batches import BATCH, batches, chunks
from papers.formats import markdown
from papers.formats.plain import record_of as claimed
from papers.formats.records import Link, Record, Section
from papers.models import ListEntry, Paper, PaperList

LIST, CATALOGUE = "list", "catalogue"
Languages = Sequence[str]
# What other apps know of papers: from ids and languages to fields of each one's record, one query a call.
ADDITIONS: list[Callable[[list[int], Languages], dict[int, dict[str, Any]]]] = []


def record_of(paper: Paper) -> Record:
    """The paper as a record; it comes from ``Paper.objects.for_page()`` or ``for_records()``, so no query is made."""
    venue = paper.venue
    return Record(
        title=paper.title,
        nickname=paper.nickname,
        kind=paper.kind,
        venue=venue.name if venue else "",
        venue_full=venue.full_name if venue else "",
        venue_kind=venue.kind if venue else "",
        year=paper.year,
        to_appear=paper.publication == Paper.Publication.TO_APPEAR,
        institutions=tuple(institution.name for institution in paper.institutions.all()),
        authors=tuple(authorship.author.name for authorship in paper.authorships.all()),
        tags=tuple(tag.name for tag in paper.tags.all()),
        links=tuple(Link(link.url, link.kind, link.label) for link in paper.links.all()),
        doi=paper.doi,
        arxiv_id=paper.arxiv_id,
        abstract=paper.abstract,
        key=paper.cite_key,
    )


def records_by_number(pks: Iterable[int], languages: Languages = ()) -> Iterator[Record]:
    """The records of the papers with these ids, which may repeat; a paper that is gone meanwhile is left out."""
    for some in chunks(pks):
        found = {paper.pk: record_of(paper) for paper in Paper.objects.for_records().filter(pk__in=some)}
        found = with_additions(found, languages)
        yield from (found[pk] for pk in some if pk in found)


def with_additions(records: dict[int, Record], languages: Languages) -> dict[int, Record]:
    """The records with what other apps add to them in these languages."""
    for addition in ADDITIONS if languages else ():
        for pk, more in addition(list(records), languages).items():
            records[pk] = replace(records[pk], **more)
    return records


def entries_of(
    group: PaperList, places: dict[int | None, int], facts: str = LIST, languages: Languages = ()
) -> Iterator[Record]:
    """The list's entries in order, some hundred at a time; ``places`` are those of ``outline_of``."""
    entries = group.entries.present().in_order()
    records = claims_of(entries, languages) if facts == LIST else facts_of(entries, languages)
    return (replace(record, section=places.get(number)) for number, record in records)


def claims_of(entries: QuerySet[ListEntry], languages: Languages) -> Iterator[tuple[int | None, Record]]:
    """(section's id, record) of each entry as its list has it."""
    for some in batches(entries.iterator(chunk_size=BATCH)):
        found = with_additions({entry.paper_id: Record("") for entry in some}, languages)
        for entry in some:
            yield entry.section_id, replace(claim_of(entry), summaries=found[entry.paper_id].summaries)


def facts_of(entries: QuerySet[ListEntry], languages: Languages) -> Iterator[tuple[int | None, Record]]:
    """(section's id, record) of each entry as the catalogue has its paper."""
    for some in batches(entries.values_list("section", "paper").iterator(chunk_size=BATCH)):
        records = records_by_number([paper for _section, paper in some], languages)
        yield from zip((section for section, _paper in some), records, strict=True)


def claim_of(entry: ListEntry) -> Record:
    """What the list says of the paper; an entry from before that was kept is read again from its own lines."""
    if entry.record:
        return claimed(entry.record)
    read = markdown.read(entry.raw).records
    if len(read) == 1 and read[0].title == entry.claimed_title:
        return replace(read[0], notes=entry.notes)
    return Record(
        title=entry.claimed_title,
        venue=entry.claimed_venue,
        year=entry.claimed_year,
        links=(Link(entry.claimed_url),) if entry.claimed_url else (),
        notes=entry.notes,
    )


def outline_of(group: PaperList) -> tuple[tuple[Section, ...], dict[int | None, int]]:
    """The list's sections, and the place of each by its id.

    A section all of whose entries are gone from the file is left out, and one that never held any is kept.
    """
    rows = list(group.sections.order_by("position"))
    parents = {row.pk: row.parent_id for row in rows}
    present, past = (
        above(group.entries.filter(gone__isnull=is_present).order_by().values_list("section", flat=True), parents)
        for is_present in (True, False)
    )
    kept = [row for row in rows if row.pk in present or row.pk not in past]
    places: dict[int | None, int] = {row.pk: place for place, row in enumerate(kept)}
    sections = (Section(row.title, row.level, 0, places.get(row.parent_id), row.number) for row in kept)
    return tuple(sections), places


def above(numbers: Iterable[int | None], parents: dict[int, int | None]) -> set[int]:
    """These sections and all that they stand in."""
    found: set[int] = set()
    for number in {*numbers}:
        while number is not None and number not in found:
            found.add(number)
            number = parents.get(number)
    return found
