"""Two papers beside each other: every value of both, which one a curator would likely choose, and what is united."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.forms import stamp
from papers.models import Link, ListEntry, Paper, TaggedPaper
from papers.uniting.choices import DROPPED, FIELDS, KEPT, Choices, fuller
from papers.uniting.following import FOLLOWERS

Words = str | Promise
LABELS: dict[str, Words] = {
    **{field.name: field.verbose_name for field in Paper._meta.concrete_fields if field.name in FIELDS},
    "authors": gettext_lazy("authors"),
}
ORDER = ("title", "nickname", "authors", "venue", "year", "kind", "publication", "doi", "arxiv_id", "recommended",
         "abstract")  # fmt: skip
SHOWN: dict[str, Callable[[Paper], Any]] = {
    "kind": lambda paper: paper.get_kind_display(),
    "publication": lambda paper: paper.get_publication_display(),
    "recommended": lambda paper: _("yes") if paper.recommended else _("no"),
    "venue": lambda paper: str(paper.venue or ""),
    "year": lambda paper: str(paper.year or ""),
    "authors": lambda paper: ", ".join(str(row.author) for row in paper.authorships.all()),
}


@dataclass(frozen=True)
class Side:
    """One value of a field; ``is_chosen`` where it stays unless the curator says otherwise."""

    paper: Paper
    letter: str
    value: str
    is_chosen: bool


@dataclass(frozen=True)
class Line:
    field: str
    label: Words
    sides: tuple[Side, Side]

    @property
    def is_choice(self) -> bool:
        """Whether both papers say something, and not the same."""
        one, other = self.sides
        return bool(one.value and other.value) and not self.is_same

    @property
    def is_same(self) -> bool:
        return self.sides[0].value == self.sides[1].value

    @property
    def has_value(self) -> bool:
        return any(side.value for side in self.sides)


@dataclass
class Comparison:
    """``one`` and ``other`` are shown as A and B."""

    one: Paper
    other: Paper
    chosen: Choices | None = None  # field to the id of a paper, as a form that was sent says

    @property
    def papers(self) -> list[tuple[str, Paper]]:
        return [("A", self.one), ("B", self.other)]

    @property
    def seen(self) -> str:
        """What the page has shown, so that nobody decides on what has changed since."""
        return "|".join(stamp(paper) for _letter, paper in self.papers)

    @property
    def lines(self) -> list[Line]:
        return [line for line in map(self.line, ORDER) if line.has_value]

    def line(self, field: str) -> Line:
        values = [str(shown(paper, field)) for _letter, paper in self.papers]
        first = self.choice(field)
        one, other = (
            Side(paper, letter, value, paper is first)
            for (letter, paper), value in zip(self.papers, values, strict=True)
        )
        return Line(field, LABELS[field], (one, other))

    def choice(self, field: str) -> Paper:
        said = (self.chosen or {}).get(field, "")
        if said in {str(self.one.pk), str(self.other.pk)}:
            return self.one if said == str(self.one.pk) else self.other
        if field == "authors":
            return self.other if len(self.other.authorships.all()) > len(self.one.authorships.all()) else self.one
        return fuller(self.one, self.other, field)

    @cached_property
    def counts(self) -> list[tuple[Words, int, int]]:
        """What will be united: (what, how many of it A has, how many B)."""
        return [(label, held.get(self.one.pk, 0), held.get(self.other.pk, 0)) for label, held in counts_of(self.pair)]

    @property
    def pair(self) -> set[int]:
        return {self.one.pk, self.other.pk}

    @property
    def likelier(self) -> Paper:
        """The one that more has been made of; of two alike the older."""
        totals = [sum(column) for column in zip(*((mine, theirs) for _label, mine, theirs in self.counts), strict=True)]
        mine, theirs = totals or (0, 0)
        if mine == theirs:
            return min(self.one, self.other, key=lambda paper: paper.pk)
        return self.one if mine > theirs else self.other


def shown(paper: Paper, field: str) -> Any:
    return SHOWN[field](paper) if field in SHOWN else getattr(paper, field)


def counts_of(pair: set[int]) -> list[tuple[Words, dict[int, int]]]:
    """What each of the papers has, by kind, where any of them has some."""
    rows: list[tuple[Words, QuerySet, str]] = [
        (gettext_lazy("list entries"), ListEntry.objects.all(), "paper"),
        (gettext_lazy("links"), Link.objects.all(), "paper"),
        (gettext_lazy("tags"), TaggedPaper.objects.all(), "content_object"),
        (gettext_lazy("topics"), Paper.topics.through.objects.all(), "paper"),
        (gettext_lazy("institutions"), Paper.institutions.through.objects.all(), "paper"),
        *(of for follower in FOLLOWERS for of in follower.counted()),
    ]
    counted = [(label, counted_by_paper(every, field, pair)) for label, every, field in rows]
    return [(label, held) for label, held in counted if held]


def counted_by_paper(rows: QuerySet, field: str, pair: set[int]) -> dict[int, int]:
    found = rows.filter(**{f"{field}__in": pair}).order_by().values_list(field).annotate(Count("pk"))
    return dict(found)


def choices_in(said: Choices, dropped: Paper) -> dict[str, str]:
    """From the ids of papers, as the form has them, to what ``merge_papers`` wants to know."""
    return {field: DROPPED if said[field] == str(dropped.pk) else KEPT for field in ORDER if field in said}
