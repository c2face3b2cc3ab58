"""A file into rows for review: each with what was understood of it and what bringing it in would do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from papers.batches import BATCH, chunks
from papers.formats import FORMATS, markdown, styles
from papers.formats.plain import plain
from papers.formats.records import Document, Problem, Record
from papers.importing.cancelling import Progress, check_size, nobody
from papers.importing.fitting import cleaned, fitted, storable
from papers.importing.judging import gone_rows, judge
from papers.importing.outline import outlined
from papers.models import Import, ImportRow, PaperList

Status, Choice = ImportRow.Status, ImportRow.Choice


def prepare(imported: Import, progress: Progress = nobody) -> None:
    """Read ``imported.text`` and make its rows, anew where there are some already. Nothing else is written.

    Needs ``format``, ``text`` and ``name`` or ``list``; sets ``outline`` (title, sections, keywords, changed sections),
    ``name`` where it was empty, ``list`` where one of that name is there already, ``total`` and ``done``, and saves
    those; the state is the caller's. Raises Refused where the file has more rows than ``settings.IMPORT_MAX_ROWS``.
    """
    lay_out(imported, FORMATS[imported.format].read(imported.text), progress)


def lay_out(imported: Import, document: Document, progress: Progress = nobody) -> None:
    """The same for a document that was read already."""
    check_size(len(document.records) + len(document.problems))
    style = styles.detect(imported.text, document) if imported.format == markdown.NAME else ""
    imported.outline = outlined(document) | {"style": style}
    settle_list(imported, document)
    rows = sorted(rows_of(imported, document), key=lambda row: row.line)
    progress(0, len(rows))
    entries = [row for row in rows if row.choice == Choice.TAKE]
    missing = judge(imported, entries)
    rows += gone_rows(imported, missing if entries else ())
    for position, row in enumerate(rows, start=1):
        row.position = position
    imported.rows.all().delete()
    done = 0
    for some in chunks(rows):
        ImportRow.objects.bulk_create(some, batch_size=BATCH)
        done += len(some)
        progress(done, len(rows))
    imported.total = imported.done = len(rows)
    imported.save(update_fields=["outline", "name", "list", "total", "done"])


def settle_list(imported: Import, document: Document) -> None:
    """Name the import after its list, or find the list by its name."""
    if imported.list is None:
        names = (imported.name, document.title, PurePath(imported.file_name).stem)
        imported.name = next(filter(None, map(printable, names)), "")[:200]
        imported.list = PaperList.objects.filter(slug=PaperList.slug_for(imported.name)).first()
    if imported.list is not None:
        imported.name = imported.list.name


def printable(name: str) -> str:
    """One line that any database holds, also from a file name that is not UTF-8."""
    text = name.encode(errors="replace").decode()
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def rows_of(imported: Import, document: Document) -> Iterator[ImportRow]:
    """A row for each record, and one for each problem of a line that has none; unsaved and without their papers."""
    lines = {record.line for record in document.records}
    waiting: dict[int, list[Problem]] = {}
    for problem in document.problems:
        if problem.line in lines:
            waiting.setdefault(problem.line, []).append(problem)
        else:
            yield problem_row(imported, problem.line, problem.text, [problem.reason])
    for given in document.records:
        problems = [problem.reason for problem in waiting.pop(given.line, ())]
        record, reasons = fitted(given)
        if record is None:
            yield problem_row(imported, given.line, given.raw, [*problems, *reasons], given)
        else:
            reason = joined([*problems, *reasons])
            yield ImportRow(of=imported, line=record.line, raw=record.raw, record=plain(record), reason=reason)


def problem_row(imported: Import, line: int, text: str, reasons: list[str], record: Record | None = None) -> ImportRow:
    return ImportRow(
        of=imported,
        line=line,
        raw=storable(text),
        record=plain(cleaned(record)) if record is not None else {},
        status=Status.PROBLEM,
        reason=joined(reasons),
        choice=Choice.SKIP,
    )


def joined(reasons: Iterable[str]) -> str:
    """One to a line."""
    return "\n".join(dict.fromkeys(" ".join(storable(reason).split()) for reason in reasons if reason))
