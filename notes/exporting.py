"""What people write and do, in files that leave the house: published summaries, and one's own reading for oneself."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from notes.models import Reading, Summary
from papers.batches import BATCH, batches
from papers.formats.cells import harmless
from papers.formats.records import Record
from papers.transfer import records_by_number


def published_summaries(papers: list[int], languages: Sequence[str]) -> dict[int, dict[str, Any]]:
    """The published summaries of the papers with these ids, as fields of their records; one query."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Summary.objects.published().filter(paper__in=papers, language__in=languages).order_by("language")
    for paper, language, body in rows.values_list("paper", "language", "body"):
        found[paper].append((language, body))
    return {paper: {"summaries": tuple(summaries)} for paper, summaries in found.items()}


def shelf_records(readings: QuerySet[Reading], languages: Sequence[str], with_mine: bool) -> Iterator[Record]:
    """The papers of these readings, on request each with what the member has written and done as its notes."""
    for some in batches(readings.iterator(chunk_size=BATCH)):
        records = records_by_number([reading.paper_id for reading in some], languages)
        for reading, record in zip(some, records, strict=True):
            yield replace(record, notes=mine(reading)) if with_mine else record


def mine(reading: Reading) -> str:
    """Status, dates, rating and private note as Markdown."""
    facts = {
        "Status": reading.status,
        "Started": reading.started,
        "Finished": reading.finished,
        "Rating": f"{reading.rating} of 5" if reading.rating else "",
    }
    lines = [f"- {name}: {value}" for name, value in facts.items() if value]
    note = reading.private_note.strip()
    return "\n".join([*lines, *(["- Note:", "", *indented(note)] if note else [])])


def indented(text: str) -> Iterator[str]:
    return (f"  {line}" if line.strip() else "" for line in text.splitlines())


class Echo:
    """A file that gives back what is written to it, for rows that are sent as they are made."""

    def write(self, value: str) -> str:
        return value


def rows(readings: QuerySet[Reading]) -> Iterator[str]:
    """A table with one row a reading."""
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(
        ["title", "nickname", "venue", "year", "status", "started", "finished", "rating", "private note"]
    )
    for reading in readings.iterator(chunk_size=BATCH):
        paper = reading.paper
        cells = [
            paper.title,
            paper.nickname,
            paper.venue or "",
            paper.year or "",
            reading.status,
            reading.started or "",
            reading.finished or "",
            reading.rating or "",
            reading.private_note,
        ]
        yield writer.writerow([harmless(str(cell)) for cell in cells])
