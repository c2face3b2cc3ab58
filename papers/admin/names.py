"""Curating names: venues, institutions, authors and tags, with their spellings and a way to make two one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from papers.admin.actions import ask, chooser
from papers.admin.pages import HistoryAdmin
from papers.merging import keep_spelling, merge_institutions, merge_tags, merge_venues
from papers.models import Author, Institution, InstitutionAlias, Paper, Tag, TaggedPaper, Venue, VenueAlias

KEPT = _("Its name stays; the others become other spellings of it.")


class CountsPapers(admin.ModelAdmin):
    """Adds the number of papers to a list of names, counted in the list's own query."""

    ordering = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows: Any = super().get_queryset(request)
        return rows.with_paper_counts()

    @admin.display(description=_("papers"), ordering="paper_count")
    def papers_count(self, row: Any) -> int:
        return row.paper_count


class Spelt(CountsPapers, HistoryAdmin):
    """Names with other spellings; a name that is changed stays known as one of them, for lists go on to use it."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("aliases")

    @admin.display(description=_("other spellings"))
    def spellings(self, row: Any) -> str:
        return ", ".join(alias.name for alias in row.aliases.all())

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and "name" in form.changed_data:
            keep_spelling(form.instance, form.initial["name"])
            form.instance.aliases.filter(name__iexact=form.instance.name).delete()


class VenueAliasInline(admin.TabularInline):
    model = VenueAlias
    extra = 1


class InstitutionAliasInline(admin.TabularInline):
    model = InstitutionAlias
    extra = 1


@admin.register(Venue)
class VenueAdmin(Spelt):
    list_display = ("name", "full_name", "area", "kind", "spellings", "papers_count")
    list_filter = ("area", "kind")
    search_fields = ("name", "full_name", "aliases__name")
    inlines = (VenueAliasInline,)
    actions = ("merge",)

    @admin.action(description=_("Merge into another venue…"), permissions=["delete"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Venue]) -> HttpResponse | None:
        def deed(kept: Venue) -> str:
            gone = merge_venues(queryset, kept)
            return ngettext("%(n)d venue merged into %(name)s.", "%(n)d venues merged into %(name)s.", gone) % {
                "n": gone,
                "name": kept,
            }

        return ask(self, request, queryset, chooser(Paper, "venue", _("Merge into"), KEPT), _("Merge venues"), deed)


@admin.register(Institution)
class InstitutionAdmin(Spelt):
    list_display = ("name", "full_name", "spellings", "papers_count")
    search_fields = ("name", "full_name", "aliases__name")
    inlines = (InstitutionAliasInline,)
    actions = ("merge",)

    @admin.action(description=_("Merge into another institution…"), permissions=["delete"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Institution]) -> HttpResponse | None:
        form = chooser(Paper, "institutions", _("Merge into"), KEPT)

        def deed(kept: Institution) -> str:
            gone = merge_institutions(queryset, kept)
            return ngettext(
                "%(n)d institution merged into %(name)s.", "%(n)d institutions merged into %(name)s.", gone
            ) % {"n": gone, "name": kept}

        return ask(self, request, queryset, form, _("Merge institutions"), deed)


@admin.register(Author)
class AuthorAdmin(CountsPapers):
    list_display = ("name", "papers_count")
    search_fields = ("name",)


@admin.register(Tag)
class TagAdmin(CountsPapers):
    list_display = ("name", "slug", "papers_count")
    search_fields = ("name", "slug")
    actions = ("merge",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super(CountsPapers, self).get_queryset(request).annotate(paper_count=Count("tagged_papers"))

    @admin.action(description=_("Merge into another tag…"), permissions=["delete"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Tag]) -> HttpResponse | None:
        form = chooser(TaggedPaper, "tag", _("Merge into"), _("The papers of the others get this tag."))

        def deed(kept: Tag) -> str:
            gone = merge_tags(queryset, kept)
            return ngettext("%(n)d tag merged into %(name)s.", "%(n)d tags merged into %(name)s.", gone) % {
                "n": gone,
                "name": kept,
            }

        return ask(self, request, queryset, form, _("Merge tags"), deed)
