"""What an import did, into its report and its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby

from django.utils import timezone

from papers.batches import chunks
from papers.formats.plain import record_of
from papers.importing.ledger import update
from papers.importing.looking import Seen
from papers.importing.report import Report
from papers.journal import Journal
from papers.lookalikes import look
from papers.lookalikes.titles import suggestions
from papers.models import Import, ImportRow, Paper

Change, Outcome = ImportRow.Change, ImportRow.Outcome
HELD = {Outcome.CREATED, Outcome.MATCHED, Outcome.UNCHANGED}


def tell_conflicts(report: Report, seen: Iterable[Seen]) -> None:
    for one in seen:
        for conflict in one.conflicts:
            report.conflict(one.record, one.paper, conflict["field"], conflict["claimed"], conflict["present"])


def suggest_duplicates(report: Report, papers: Sequence[Paper]) -> None:
    """Name the pairs of alike titles, and let the duplicates desk know of all that looks the same."""
    if not papers:
        return
    new = {paper.pk: paper.title_key for paper in papers}
    pairs = suggestions(new, Paper.objects.order_by().values_list("pk", "title_key").iterator(chunk_size=2000))
    titles: dict[int, str] = {}
    for some in chunks(sorted({pk for pair in pairs for pk in (pair.paper, pair.other)})):
        titles |= dict(Paper.objects.filter(pk__in=some).values_list("pk", "title"))
    report.possible_duplicates = [
        pair._asdict() | {"title": titles[pair.paper], "other_title": titles[pair.other]} for pair in pairs
    ]
    look(papers)


def finish(imported: Import, rows: Sequence[ImportRow], report: Report, journal: Journal) -> None:
    """Count, seal the journal, and save what became of the import and of each of its rows."""
    entries = [row for row in rows if row.record and row.change != Change.REMOVED]
    report.entries = len(entries)
    report.entries_refused = sum(row.outcome == Outcome.REFUSED for row in entries)
    report.entries_skipped = sum(row.outcome == Outcome.SKIPPED for row in entries)
    report.count([record_of(row.record) for row in entries if row.outcome in HELD])
    for row in rows:
        for reason in row.reason.splitlines():
            report.problem(row.line, row.raw, reason)
    journal.seal()
    imported.report, imported.journal = asdict(report), journal.as_json()
    imported.state, imported.finished = Import.State.DONE, timezone.now()
    imported.save(update_fields=["list", "report", "journal", "state", "finished"])
    save_rows(rows)


def save_rows(rows: Sequence[ImportRow]) -> None:
    """Few rows have another paper or entry than they were shown with when a list comes in again."""
    found = {} if not rows else pointing(rows[0].of_id)
    update([row for row in rows if found.get(row.pk) != (row.paper_id, row.entry_id)], ["paper_id", "entry_id"])
    ordered = sorted(rows, key=lambda row: row.outcome)
    for outcome, some in groupby(ordered, key=lambda row: row.outcome):
        for few in chunks(some):
            ImportRow.objects.filter(pk__in=[row.pk for row in few]).update(outcome=outcome)


def pointing(imported: int) -> dict[int, tuple[int | None, int | None]]:
    """The paper and the entry of each row, as they are saved."""
    rows = ImportRow.objects.filter(of=imported).order_by().values_list("pk", "paper_id", "entry_id")
    return {pk: (paper, entry) for pk, paper, entry in rows}
