"""Curating papers: their facts, authors and links beside what each list claims."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from papers import citing
from papers.admin.best_first import Searched
from papers.admin.bulk import BulkEdits
from papers.admin.completing import Completes, usable
from papers.admin.duplicates import FindsDuplicates
from papers.admin.filters import DisagreementFilter, ListFilter, MissingFilter, TopicFilter, YearFilter
from papers.admin.lists import ReadOnlyMixin
from papers.admin.looking_up import LooksUp
from papers.admin.pages import HistoryAdmin, KeepsWhatWasTyped, QuickRows
from papers.admin.people import person
from papers.admin.rows import Rows, RowsAtHand
from papers.formats.links import arxiv_in, doi_in
from papers.forms import NoticesOthers, Text
from papers.indexing import reindex
from papers.models import Authorship, Link, ListEntry, Paper
from papers.provenance import sign, signing, values_of
from papers.tagging import known

LONGEST_TAG = 100  # characters


class PaperForm(NoticesOthers):
    within = ("authorships", "links")
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
        """The tags, each short enough for its column, under the names that they have now."""
        tags = self.cleaned_data["tags"]
        meant = known(tags)
        tags = list(dict.fromkeys(meant[tag].name if tag in meant else tag for tag in tags))
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
    formset = Rows
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
class PaperAdmin(QuickRows, Searched, Completes, KeepsWhatWasTyped, BulkEdits, LooksUp, FindsDuplicates, HistoryAdmin):
    form = PaperForm
    list_display: tuple[str, ...] = ("title", "venue", "year", "topic_names", "is_recommended", "changed")
    list_display_links = ("title",)
    list_filter: ClassVar[tuple[Any, ...]] = (
        "recommended",
        MissingFilter,
        DisagreementFilter,
        "kind",
        "publication",
        TopicFilter,
        ListFilter,
        "venue__area",
        YearFilter,
    )
    list_select_related = ("venue",)
    show_full_result_count = False  # "of so many" would count the whole catalogue once more
    search_fields = ("title",)
    search_help_text = _("Title, nickname, author, venue, institution, tag, topic or summary, in either language.")
    ordering = ("-year", "-pk")
    autocomplete_fields = ("venue", "institutions", "topics")
    added_by_name = person(Paper, "added_by")
    readonly_fields = ("added", "added_by_name", "changed")
    fieldsets = (
        (None, {"fields": ("seen", "title", "nickname", "topics", "tags", "recommended")}),
        (_("Published"), {"fields": (("venue", "year"), ("kind", "publication"), "institutions", ("doi", "arxiv_id"))}),
        (_("Abstract"), {"fields": ("abstract",), "classes": ("collapse",)}),
        (_("Record"), {"fields": (("added", "added_by_name", "changed"),), "classes": ("collapse",)}),
    )
    inlines: ClassVar[tuple[type[admin.options.InlineModelAdmin], ...]] = (AuthorshipInline, LinkInline, ClaimInline)
    actions = (*BulkEdits.actions, "merge_into")
    save_on_top = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Paper]:
        return super().get_queryset(request).prefetch_related("topics")

    def save_model(self, request: HttpRequest, obj: Paper, form: forms.ModelForm, change: bool) -> None:
        """Save what has changed: whoever writes a summary only leaves the paper as it is, also for others' eyes."""
        form.before = values_of(obj)  # type: ignore[attr-defined]
        if not change:
            obj.added_by = request.user  # type: ignore[assignment]
        if not change or hasattr(obj, "_history") or {*form.changed_data} - {"seen"}:
            super().save_model(request, obj, form, change)

    @transaction.atomic
    def history_form_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """An old version; whoever brings it back stands for the values that come back with it."""
        papers = [int(usable(object_id) or 0)] if request.method == "POST" else []
        with signing(papers, request.user):
            response = super().history_form_view(request, object_id, *args, **kwargs)
        reindex(papers)
        return response

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change and "cite_key" not in form.changed_data:
            citing.settle(form.instance)
        sign(form.instance, form.before, request.user)  # type: ignore[attr-defined]
        reindex([form.instance.pk])

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        """Where lists name it, the page says which."""
        named_in = context["object"].entries.select_related("list").order_by("list__name", "position")
        return super().render_delete_form(request, context | {"named_in": named_in})

    @admin.display(description=_("topics"))
    def topic_names(self, paper: Paper) -> str:
        return ", ".join(topic.name for topic in paper.topics.all())

    @admin.display(description=_("recommended"), ordering="recommended")
    def is_recommended(self, paper: Paper) -> str:
        """A quiet mark; a red cross on every other row would say that something is wrong with it."""
        return "✓" if paper.recommended else ""
