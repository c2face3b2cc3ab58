"""What a curator looks for: what is missing, and where lists and catalogue disagree."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from papers.models import ListEntry, Paper, VenueAlias


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
        return [("year", _("on the year")), ("venue", _("on the venue"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Paper]) -> QuerySet[Paper]:
        if self.value() == "year":
            return queryset.filter(Exists(other_year()), year__isnull=False)
        if self.value() == "venue":
            return queryset.filter(Exists(other_venue()), venue__isnull=False)
        return queryset


def entries_of_the_paper() -> QuerySet[ListEntry]:
    return ListEntry.objects.filter(paper=OuterRef("pk"))


def other_year() -> QuerySet[ListEntry]:
    return entries_of_the_paper().filter(~Q(claimed_year=OuterRef("year")), claimed_year__isnull=False)


def other_venue() -> QuerySet[ListEntry]:
    """Entries that claim a venue which is not the paper's by its name or another spelling."""
    spelling = VenueAlias.objects.annotate(folded=Lower("name")).filter(
        venue=OuterRef("paper__venue"), folded=OuterRef("claimed")
    )
    claims = entries_of_the_paper().exclude(claimed_venue="").annotate(claimed=Lower("claimed_venue"))
    return claims.exclude(claimed=Lower(OuterRef("venue__name"))).exclude(Exists(spelling))
