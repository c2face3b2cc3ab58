"""What one import found and did, for the person who ran it and for ``--json``."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from typing import Any

from papers.formats.records import Record
from papers.naming import key


@dataclass
class Report:
    """The counts of entries are of the file; ``*_created`` are of the database.

    ``entries`` is the sum of ``papers_created``, ``papers_matched``, ``entries_refused`` and ``entries_skipped``.
    """

    name: str
    slug: str
    entries: int = 0
    entries_refused: int = 0  # named among the problems
    entries_skipped: int = 0  # left out because somebody chose so
    entries_created: int = 0
    entries_missing: int = 0  # entries of an earlier import that the file no longer has; they are kept
    papers_created: int = 0
    papers_matched: int = 0  # entries whose paper was there already, also from a line above
    sections: int = 0  # sections that hold papers
    sections_created: int = 0
    tags: int = 0  # entries with keyword tags
    distinct_tags: int = 0
    notes: int = 0  # entries with notes
    summaries_created: int = 0
    links: int = 0  # entries with an address
    institutions: int = 0  # entries with an institution
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    possible_duplicates: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)

    def problem(self, line: int, text: str, reason: str) -> None:
        """Add one; they stand in the order of the file."""
        found = {"line": line, "text": text.strip().split("\n", 1)[0][:200], "reason": reason}
        bisect.insort(self.problems, found, key=lambda problem: problem["line"])

    def conflict(self, record: Record, paper: Any, fact: str, claimed: Any, present: Any) -> None:
        """The list claims one thing and the catalogue, which stays as it is, has another."""
        self.conflicts.append(
            {
                "line": record.line,
                "paper": paper.pk,
                "title": paper.title,
                "field": fact,
                "claimed": claimed,
                "present": present,
            }
        )

    def count(self, records: list[Record]) -> None:
        self.sections = len({record.section for record in records if record.section is not None})
        self.tags = sum(bool(record.tags) for record in records)
        self.distinct_tags = len({key(tag) for record in records for tag in record.tags})
        self.notes = sum(bool(record.notes) for record in records)
        self.links = sum(bool(record.links) for record in records)
        self.institutions = sum(bool(record.institutions) for record in records)
