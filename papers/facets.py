"""What a filtered catalogue can be narrowed by, with the number of papers behind each value.

Each facet counts under all filters but its own; all counts come in one query, a UNION with one arm a facet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast

from papers.models import ListEntry, Paper, TaggedPaper

if TYPE_CHECKING:
    from papers.filters import PaperFilter

SHOWN = 12  # values of a facet that are shown before "more"


@dataclass
class Choice:
    value: str
    label: str
    count: int
    is_chosen: bool = False
    depth: int = 0
    url: str = ""


@dataclass
class Facet:
    """One way to narrow; ``excludes_itself``: its counts ignore its own choice, so that the others stay in sight."""

    name: str
    label: Any
    parameters: tuple[str, ...] = ()
    is_multiple: bool = False
    excludes_itself: bool = True
    choices: list[Choice] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parameters = self.parameters or (self.name,)

    def arms(self, papers: QuerySet[Paper], filters: PaperFilter) -> list[QuerySet]:
        """Queries of (facet, value, label, count) over the papers."""
        raise NotImplementedError

    def arranged(self, rows: list[tuple[str, str, int]], filters: PaperFilter) -> list[Choice]:
        """The counted values as choices in the order a reader expects: most papers first."""
        return [Choice(*row) for row in sorted(rows, key=lambda row: (-row[2], row[1].casefold()))]

    @property
    def shown(self) -> list[Choice]:
        """The chosen values and the first few others."""
        chosen = [choice for choice in self.choices if choice.is_chosen]
        return chosen + [choice for choice in self.choices if not choice.is_chosen][: max(0, SHOWN - len(chosen))]

    @property
    def rest(self) -> list[Choice]:
        shown = {choice.value for choice in self.shown}
        return [choice for choice in self.choices if choice.value not in shown]


def counted(rows: QuerySet, facet: str, value: str | Value, label: str | Value, of: str = "pk") -> QuerySet:
    """(facet, value, label, number of different ``of``) for each value in ``rows``: a field's name or a constant."""
    text = CharField()
    named = rows.order_by().annotate(
        facet=Cast(Value(facet), text),
        value=Cast(F(value) if isinstance(value, str) else value, text),
        label=Cast(F(label) if isinstance(label, str) else label, text),
    )
    groups = named.values("facet", "value", "label").annotate(n=Count(of, distinct=of != "pk"))
    return groups.values_list("facet", "value", "label", "n")


class VenueFacet(Facet):
    def arms(self, papers: QuerySet[Paper], filters: PaperFilter) -> list[QuerySet]:
        return [counted(papers.filter(venue__isnull=False), self.name, "venue__name", "venue__name")]


class YearFacet(Facet):
    def arms(self, papers: QuerySet[Paper], filters: PaperFilter) -> list[QuerySet]:
        return [counted(papers.filter(year__isnull=False), self.name, "year", "year")]

    def arranged(self, rows: list[tuple[str, str, int]], filters: PaperFilter) -> list[Choice]:
        return [Choice(*row) for row in sorted(rows, key=lambda row: int(row[0]))]


class TagFacet(Facet):
    def arms(self, papers: QuerySet[Paper], filters: PaperFilter) -> list[QuerySet]:
        tagged = TaggedPaper.objects.filter(content_object__in=papers.order_by().values("pk"))
        return [counted(tagged, self.name, "tag__slug", "tag__name")]


class InstitutionFacet(Facet):
    def arms(self, papers: QuerySet[Paper], filters: PaperFilter) -> list[QuerySet]:
        links = Paper.institutions.through.objects.filter(paper__in=papers.order_by().values("pk"))
        return [counted(links, self.name, "institution__name", "institution__name")]


class ListFacet(Facet):
    def arms(self, papers: QuerySet[Paper], filters: PaperFilter) -> list[QuerySet]:
        entries = ListEntry.objects.filter(paper__in=papers.order_by().values("pk"))
        return [counted(entries, self.name, "list__slug", "list__name", of="paper")]


class TopicFacet(Facet):
    """The tree, each topic with the papers of its subtopics; topics without papers are left out."""

    def arms(self, papers: QuerySet[Paper], filters: PaperFilter) -> list[QuerySet]:
        links = Paper.topics.through.objects.filter(paper__in=papers.order_by().values("pk"))
        return [counted(links, self.name, "topic__ancestors__slug", "topic__ancestors__slug", of="paper")]

    def arranged(self, rows: list[tuple[str, str, int]], filters: PaperFilter) -> list[Choice]:
        counts = {slug: count for slug, _, count in rows}
        return [
            Choice(topic.slug, topic.name, counts[topic.slug], depth=topic.depth)  # type: ignore[attr-defined]
            for topic in filters.topic_tree
            if topic.slug in counts
        ]

    @property
    def shown(self) -> list[Choice]:
        return self.choices  # a tree is not cut
