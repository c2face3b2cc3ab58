"""What a row of an import is beside the catalogue and beside its list: its status, and what could be decided of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from papers.formats.plain import plain, record_of
from papers.importing.candidates import find_candidates
from papers.importing.looking import Look, Seen, compare, known_venues
from papers.importing.matching import folded
from papers.importing.outline import headings_of, located, rewordings
from papers.models import Import, ImportRow, ListEntry

Status, Change = ImportRow.Status, ImportRow.Change
SLIP = " belongs to a paper of another title; the two are kept apart."


def judge(
    imported: Import, rows: Sequence[ImportRow], held: Iterable[int] = (), some_only: bool = False
) -> list[ListEntry]:
    """Set what each of these rows is; unsaved. Return the entries that none of them has.

    ``held`` are the numbers of entries that other rows of the import have. Where the rows are all of the file's,
    ``outline`` learns which sections its headings mean.
    """
    group, held = imported.list, set(held)
    entries = [entry for entry in group.entries.order_by("position") if entry.pk not in held] if group else []
    sections = list(group.sections.order_by("position")) if group else []
    headings, seen = headings_of(imported.outline), [seen_in(row) for row in rows]
    if some_only:
        known = {section.pk: section for section in sections}
        found = {int(index): known[pk] for index, pk in imported.outline.get("located", {}).items() if pk in known}
    else:
        titles = [(one.record.section, folded(one.record.title)) for one in seen]
        found = located(headings, sections, titles, entries)
        imported.outline["located"] = {str(index): section.pk for index, section in found.items()}
        imported.outline["changes"] = rewordings(headings, found, sections) if group else []
    look = Look(seen, entries, found)
    venues = known_venues([one.record for one in seen])
    compare(seen, venues)
    candidates = find_candidates(seen, venues)
    for index, (row, one) in enumerate(zip(rows, seen, strict=True)):
        tell(row, one, [*candidates.get(index, []), *also(one, seen)])
        row.change = row.change if group else ""
    return look.pairing.missing(gone=False)


def seen_in(row: ImportRow) -> Seen:
    """The row's record with what a curator decided of it."""
    chosen = next(iter(marked(row, "chosen")), None)
    return Seen(record_of(row.record), corrected=row.corrected, chosen=chosen, apart=marked(row, "apart"))


def marked(row: ImportRow, mark: str) -> set[int]:
    """The papers that a curator has marked as ``chosen`` or as kept ``apart``."""
    return {candidate["paper"] for candidate in row.candidates if candidate.get(mark) and candidate["paper"]}


def also(one: Seen, seen: Sequence[Seen]) -> list[dict[str, Any]]:
    """The same title elsewhere: on another paper than the entry's, or in a line above."""
    same = {"score": 100, "reasons": [{"code": "title"}]}
    found: list[dict[str, Any]] = []
    if one.stands_for is not None and one.stands_for.pk:
        found.append({"paper": one.stands_for.pk, "title": one.stands_for.title} | same)
    if one.twin is not None:
        twin = seen[one.twin].record
        found.append({"paper": None, "title": twin.title, "line": twin.line} | same)
    return found


def tell(row: ImportRow, one: Seen, candidates: list[dict[str, Any]]) -> None:
    row.record, row.corrected = plain(one.record), one.corrected
    row.paper = one.paper if one.paper is not None and one.paper.pk else None
    row.entry, row.change = one.entry, one.change
    row.reason = "\n".join(
        [
            *(line for line in row.reason.splitlines() if not line.endswith(SLIP)),
            *([one.slip + SLIP] if one.slip else ()),
        ]
    )
    decided = [candidate for candidate in row.candidates if candidate.get("apart") or candidate.get("chosen")]
    known = {candidate["paper"] for candidate in decided}
    row.candidates = decided + [
        candidate for candidate in candidates if candidate["paper"] is None or candidate["paper"] not in known
    ]
    chosen = {conflict["field"]: conflict for conflict in row.conflicts if conflict.get("decided")}
    row.conflicts = [again(conflict, chosen.get(conflict["field"])) for conflict in one.conflicts]
    row.status = status_of(row, one)


def again(conflict: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
    """The conflict with what was decided of it, as long as it is the same one."""
    is_same = before is not None and all(before[name] == conflict[name] for name in ("claimed", "present"))
    return conflict | {"keep": before["keep"], "decided": True} if before is not None and is_same else conflict


def status_of(row: ImportRow, one: Seen) -> str:
    if row.reason:
        return Status.PROBLEM
    if row.conflicts:
        return Status.CONFLICT
    is_open = any(not (candidate.get("apart") or candidate.get("chosen")) for candidate in row.candidates)
    is_decided = one.chosen is not None or bool(one.apart)
    if is_open and not is_decided and (one.is_new or one.stands_for is not None):
        return Status.DUPLICATE
    return Status.NEW if one.is_new else Status.MATCH


def gone_rows(imported: Import, entries: Iterable[ListEntry]) -> list[ImportRow]:
    """A row for each entry that the file has no longer."""
    return [
        ImportRow(
            of=imported,
            line=entry.line,
            raw=entry.raw,
            status=Status.MATCH,
            change=Change.REMOVED,
            paper_id=entry.paper_id,
            entry=entry,
        )
        for entry in entries
    ]
