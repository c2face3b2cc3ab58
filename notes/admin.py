"""Curating what people write: both summaries on the paper's own page. Readings are looked at, private notes never."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.forms import BaseModelFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from notes.forms import BothLanguages, SummaryForm
from notes.models import Reading, Summary
from notes.relinking import linking_to, refresh, render_again
from notes.writing import confirm_in_step, delete_summary, save_both, save_summary
from papers.admin import PaperAdmin
from papers.admin.completing import Completes
from papers.admin.lists import GoesWithItsOwner
from papers.admin.pages import HistoryAdmin, KeepsWhatWasTyped
from papers.admin.people import person
from papers.indexing import reindex
from papers.models import Paper


class SummaryInline(admin.StackedInline):
    model = Summary
    form = SummaryForm
    formset = BothLanguages
    template = "admin/summaries.html"
    fields = ("seen", "shown", "over", "other_seen", "origin", "body", "state", "other_language", "message")
    max_num = len(Summary.Language)
    verbose_name_plural = _("Summaries")


class SummaryFilter(admin.SimpleListFilter):
    title = _("summaries")
    parameter_name = "summary"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing-en", _("none in English")), ("missing-zh-hans", _("none in Chinese")), ("draft", _("drafts"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Paper]) -> QuerySet[Paper]:
        summaries = Summary.objects.filter(paper=OuterRef("pk"))
        if self.value() == "draft":
            return queryset.filter(Exists(summaries.filter(state=Summary.State.DRAFT)))
        language = (self.value() or "").removeprefix("missing-")
        return queryset.exclude(Exists(summaries.filter(language=language))) if language else queryset


class PaperWithSummariesAdmin(PaperAdmin):
    inlines = (SummaryInline, *PaperAdmin.inlines)
    list_display = (*PaperAdmin.list_display[:-2], "languages", *PaperAdmin.list_display[-2:])
    list_filter = (*PaperAdmin.list_filter[:3], SummaryFilter, *PaperAdmin.list_filter[3:])

    def get_queryset(self, request: HttpRequest) -> QuerySet[Paper]:
        summaries = Summary.objects.only("paper", "language", "state", "version", "in_step_with")
        return super().get_queryset(request).prefetch_related(Prefetch("summaries", queryset=summaries))

    @admin.display(description=_("summaries"))
    def languages(self, paper: Paper) -> str:
        """EN and 中文 where there is a text; a pencil marks a draft, words a text that is out of step."""
        shown: dict[str, str] = {Summary.Language.ENGLISH: "EN", Summary.Language.CHINESE: "中文"}
        summaries = sorted(paper.summaries.all(), key=lambda summary: summary.language)
        sides = " ".join(shown[summary.language] + ("" if summary.is_published else "✎") for summary in summaries)
        is_late = len(summaries) == len(shown) and (
            summaries[0].is_behind(summaries[1]) or summaries[1].is_behind(summaries[0])
        )
        published = all(summary.is_published for summary in summaries)
        return f"{sides} · {_('out of step')}" if is_late and published else sides

    def save_formset(
        self, request: HttpRequest, form: forms.ModelForm, formset: BaseModelFormSet, change: bool
    ) -> None:
        if not isinstance(formset, BothLanguages):
            super().save_formset(request, form, formset, change)
            return
        written = formset.save(commit=False)
        edits = {side.instance.language: side.edit() for side in formset.forms if side.instance in written}  # type: ignore[attr-defined]
        save_both([(form.instance, language, edit) for language, edit in edits.items()], request.user)  # type: ignore[arg-type]
        for summary in formset.deleted_objects:
            delete_summary(summary)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if renamed := {"title", "nickname"} & set(form.changed_data):
            refresh([form.instance], [form.initial[name] for name in renamed if form.initial.get(name)])

    def delete_model(self, request: HttpRequest, obj: Paper) -> None:
        Paper.objects.select_for_update().get(pk=obj.pk)  # nobody writes or takes on its summaries meanwhile
        with leaving([obj]):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Paper]) -> None:
        with leaving(queryset):
            super().delete_queryset(request, queryset)


@contextmanager
def leaving(papers: Iterable[Paper]) -> Iterator[None]:
    """Delete the papers inside: no link leads to them any more, and nobody finds them or a note on them."""
    with transaction.atomic():
        numbers, left = [paper.pk for paper in papers], linking_to(papers)
        yield
        render_again(left)
        reindex(numbers)


admin.site.unregister(Paper)
admin.site.register(Paper, PaperWithSummariesAdmin)


class OutOfStepFilter(admin.SimpleListFilter):
    title = _("the two languages")
    parameter_name = "step"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("out", _("out of step"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Summary]) -> QuerySet[Summary]:
        late = Summary.objects.out_of_step().order_by().values("pk")
        return queryset.filter(pk__in=late) if self.value() == "out" else queryset


@admin.register(Summary)
class SummaryAdmin(Completes, KeepsWhatWasTyped, HistoryAdmin):
    form = SummaryForm
    author_name, last_editor_name = person(Summary, "author"), person(Summary, "last_editor")
    list_display = ("paper", "language", "state", "step", "version", "last_editor_name", "changed")
    list_filter = ("language", "state", OutOfStepFilter, ("after__list", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("paper", "last_editor")
    search_fields = ("paper__title", "paper__nickname", "body")
    autocomplete_fields = ("paper",)
    readonly_fields = ("version", "author_name", "last_editor_name", "after", "added", "changed")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "seen",
                    "shown",
                    "over",
                    "other_seen",
                    "origin",
                    "paper",
                    "language",
                    "body",
                    "state",
                    "other_language",
                    "message",
                )
            },
        ),
        (_("Record"), {"fields": (("version", "changed"), ("author_name", "last_editor_name"), "after")}),
    )
    actions = ("confirm",)

    def save_model(self, request: HttpRequest, obj: Summary, form: forms.ModelForm, change: bool) -> None:
        obj.pk = save_summary(obj.paper, obj.language, form.edit(), request.user).pk  # type: ignore[arg-type, attr-defined]

    def delete_model(self, request: HttpRequest, obj: Summary) -> None:
        delete_summary(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Summary]) -> None:
        for summary in queryset.order_by("paper", "pk"):
            delete_summary(summary)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Summary]:
        late = Summary.objects.out_of_step().filter(pk=OuterRef("pk"))
        return super().get_queryset(request).annotate(is_late=Exists(late))

    @admin.display(description=_("the two languages"))
    def step(self, summary: Summary) -> Any:
        return _("out of step") if summary.is_late else ""  # type: ignore[attr-defined]

    @admin.action(description=_("Confirm that both languages say the same"), permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Summary]) -> None:
        papers = Paper.objects.filter(pk__in=queryset.order_by().values("paper"))
        count = sum(confirm_in_step(paper, request.user) for paper in papers)  # type: ignore[arg-type]
        text = ngettext("%(n)d paper confirmed.", "%(n)d papers confirmed.", count) % {"n": count}
        self.message_user(request, text, messages.SUCCESS)


@admin.register(Reading)
class ReadingAdmin(GoesWithItsOwner, admin.ModelAdmin):
    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """By status alone: any other field in the address would let private notes be guessed letter by letter."""
        return lookup in {"status", "status__exact"}

    member_name = person(Reading, "member")
    list_display = ("member_name", "paper", "status", "started", "finished", "changed")
    list_filter = ("status",)
    list_select_related = ("member", "paper")
    search_fields = ("paper__title", "member__username")
    fields = readonly_fields = ("member_name", "paper", "status", "started", "finished", "changed")


from notes import admin_claims, admin_glossary, admin_members  # noqa: E402, F401 - they register themselves
