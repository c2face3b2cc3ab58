"""What a curator decides about the rows of an import before it is brought in. Everything here saves the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace

from papers.batches import BATCH
from papers.formats import identifiers
from papers.formats.plain import plain, record_of
from papers.formats.records import Record
from papers.importing.fitting import fitted
from papers.importing.judging import SLIP, gone_rows, judge, seen_in, tell
from papers.importing.looking import compare, known_venues
from papers.models import ImportRow, Paper

JUDGED = ["record", "status", "change", "reason", "paper", "entry", "candidates", "conflicts", "choice", "corrected"]
PLACE = ("line", "raw", "section", "notes_line")  # of the row, not of what it says
COMPLETED = [field.name for field in fields(Record) if field.name not in {*PLACE, "title", "to_appear", "summaries"}]
Status, Change, Choice = ImportRow.Status, ImportRow.Change, ImportRow.Choice


def look_again(rows: Iterable[ImportRow]) -> None:
    """Match rows of one import anew: status, change, paper, candidates and conflicts. What a curator chose stays."""
    rows = [row for row in rows if row.record and row.change != Change.REMOVED]
    if not rows:
        return
    imported = rows[0].of
    others = imported.rows.exclude(pk__in=[row.pk for row in rows]).exclude(entry=None)
    held = others.exclude(change=Change.REMOVED).values_list("entry", flat=True)
    missing = judge(imported, rows, held, some_only=True)
    ImportRow.objects.bulk_update(rows, JUDGED, batch_size=BATCH)
    found = [row.entry_id for row in rows if row.entry_id]
    imported.rows.filter(change=Change.REMOVED, entry__in=found).delete()
    known = set(imported.rows.filter(change=Change.REMOVED).values_list("entry", flat=True))
    last = imported.rows.order_by("-position").values_list("position", flat=True)[0]
    gone = gone_rows(imported, [entry for entry in missing if entry.pk not in known])
    for position, row in enumerate(gone, start=last + 1):
        row.position = position
    ImportRow.objects.bulk_create(gone)


def correct(row: ImportRow, record: Record) -> None:
    """Take ``record`` for what the row says (its line, raw and section are the row's) and match it again.

    The row is TAKEn from then on; a row of a problem that had no record becomes an entry by this. What the catalogue
    cannot hold of the record is left out, and the row says so.
    """
    before = record_of(row.record) if row.record else Record("", line=row.line, raw=row.raw)
    record = replace(record, **{name: getattr(before, name) for name in PLACE})
    held, reasons = fitted(record)
    row.record, row.reason, row.corrected = plain(held or record), "\n".join(reasons), True
    row.choice = Choice.TAKE if held else Choice.SKIP
    row.status = Status.PROBLEM
    if held:
        look_again([row])
    else:
        row.save(update_fields=JUDGED)


def complete(row: ImportRow, record: Record) -> list[str]:
    """Give the row what ``record`` knows and it lacks, or has only a placeholder for. Return the fields filled."""
    said = record_of(row.record)
    filled = {name: value for name in COMPLETED if (value := getattr(record, name)) and is_lacking(said, name)}
    if record.title and identifiers.is_placeholder(said.title):
        filled["title"] = record.title
    known = {link.url for link in said.links}
    if more := tuple(link for link in record.links if link.url not in known):
        filled["links"] = said.links + more
    if filled:
        correct(row, replace(said, **filled))
    return list(filled)


def is_lacking(said: Record, name: str) -> bool:
    value = getattr(said, name)
    return not value or (name == "kind" and value == Record("").kind)


def take_as(row: ImportRow, paper: Paper | None) -> None:
    """Bring the row in as that paper, or with None as a new one, also where one of its candidates looks the same.

    With None the candidates and the paper it matched are marked ``"apart": true`` in ``candidates``.
    """
    chosen = paper or row.paper
    if chosen is not None and all(candidate["paper"] != chosen.pk for candidate in row.candidates):
        row.candidates.insert(0, {"paper": chosen.pk, "title": chosen.title, "score": 100, "reasons": []})
    for candidate in row.candidates:
        candidate.pop("apart", None)
        candidate.pop("chosen", None)
        if candidate["paper"] is not None and paper is None:
            candidate["apart"] = True
        elif paper is not None and candidate["paper"] == paper.pk:
            candidate["chosen"] = True
    is_open = [candidate for candidate in row.candidates if not candidate.get("chosen")]
    one = replace(seen_in(row), paper=paper, is_new=paper is None, entry=row.entry, change=row.change)
    one.slip = "" if paper else next((line for line in row.reason.splitlines() if line.endswith(SLIP)), "")
    one.slip = one.slip.removesuffix(SLIP)
    compare([one], known_venues([one.record]))
    tell(row, one, [candidate for candidate in is_open if not candidate.get("apart")])
    row.save(update_fields=JUDGED)


def resolve(row: ImportRow, field: str, keep: str) -> None:
    """Decide a conflict: ``keep`` is "present" or "claimed". What was decided is not asked again after the import.

    A conflict that nobody decided keeps the present value and stays in the queue of disagreements.
    """
    for conflict in row.conflicts:
        if conflict["field"] == field:
            conflict |= {"keep": keep, "decided": True}
    row.save(update_fields=["conflicts"])
