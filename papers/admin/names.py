"""Curating names: venues, institutions, authors and tags, with their spellings and a way to make two one."""

from __future__ import annotations

from typing import Any

import taggit.models
from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from papers.admin.actions import ask, chooser
from papers.admin.found import FoundBy
from papers.admin.pages import HistoryAdmin, KeepsWhatWasTyped
from papers.admin.rows import Rows
from papers.forms import NoticesOthers
from papers.merging import keep_spelling, merge_institutions, merge_venues
from papers.models import (
    Author,
    Institution,
    InstitutionAlias,
    Paper,
    Tag,
    TagAlias,
    TaggedPaper,
    Venue,
    VenueAlias,
)
from papers.naming import key
from papers.tagging import add_alias, merge_tags

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


class NameForm(NoticesOthers):
    """A name with its other spellings; it cannot be one of somebody else's."""

    within = ("aliases",)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        owner = self.instance._meta.get_field("aliases").field.name
        aliases = type(self.instance).aliases.rel.related_model.objects.select_related(owner)
        for alias in aliases.exclude(**{owner: self.instance.pk}):
            if key(alias.name) == key(name):
                raise forms.ValidationError(
                    _("That is another spelling of “%(name)s”.") % {"name": getattr(alias, owner)}
                )
        return name


class Spelt(KeepsWhatWasTyped, FoundBy, CountsPapers, HistoryAdmin):
    """Names with other spellings; a name that is changed stays known as one of them, for lists go on to use it."""

    form = NameForm

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("aliases")

    @admin.display(description=_("other spellings"))
    def spellings(self, row: Any) -> str:
        return ", ".join(alias.name for alias in row.aliases.all())

    def keep_names(self, form: forms.ModelForm) -> None:
        if "name" in form.changed_data:
            keep_spelling(form.instance, form.initial["name"])
            form.instance.aliases.filter(name__iexact=form.instance.name).delete()


class VenueAliasInline(admin.TabularInline):
    model = VenueAlias
    formset = Rows
    extra = 1


class InstitutionAliasInline(admin.TabularInline):
    model = InstitutionAlias
    formset = Rows
    extra = 1


class TagAliasInline(admin.TabularInline):
    model = TagAlias
    formset = Rows
    fields = ("name",)
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


class AuthorForm(NoticesOthers):
    pass


@admin.register(Author)
class AuthorAdmin(KeepsWhatWasTyped, FoundBy, CountsPapers):
    form = AuthorForm
    list_display = ("name", "papers_count")
    search_fields = ("name",)


admin.site.unregister(taggit.models.Tag)  # another app's tags, which no paper has


@admin.register(Tag)
class TagAdmin(KeepsWhatWasTyped, FoundBy, CountsPapers):
    form = NameForm
    list_display = ("name", "slug", "papers_count")
    search_fields = ("name", "slug", "aliases__name")
    fields = ("seen", "name", "slug")
    inlines = (TagAliasInline,)
    actions = ("merge",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        count = Count("tagged_papers", distinct=True)  # a search joins aliases
        return super(CountsPapers, self).get_queryset(request).annotate(paper_count=count)

    def keep_names(self, form: forms.ModelForm) -> None:
        """A name and an address that are changed stay known, for lists and bookmarks go on to use them."""
        if {"name", "slug"} & {*form.changed_data}:
            add_alias(form.instance, form.initial["name"], form.initial["slug"])

    @admin.action(description=_("Merge into another tag…"), permissions=["delete"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Tag]) -> HttpResponse | None:
        form = chooser(TaggedPaper, "tag", _("Merge into"), _("The papers of the others get this tag."))

        def deed(kept: Tag) -> str:
            names = ", ".join(str(tag) for tag in queryset.exclude(pk=kept.pk))
            gone = merge_tags(queryset, kept, request.user)  # type: ignore[arg-type]
            self.log_change(request, kept, gettext("Merged with it: %(names)s") % {"names": names})
            return ngettext("%(n)d tag merged into %(name)s.", "%(n)d tags merged into %(name)s.", gone) % {
                "n": gone,
                "name": kept,
            }

        return ask(self, request, queryset, form, _("Merge tags"), deed)
