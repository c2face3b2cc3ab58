"""What an import brought, for other apps to act on in its transaction. ``FOLLOWERS`` are the functions that do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from papers.journal import Journal
from papers.models import Import, ImportRow, ListEntry, Paper

if TYPE_CHECKING:
    from papers.importing.report import Report


@dataclass
class Arrival:
    """What followers are told. All that they write has to be noted in ``journal``."""

    imported: Import
    report: Report
    journal: Journal
    rows: list[ImportRow]
    noted: list[ListEntry] = field(default_factory=list)  # entries that brought notes
    summaries: list[tuple[ListEntry, str, str]] = field(default_factory=list)  # (entry, language, Markdown)
    named: list[Paper] = field(default_factory=list)  # papers that are new or have another name now
    former_names: list[str] = field(default_factory=list)

    def problem(self, entry: ListEntry, reason: str) -> None:
        """Say in the report what could not be done with an entry."""
        for row in self.rows:
            if row.entry_id == entry.pk:
                row.reason = "\n".join([*row.reason.splitlines(), reason])
                row.save(update_fields=["reason"])
                break


FOLLOWERS: list[Callable[[Arrival], None]] = []
