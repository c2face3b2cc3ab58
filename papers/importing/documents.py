"""A list as read by ``papers.formats`` into the catalogue: matched, filled in, never overwritten.

Everything here is done in batches, so that the number of queries does not grow with the entries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from papers import naming
from papers.formats.records import Document, Record
from papers.importing.duplicates import suggestions
from papers.importing.fitting import fitted
from papers.importing.matching import Matcher, folded
from papers.importing.placing import present_entries, save_entries
from papers.importing.relating import relate_claims, relate_topics
from papers.importing.report import Report
from papers.importing.sections import place_sections
from papers.models import ListEntry, Paper, PaperList, Section, Venue

IMPORT_LOCK = 0x7265616C  # any number, the same for every import
Progress = Callable[[int, int], None]
FILLED = ("venue", "year", "nickname", "doi", "arxiv_id", "changed")


class Imported(NamedTuple):
    report: Report
    noted: list[ListEntry]  # entries that brought notes
    named: list[Paper]  # papers that are new or have a nickname now


def import_document(document: Document, name: str, progress: Progress | None = None) -> Imported:
    """Bring the document in as the list ``name``. Call it inside a transaction.

    A list of the same name is the same list: entries it has already are left with what people made of them. A paper's
    empty facts are filled from a new entry; facts it has are never changed, and what disagrees is reported. A document
    without entries makes no list.
    """
    one_at_a_time()
    report = Report(name=name[:200], slug=PaperList.slug_for(name))
    report.repeat(document.problems)
    records = taken(document, report)
    noted: list[ListEntry] = []
    named: list[Paper] = []
    if records:
        group, _ = PaperList.objects.get_or_create(slug=report.slug, defaults={"name": report.name})
        report.name = group.name
        work = Work(group, document, records, report)
        noted, named = work.run(progress or (lambda done, total: None)), work.named
        PaperList.objects.filter(pk=group.pk).update(imported=timezone.now())
    return Imported(report, noted, named)


def one_at_a_time() -> None:
    """Wait for an import that is under way: two of them would each make the papers that neither sees yet.

    SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def taken(document: Document, report: Report) -> list[Record]:
    """The records as the database can hold them."""
    records = []
    for given in document.records:
        record, reasons = fitted(given)
        for reason in reasons:
            report.problem(given.line, given.raw, reason)
        if record is not None:
            records.append(record)
    report.entries = len(document.records)
    report.entries_refused = report.entries - len(records)
    report.count(records)
    return records


class Work:
    """One import, in the order in which its steps need each other."""

    def __init__(self, group: PaperList, document: Document, records: list[Record], report: Report) -> None:
        self.group, self.document, self.records, self.report = group, document, records, report
        self.why = f"Import: {group.slug}"[:100]  # the change reason in every history
        self.created: list[tuple[Record, Paper]] = []
        self.named: list[Paper] = []  # those, and papers whose nickname was filled in
        self.identifiers: set[str] = set()  # DOIs and arXiv ids that some paper has
        self.venues: dict[str, Venue] = {}

    def run(self, progress: Progress) -> list[ListEntry]:
        """Return the entries that brought notes. Progress is told after each step, in entries."""
        total = len(self.records)
        places, self.report.sections_created = place_sections(self.group, self.document, self.records)
        sections = [places[record.section] if record.section is not None else None for record in self.records]
        present = list(self.group.entries.order_by("position"))
        papers = self.find_papers(present)
        progress(total // 4, total)
        entries = present_entries(present, papers, sections)
        settled = [
            (paper, section)
            for paper, section, entry in zip(papers, sections, entries, strict=True)
            if entry is None or entry.section_id != number(section)
        ]
        fresh = [pair for pair, entry in zip(zip(self.records, papers, strict=True), entries, strict=True) if not entry]
        self.venues = naming.venues(record.venue for record, _paper in fresh)
        self.save_papers()
        progress(total // 2, total)
        noted = self.save_entries(papers, sections, entries, present)
        self.fill(fresh)
        relate_topics(settled)
        relate_claims(fresh)
        progress(3 * total // 4, total)
        self.name_conflicts(papers)
        self.suggest_duplicates()
        progress(total, total)
        return noted

    def find_papers(self, present: list[ListEntry]) -> list[Paper]:
        """The paper of each record, new ones unsaved."""
        matcher = Matcher(self.records, present)
        papers = []
        for record in self.records:
            paper, slip = matcher.find(record)
            if slip:
                reason = f"{slip} belongs to a paper of another title; the two are kept apart."
                self.report.problem(record.line, record.raw, reason)
            if paper is None:
                paper = new_paper(record, identified=not slip)
                matcher.learn(paper)
                self.created.append((record, paper))
            papers.append(paper)
        self.identifiers = set(matcher.by_identifier)
        self.report.papers_created = len(self.created)
        self.report.papers_matched = len(papers) - len(self.created)
        return papers

    def save_papers(self) -> None:
        for record, paper in self.created:
            paper.venue = self.venue(record)
        papers = [paper for _record, paper in self.created]
        bulk_create_with_history(papers, Paper, batch_size=naming.BATCH, default_change_reason=self.why)
        self.named += papers

    def venue(self, record: Record) -> Venue | None:
        return self.venues.get(naming.key(record.venue)) if record.venue else None

    def save_entries(
        self,
        papers: list[Paper],
        sections: list[Section | None],
        entries: list[ListEntry | None],
        present: list[ListEntry],
    ) -> list[ListEntry]:
        """Write the entries in order. Return those that brought notes."""
        wanted, noted = [], []
        for position, (record, paper) in enumerate(zip(self.records, papers, strict=True), start=1):
            section, known = sections[position - 1], entries[position - 1]
            entry = known or ListEntry(list=self.group, paper=paper)
            if record.notes and not entry.notes:
                noted.append(entry)
            wanted.append((entry, {"section_id": number(section)} | claims(record, position)))
        self.report.entries_created = entries.count(None)
        self.report.entries_missing = save_entries(wanted, present)
        return noted

    def fill(self, fresh: list[tuple[Record, Paper]]) -> None:
        """Give papers the facts they lack and a new entry knows."""
        self.look_again(paper for _record, paper in fresh)
        filled: dict[int, Paper] = {}
        for record, paper in fresh:
            facts = self.facts(record, paper)
            for name, value in facts.items():
                setattr(paper, name, value)
            self.identifiers.update(facts[name] for name in ("doi", "arxiv_id") if name in facts)
            if "nickname" in facts:
                self.named.append(paper)
            if facts:
                paper.changed = timezone.now()
                filled[paper.pk] = paper
        if filled:
            papers = list(filled.values())
            bulk_update_with_history(papers, Paper, FILLED, batch_size=naming.BATCH, default_change_reason=self.why)

    def look_again(self, papers: Iterable[Paper]) -> None:
        """Take over what curators saved since the papers were read, and hold the rows until the import is through."""
        read = {paper.pk: paper for paper in papers}
        locked = Paper.objects.select_for_update(of=("self",)).select_related("venue")
        for some in naming.chunks(sorted(read)):
            for current in locked.filter(pk__in=some):
                for name in FILLED:
                    setattr(read[current.pk], name, getattr(current, name))

    def facts(self, record: Record, paper: Paper) -> dict[str, Any]:
        """What the record knows and the paper lacks. Venue and year are one claim: not half of another one's."""
        venue, year = self.venue(record), record.year
        same_venue = not (paper.venue and venue and paper.venue != venue)
        same_year = not (paper.year and year and paper.year != year)
        known = {
            "venue": venue if same_year else None,
            "year": year if same_venue else None,
            "nickname": record.nickname,
            "doi": "" if record.doi in self.identifiers else record.doi,
            "arxiv_id": "" if record.arxiv_id in self.identifiers else record.arxiv_id,
        }
        return {name: value for name, value in known.items() if value and not getattr(paper, name)}

    def name_conflicts(self, papers: list[Paper]) -> None:
        """Report each venue or year that an entry claims and its paper does not have."""
        for record, paper in zip(self.records, papers, strict=True):
            venue = self.venue(record)
            if paper.venue and record.venue and venue != paper.venue:
                self.report.conflict(record, paper, "venue", str(venue or record.venue), str(paper.venue))
            if paper.year and record.year and record.year != paper.year:
                self.report.conflict(record, paper, "year", record.year, paper.year)

    def suggest_duplicates(self) -> None:
        if not self.created:
            return
        new = {paper.pk: paper.title_key for _record, paper in self.created}
        everything = Paper.objects.order_by().values_list("pk", "title_key").iterator(chunk_size=2000)
        pairs = suggestions(new, everything)
        titles: dict[int, str] = {}
        for some in naming.chunks(sorted({pk for pair in pairs for pk in (pair.paper, pair.other)})):
            titles |= dict(Paper.objects.filter(pk__in=some).values_list("pk", "title"))
        self.report.possible_duplicates = [
            pair._asdict() | {"title": titles[pair.paper], "other_title": titles[pair.other]} for pair in pairs
        ]


def new_paper(record: Record, identified: bool) -> Paper:
    """The record's paper, unsaved and without its venue; without identifiers where they are another paper's."""
    return Paper(
        title=record.title,
        title_key=folded(record.title),
        nickname=record.nickname,
        kind=record.kind,
        year=record.year,
        publication=Paper.Publication.TO_APPEAR if record.to_appear else Paper.Publication.PUBLISHED,
        doi=record.doi if identified else "",
        arxiv_id=record.arxiv_id if identified else "",
    )


def number(section: Section | None) -> int | None:
    return section.pk if section else None


def claims(record: Record, position: int) -> dict[str, Any]:
    return {
        "position": position,
        "line": record.line,
        "raw": record.raw,
        "notes": record.notes,
        "claimed_title": record.title,
        "claimed_venue": record.venue,
        "claimed_year": record.year,
        "claimed_url": record.links[0].url if record.links else "",
    }
