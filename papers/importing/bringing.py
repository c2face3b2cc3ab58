"""The rows of an import into the catalogue, by what was chosen for each; in one transaction, noted in a journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers import citing, generation, naming
from papers.bearing import told_in
from papers.formats.plain import record_of
from papers.formats.records import Record
from papers.importing.cancelling import Progress, Refused, nobody
from papers.importing.filling import NOTHING, Filling, hold, news, venue_details
from papers.importing.fitting import NOT_TAKEN
from papers.importing.following import FOLLOWERS, Arrival
from papers.importing.judging import marked
from papers.importing.ledger import Change, Ledger
from papers.importing.locking import one_at_a_time
from papers.importing.looking import Look, Seen, compare, known_venues
from papers.importing.matching import folded
from papers.importing.outline import headings_of, located
from papers.importing.placing import claims, save_entries
from papers.importing.relating import relate_claims, relate_topics
from papers.importing.report import Report
from papers.importing.sections import place_sections
from papers.importing.settling import Settling
from papers.importing.telling import finish, suggest_duplicates, tell_conflicts
from papers.indexing import reindex
from papers.journal import Journal
from papers.models import Import, ImportRow, ListEntry, Paper, PaperList, Section

STEPS = 9
Choice, Outcome = ImportRow.Choice, ImportRow.Outcome
REMOVED = ImportRow.Change.REMOVED


@transaction.atomic
def bring_in(imported: Import, progress: Progress = nobody) -> Report:
    """Write what the rows say, all of it or nothing.

    A row with TAKE becomes an entry: of its ``paper``, else of the one that matches now, else of a new one. SKIP is
    left out; a row whose change is REMOVED marks its entry as gone. Facts of papers are filled and never changed, but
    for conflicts that were resolved for the claim. Sets every row's ``outcome``, and the import's ``report``,
    ``journal``, ``list``, ``finished`` and state DONE. Raises Cancelled where ``progress`` does, and Refused where the
    import was brought in already.
    """
    one_at_a_time()
    state = Import.objects.select_for_update().values_list("state", flat=True).get(pk=imported.pk)
    if state in {Import.State.DONE, Import.State.UNDONE}:
        raise Refused(_("This file has been brought in already."))
    return Work(imported, progress).run()


class Part(NamedTuple):
    """What one row adds to what its list has said before."""

    said: Record | None  # what it newly claims, if anything
    settles: bool  # whether it stands in a section where it did not stand before
    notes: bool  # whether it brings notes where it had none


class Work:
    """One import, in the order in which its steps need each other."""

    def __init__(self, imported: Import, progress: Progress) -> None:
        self.imported, self.progress = imported, progress
        self.rows = list(imported.rows.order_by("position"))
        self.report = Report(imported.name, imported.list.slug if imported.list else PaperList.slug_for(imported.name))
        self.ledger = Ledger(Journal(), f"Import: {self.report.slug}"[:100], imported.by)
        self.taken: list[ImportRow] = []
        self.seen: list[Seen] = []
        self.steps = 0

    def run(self) -> Report:
        self.take_rows()
        self.step()
        if self.taken:
            self.write(self.open_list())
            reindex(told_in(self.ledger.journal))
            generation.move_on()  # what stands on a list is counted, also where no paper says anything new
        self.step()
        finish(self.imported, self.rows, self.report, self.ledger.journal)
        self.step()
        return self.report

    def step(self) -> None:
        """Tell how far it is, in rows; the last step ends at all of them."""
        self.steps = min(self.steps + 1, STEPS)
        self.progress(len(self.rows) * self.steps // STEPS, len(self.rows))

    def take_rows(self) -> None:
        """The rows that were chosen; ``fitted`` has seen all of them."""
        for row in self.rows:
            if row.change == REMOVED:
                row.outcome = Outcome.SKIPPED  # until its entry is marked as gone
            elif not row.record or row.reason.endswith(NOT_TAKEN):
                row.outcome = Outcome.REFUSED
            elif row.choice == Choice.SKIP:
                row.outcome = Outcome.SKIPPED
            else:
                self.taken.append(row)
                self.seen.append(Seen(record_of(row.record), row.corrected, row.paper_id, marked(row, "apart")))

    def open_list(self) -> PaperList:
        """The list, made where there is none, and what it learns of its file."""
        imported = self.imported
        facts = {"kind": imported.kind, "format": imported.format, "style": imported.outline.get("style", "")}
        facts["imported"] = timezone.now()
        group = imported.list or PaperList.objects.filter(slug=self.report.slug).first()
        if group is None:
            group = PaperList(name=imported.name, slug=self.report.slug, **facts)
            self.ledger.make([group])
        else:
            self.ledger.change([(group, facts)])
        imported.list, self.report.name = group, group.name
        return group

    def write(self, group: PaperList) -> None:
        entries = list(group.entries.order_by("position"))
        look, places = self.place(group, entries)
        self.step()
        parts = [self.part(one, section) for one, section in zip(self.seen, places, strict=True)]
        settling = Settling(self.taken, self.seen, self.ledger, self.imported.by)
        touched = [bool(part.said or part.settles) for part in parts]
        papers = [one.paper for one, is_touched in zip(self.seen, touched, strict=True) if is_touched and one.paper]
        hold(paper for paper in [*papers, *settling.papers()] if paper.pk)
        fresh = [(part.said, one.paper) for part, one in zip(parts, self.seen, strict=True) if part.said and one.paper]
        filling = self.save_papers([record for record, _paper in fresh] + settling.records(), look)
        self.step()
        self.save_entries(group, entries, places, look)
        self.step()
        filling.fill(fresh)
        settling.settle(filling)
        self.step()
        settled = [
            (one.paper, place) for one, place, part in zip(self.seen, places, parts, strict=True) if part.settles
        ]
        relate_topics([(paper, place) for paper, place in settled if paper], self.ledger)
        relate_claims(fresh, self.ledger)
        self.step()
        compare(self.seen, known_venues([one.record for one in self.seen]))
        tell_conflicts(self.report, self.seen)
        suggest_duplicates(self.report, self.new_papers())
        self.step()
        self.follow(parts, filling)

    def place(self, group: PaperList, entries: Sequence[ListEntry]) -> tuple[Look, list[Section | None]]:
        """Find papers and entries, and make the sections. Return the section of each row."""
        sections = list(group.sections.select_related("topic").order_by("position"))
        headings = headings_of(self.imported.outline)
        titles = [(one.record.section, folded(one.record.title)) for one in self.seen]
        found = located(headings, sections, titles, entries)
        held = {row.entry_id for row in self.rows if row.outcome and row.change != REMOVED}
        look = Look(self.seen, [entry for entry in entries if entry.pk not in held], found)
        holding = {one.record.section for one in self.seen if one.record.section is not None}
        placed, self.report.sections_created = place_sections(group, headings, found, sections, holding, self.ledger)
        return look, [placed[one.record.section] if one.record.section is not None else None for one in self.seen]

    def part(self, one: Seen, section: Section | None) -> Part:
        entry, record = one.entry, one.record
        if entry is None:
            return Part(record, True, bool(record.notes))
        notes = bool(record.notes and not entry.notes)
        if one.paper is None or one.paper.pk != entry.paper_id:
            return Part(record, True, notes)
        moved = entry.gone is not None or entry.section_id != (section.pk if section else None)
        return Part(news(record, entry, one.corrected), moved, notes)

    def new_papers(self) -> list[Paper]:
        return [one.paper for one in self.seen if one.is_new and one.paper]

    def save_papers(self, records: Sequence[Record], look: Look) -> Filling:
        """Make the venues that these records name, and the new papers."""
        names = [record.venue for record in records if record.venue]
        venues = naming.venues(names, self.ledger.make, venue_details(records))
        filling = Filling(venues, look.matcher.by_identifier, self.ledger)
        made = [(one.record, one.paper) for one in self.seen if one.is_new and one.paper]
        for record, paper in made:
            paper.venue, paper.added_by = filling.venue(record), self.imported.by
        papers = [paper for _record, paper in made]
        citing.assign(papers, [record for record, _paper in made])
        self.ledger.make(papers)
        self.report.papers_created = len(papers)
        self.report.papers_matched = len(self.seen) - len(papers)
        filling.named += papers
        return filling

    def save_entries(
        self, group: PaperList, entries: Sequence[ListEntry], places: Sequence[Section | None], look: Look
    ) -> None:
        """Write the entries in the order of the file; those of skipped rows stay as they are, in their place."""
        present = {entry.pk: entry for entry in entries}
        by_row = {row.pk: place for place, row in enumerate(self.taken)}
        wanted: list[Change] = []
        for row in self.rows:
            place = by_row.get(row.pk)
            if place is None:
                if row.change != REMOVED and row.entry_id in present:
                    wanted.append((present[row.entry_id], {}))
                continue
            one, section = self.seen[place], places[place]
            self.report.entries_created += one.entry is None
            one.entry = one.entry or ListEntry(list=group)
            facts = {"section_id": section.pk if section else None, "paper_id": one.paper.pk if one.paper else None}
            wanted.append((one.entry, facts | claims(one.record, one.corrected)))
        kept = {entry.pk for entry, _facts in wanted}
        missing = [entry for entry in entries if entry.pk not in kept]
        self.report.entries_missing = len(missing)
        save_entries(wanted, missing, self.leaving({entry.pk for entry in missing}), self.ledger)

    def leaving(self, missing: set[int]) -> Iterator[int]:
        """The entries that the file has no longer, where the reader of the rows has seen that and agreed."""
        for row in self.rows:
            if row.change == REMOVED and row.choice == Choice.TAKE and row.entry_id in missing:
                row.outcome = Outcome.REMOVED
                yield row.entry_id

    def follow(self, parts: Sequence[Part], filling: Filling) -> None:
        """Write into the rows what became of them, and tell other apps what came."""
        arrival = Arrival(self.imported, self.report, self.ledger.journal, self.rows)
        for row, one, part in zip(self.taken, self.seen, parts, strict=True):
            is_same = not (one.is_new or part.said or part.settles) and one.change == ImportRow.Change.SAME
            row.outcome = Outcome.CREATED if one.is_new else Outcome.UNCHANGED if is_same else Outcome.MATCHED
            row.paper, row.entry = one.paper, one.entry
            if one.entry is None:
                continue
            if part.notes:
                arrival.noted.append(one.entry)
            arrival.summaries += [(one.entry, language, text) for language, text in (part.said or NOTHING).summaries]
        arrival.named, arrival.former_names = filling.named, filling.former_names
        for follower in FOLLOWERS:
            follower(arrival)
