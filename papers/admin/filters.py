"""What a curator looks for: what is missing, and where lists and catalogue disagree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from papers import bitmaps
from papers.kept import Kept
from papers.models import ListEntry, Paper, PaperList, Topic
from papers.provenance.claims import DISPUTABLE


class InUse(admin.SimpleListFilter):
    """Papers of one row, of those rows that papers have; neither looks at every paper."""

    links: ClassVar[Any]  # the model whose rows say which paper has which row
    column: ClassVar[str]  # of the row in it

    def rows(self) -> Iterable[Model]:
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(row.pk), str(row)) for row in self.rows()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Paper]) -> QuerySet[Paper]:
        value = self.value() or ""
        if value not in {key for key, _label in self.lookup_choices}:
            return queryset
        return queryset.filter(pk__in=self.links.objects.order_by().filter(**{self.column: value}).values("paper"))

    def in_use(self, rows: QuerySet) -> QuerySet:
        return rows.filter(Exists(self.links.objects.filter(**{self.column: OuterRef("pk")})))


class TopicFilter(InUse):
    title = _("topics")
    parameter_name = "topic"
    links = Paper.topics.through
    column = "topic"

    def rows(self) -> Iterable[Model]:
        return self.in_use(Topic.objects.order_by("parent__position", "position"))


class ListFilter(InUse):
    title = _("list")
    parameter_name = "list"
    links = ListEntry
    column = "list"

    def rows(self) -> Iterable[Model]:
        return self.in_use(PaperList.objects.all())


class YearFilter(admin.SimpleListFilter):
    """The years that papers have, as the index knows them: PostgreSQL would look at every paper for them."""

    title = _("year")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        years = bitmaps.index(Kept()).sets.get("year", {})
        return [(str(year), str(year)) for year in sorted(years)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Paper]) -> QuerySet[Paper]:
        known = {year for year, _label in self.lookup_choices}
        return queryset.filter(year=self.value()) if self.value() in known else queryset


class MissingFilter(admin.SimpleListFilter):
    title = _("what is missing")
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("venue", _("venue")),
            ("year", _("year")),
            ("topics", _("topics")),
            ("links", _("links")),
            ("authorships", _("authors")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Paper]) -> QuerySet[Paper]:
        known = {name for name, _label in self.lookup_choices}
        return queryset.filter(**{f"{self.value()}__isnull": True}) if self.value() in known else queryset


class DisagreementFilter(admin.SimpleListFilter):
    title = _("lists that disagree")
    parameter_name = "disagree"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("year", _("on the year")), ("venue", _("on the venue")), ("title", _("on the title"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Paper]) -> QuerySet[Paper]:
        field = self.value() or ""
        if field not in DISPUTABLE:
            return queryset
        return queryset.filter(pk__in=ListEntry.objects.disagreeing(field).order_by().values("paper"))
