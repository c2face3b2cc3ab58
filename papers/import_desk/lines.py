"""The rows of an import as the desk shows them: by tab, with what was understood and what can be chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from papers.formats.plain import record_of
from papers.formats.records import Link, Record
from papers.import_desk.completing import Suggested, identifier_of, suggested, why_nothing
from papers.importing.differences import Difference, differences, for_display
from papers.importing.outline import headings_of
from papers.lookalikes.wording import in_words as words
from papers.models import Import, ImportRow

Status, Change, Choice, Outcome = ImportRow.Status, ImportRow.Change, ImportRow.Choice, ImportRow.Outcome
COLUMNS: dict[str, Any] = {"status": Status, "change": Change, "choice": Choice, "outcome": Outcome}
ALL = _("All rows")
FIELD_NAMES = {
    "title": _("Title"),
    "nickname": _("Nickname"),
    "section": _("Section"),
    "order": _("Order"),
    "venue": _("Venue"),
    "year": _("Year"),
    "kind": _("Kind"),
    "authors": _("Authors"),
    "institutions": _("Institutions"),
    "tags": _("Tags"),
    "links": _("Links"),
    "doi": _("DOI"),
    "arxiv_id": _("arXiv id"),
    "abstract": _("Abstract"),
    "notes": _("Notes"),
    "summaries": _("Summaries"),
}
NEW = "new"  # the option that is no paper of the catalogue


class Tab(NamedTuple):
    """Rows that have one value in one of ``COLUMNS``; all rows where ``column`` is empty."""

    column: str
    value: str
    label: Any
    rows: int

    @property
    def query(self) -> str:
        return f"?{self.column}={self.value}" if self.column else "?"

    def of(self, rows: QuerySet[ImportRow]) -> QuerySet[ImportRow]:
        return rows.filter(**{self.column: self.value}) if self.column else rows


class Tally:
    """How many rows an import has of each kind, by one query."""

    def __init__(self, imported: Import) -> None:
        groups = imported.rows.order_by().values_list(*COLUMNS).annotate(number=Count("pk"))
        self.counts: Counter[tuple[str, str]] = Counter()
        for *values, number in groups:
            self.counts["", ""] += number
            for column, value in zip(COLUMNS, values, strict=True):
                self.counts[column, value] += number

    @property
    def total(self) -> int:
        return self.counts["", ""]

    @property
    def taken(self) -> int:
        return self.counts["choice", Choice.TAKE]

    def tab(self, column: str, value: str) -> Tab:
        label = COLUMNS[column](value).label if column else ALL
        return Tab(column, value, label, self.counts[column, value])

    def tabs(self, *columns: str) -> list[Tab]:
        """All rows, and each kind that there is."""
        values = [(column, value) for column in columns for value in COLUMNS[column].values]
        return [self.tab("", ""), *(self.tab(*one) for one in values if self.counts[one])]

    @property
    def for_review(self) -> list[Tab]:
        """By status; for a list that was here before also by what became of its entries; what is left out."""
        is_newer = any(self.counts["change", value] for value in Change.values if value != Change.ADDED)
        found = self.tabs("status", *(["change"] if is_newer else []))
        skipped = self.tab("choice", Choice.SKIP)._replace(label=Outcome.SKIPPED.label)
        return [*found, *([skipped] if skipped.rows else [])]

    @property
    def for_report(self) -> list[Tab]:
        problems = self.tab("status", Status.PROBLEM)
        return [*self.tabs("outcome"), *([problems] if problems.rows else [])]

    def chosen(self, asked: Mapping[str, str]) -> Tab:
        """The tab that an address names; all rows where it names none that is known."""
        known = (one for one in asked.items() if one[0] in COLUMNS and one[1] in COLUMNS[one[0]].values)
        return self.tab(*next(known, ("", "")))


class Option(NamedTuple):
    """A paper that the row may be; ``value`` is its number, or NEW."""

    value: str
    title: str
    reasons: list[str]
    is_chosen: bool


class Told(NamedTuple):
    """A difference in words."""

    name: Any
    before: str
    now: str
    ours: str


def told(difference: Difference) -> Told:
    values = (difference.before, difference.now, difference.ours)
    return Told(name_of(difference.field), *map(in_words, values))


def in_words(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(one.url if isinstance(one, Link) else str(one) for one in value)
    return "" if value is None else str(value)


def name_of(field: str) -> Any:
    return FIELD_NAMES.get(field, field)


@dataclass
class Line:
    """One row with all that its place on the page shows."""

    row: ImportRow
    imported: Import

    @cached_property
    def record(self) -> Record | None:
        return record_of(self.row.record) if self.row.record else None

    @property
    def section(self) -> str:
        place = self.record.section if self.record else None
        return headings_of(self.imported.outline)[place].title if place is not None else ""

    @property
    def is_removal(self) -> bool:
        return self.row.change == Change.REMOVED

    @property
    def can_be_taken(self) -> bool:
        return self.record is not None or self.is_removal

    @cached_property
    def options(self) -> list[Option]:
        """The papers that it may be, and last that it is a new one; none where nothing looks like it."""
        if self.record is None:
            return []
        present, is_open = self.row.paper, self.is_doubtful and not self.is_settled
        found = {present.pk: Option(str(present.pk), present.title, [], not is_open)} if present else {}
        for candidate in self.row.candidates:
            if pk := candidate.get("paper"):
                is_chosen = pk == self.row.paper_id and not is_open
                found[pk] = Option(str(pk), candidate["title"], words(candidate["reasons"]), is_chosen)
        return [*found.values(), Option(NEW, "", [], present is None and not is_open)] if found else []

    @property
    def twins(self) -> list[dict[str, Any]]:
        """Other rows of the same file that look the same."""
        found = [candidate for candidate in self.row.candidates if not candidate.get("paper")]
        return [candidate | {"reasons": words(candidate["reasons"])} for candidate in found]

    @property
    def is_doubtful(self) -> bool:
        """Whether which paper it is wants an answer, or wanted one."""
        return self.row.status == Status.DUPLICATE or self.is_settled

    @property
    def is_settled(self) -> bool:
        return any(candidate.get("apart") or candidate.get("chosen") for candidate in self.row.candidates)

    @property
    def reasons(self) -> list[str]:
        return self.row.reason.splitlines()

    @cached_property
    def differences(self) -> list[Told]:
        """What changed upstream since the last import, and what the group made of it here."""
        is_told = self.row.change and self.row.change not in {Change.ADDED, Change.SAME}
        return [told(one) for one in differences(self.row)] if is_told else []

    @property
    def conflicts(self) -> list[tuple[Any, dict[str, Any]]]:
        return [(name_of(conflict["field"]), conflict) for conflict in self.row.conflicts]

    @cached_property
    def suggested(self) -> list[Suggested]:
        """What a look-up found and the row does not say."""
        return suggested(self.row)

    @property
    def why_nothing(self) -> str:
        return why_nothing(self.row)

    @cached_property
    def can_be_asked(self) -> bool:
        return self.record is not None and "record" not in self.row.found and identifier_of(self.record) is not None


def lines(imported: Import, rows: QuerySet[ImportRow]) -> QuerySet[ImportRow]:
    """The rows with what ``Line`` looks at, in order."""
    return for_display(rows.select_related("paper__venue").order_by("position"))
