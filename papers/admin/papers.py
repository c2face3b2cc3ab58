"""Curating papers: their facts, authors and links beside what each list claims."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from simple_history.utils import bulk_update_with_history

from papers.admin.actions import ask, chooser
from papers.admin.completing import Completes, RowsAtHand
from papers.admin.filters import DisagreementFilter, MissingFilter
from papers.admin.lists import ReadOnlyMixin
from papers.admin.pages import HistoryAdmin, KeepsWhatWasTyped
from papers.formats.links import arxiv_in, doi_in
from papers.forms import NoticesOthers, Text
from papers.models import Authorship, Link, ListEntry, Paper, Tag, TaggedPaper, Topic

LONGEST_TAG = 100  # characters


class PaperForm(NoticesOthers):
    arxiv_id = forms.CharField(
        label=_("arXiv id"),
        required=False,
        max_length=200,  # an address is longer than the number that is kept
        widget=AdminTextInputWidget,
        help_text=_("Also as an address, such as https://arxiv.org/abs/2309.06180."),
    )

    class Meta:
        model = Paper
        fields = "__all__"  # noqa: DJ007 - the admin's fieldsets choose
        field_classes = {"abstract": Text}
        help_texts = {
            "doi": _("Also as an address, such as https://doi.org/10.1145/3341301.3359646."),
            "topics": _("A paper may stand under several."),
            "tags": _("Separated by commas."),
        }

    def clean_tags(self) -> list[str]:
        """The tags, each short enough for its column."""
        tags = self.cleaned_data["tags"]
        for tag in tags:
            if len(tag) > LONGEST_TAG:
                raise forms.ValidationError(
                    _("A tag has at most %(limit)d characters: %(tag)s…") % {"limit": LONGEST_TAG, "tag": tag[:40]}
                )
        return tags

    def clean_doi(self) -> str:
        """The bare DOI, also from an address."""
        typed = self.cleaned_data["doi"].strip()
        doi = doi_in(typed) or re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", typed.lower())
        if doi and not (doi.startswith("10.") and "/" in doi):
            raise forms.ValidationError(_("A DOI looks like 10.1145/3341301.3359646."))
        return self.unshared("doi", doi)

    def clean_arxiv_id(self) -> str:
        """The bare number without its version, also from an address."""
        typed = self.cleaned_data["arxiv_id"].strip()
        number = arxiv_in(typed) or arxiv_in(f"arXiv:{typed}")
        if typed and not number:
            raise forms.ValidationError(_("An arXiv id looks like 2309.06180."))
        return self.unshared("arxiv_id", number)

    def unshared(self, field: str, value: str) -> str:
        other = Paper.objects.filter(**{field: value}).exclude(pk=self.instance.pk).first() if value else None
        if other is not None:
            raise forms.ValidationError(_("Another paper has it: “%(title)s”.") % {"title": other.title})
        return value


class AuthorshipInline(Completes, admin.TabularInline):
    model = Authorship
    formset = RowsAtHand
    autocomplete_fields = ("author",)
    extra = 1

    def get_queryset(self, request: HttpRequest) -> QuerySet[Authorship]:
        return super().get_queryset(request).select_related("author")


class LinkInline(admin.TabularInline):
    model = Link
    extra = 1
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


class ClaimInline(ReadOnlyMixin, admin.TabularInline):
    """What each list says of the paper: a source, not to be edited."""

    model = ListEntry
    fields = ("list", "section", "line", "claimed_title", "claimed_venue", "claimed_year")
    readonly_fields = fields
    extra = 0
    verbose_name_plural = _("named in")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ListEntry]:
        return super().get_queryset(request).select_related("list", "section")


@admin.register(Paper)
class PaperAdmin(Completes, KeepsWhatWasTyped, HistoryAdmin):
    form = PaperForm
    list_display: tuple[str, ...] = ("title", "venue", "year", "topic_names", "recommended", "changed")
    list_display_links = ("title",)
    list_filter: tuple[Any, ...] = (
        "recommended",
        MissingFilter,
        DisagreementFilter,
        "kind",
        "publication",
        ("topics", admin.RelatedOnlyFieldListFilter),
        ("entries__list", admin.RelatedOnlyFieldListFilter),
        "venue__area",
        "year",
    )
    list_select_related = ("venue",)
    list_per_page = 50
    search_fields = ("title",)
    search_help_text = _("Title, nickname, author, venue, institution, tag, topic or summary, in either language.")
    ordering = ("-year", "-pk")
    autocomplete_fields = ("venue", "institutions", "topics")
    readonly_fields = ("added", "added_by", "changed")
    fieldsets = (
        (None, {"fields": ("seen", "title", "nickname", "topics", "tags", "recommended")}),
        (_("Published"), {"fields": (("venue", "year"), ("kind", "publication"), "institutions", ("doi", "arxiv_id"))}),
        (_("Abstract"), {"fields": ("abstract",), "classes": ("collapse",)}),
        (_("Record"), {"fields": (("added", "added_by", "changed"),), "classes": ("collapse",)}),
    )
    inlines: tuple[type[admin.options.InlineModelAdmin], ...] = (AuthorshipInline, LinkInline, ClaimInline)
    actions = ("recommend", "stop_recommending", "add_tag", "move_to_topic")
    save_on_top = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Paper]:
        return super().get_queryset(request).prefetch_related("topics")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Paper], search_term: str
    ) -> tuple[QuerySet[Paper], bool]:
        if search_term:
            queryset = queryset.filter(pk__in=Paper.objects.search(search_term).order_by().values("pk"))
        return queryset, False

    def save_model(self, request: HttpRequest, obj: Paper, form: forms.ModelForm, change: bool) -> None:
        """Save what has changed: whoever writes a summary only leaves the paper as it is, also for others' eyes."""
        if not change:
            obj.added_by = request.user  # type: ignore[assignment]
        if not change or hasattr(obj, "_history") or {*form.changed_data} - {"seen"}:
            super().save_model(request, obj, form, change)

    @admin.display(description=_("topics"))
    def topic_names(self, paper: Paper) -> str:
        return ", ".join(topic.name for topic in paper.topics.all())

    @admin.action(description=_("Recommend"), permissions=["change"])
    def recommend(self, request: HttpRequest, queryset: QuerySet[Paper]) -> None:
        self.set_recommended(request, queryset, True)

    @admin.action(description=_("Recommend no longer"), permissions=["change"])
    def stop_recommending(self, request: HttpRequest, queryset: QuerySet[Paper]) -> None:
        self.set_recommended(request, queryset, False)

    def set_recommended(self, request: HttpRequest, papers: QuerySet[Paper], value: bool) -> None:
        changed = list(papers.exclude(recommended=value))
        for paper in changed:
            paper.recommended, paper.changed = value, timezone.now()
        bulk_update_with_history(changed, Paper, ["recommended", "changed"], batch_size=500)
        self.message_user(request, done(len(changed)), messages.SUCCESS)

    @admin.action(description=_("Add a tag…"), permissions=["change"])
    def add_tag(self, request: HttpRequest, queryset: QuerySet[Paper]) -> HttpResponse | None:
        def deed(tag: Tag) -> str:
            papers = list(queryset.values_list("pk", flat=True))
            rows = [TaggedPaper(content_object_id=pk, tag=tag) for pk in papers]
            TaggedPaper.objects.bulk_create(rows, ignore_conflicts=True)
            return done(len(papers))

        return ask(self, request, queryset, chooser(TaggedPaper, "tag", _("Tag")), _("Add a tag"), deed)

    @admin.action(description=_("Move to a topic…"), permissions=["change"])
    def move_to_topic(self, request: HttpRequest, queryset: QuerySet[Paper]) -> HttpResponse | None:
        form = chooser(Paper, "topics", _("Topic"), _("The papers leave their other topics."))

        def deed(topic: Topic) -> str:
            papers = list(queryset)
            for paper in papers:
                paper.topics.set([topic])
            return done(len(papers))

        return ask(self, request, queryset, form, _("Move to a topic"), deed)


def done(count: int) -> str:
    return ngettext("%(n)d paper changed.", "%(n)d papers changed.", count) % {"n": count}
