"""The audit as a file: a table for people, or one JSON object a line for programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from notes.exporting import Echo
from papers.formats.cells import harmless
from readinglist.operations.audit.trail import Line

COLUMNS = ("at", "kind", "what", "who", "about", "detail", "link", "address")


def as_csv(lines: Iterable[Line]) -> Iterator[str]:
    """With a byte-order mark, as spreadsheet programs expect Chinese; no cell is a formula."""
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for line in lines:
        said = asdict(line) | {"at": line.at.isoformat()}
        yield writer.writerow([harmless(str(said[name])) for name in COLUMNS])


def as_json_lines(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        said = asdict(line) | {"at": line.at.isoformat()}
        yield json.dumps({name: said[name] for name in COLUMNS}, ensure_ascii=False) + "\n"


FORMATS = {
    "csv": (as_csv, "text/csv; charset=utf-8", ".csv"),
    "jsonl": (as_json_lines, "application/jsonl; charset=utf-8", ".jsonl"),
}
