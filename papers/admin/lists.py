"""Lists as they came in. What an entry says is a source and cannot be edited; where a section points can."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count, QuerySet
from django.forms import BaseModelFormSet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from papers.admin.completing import Completes
from papers.admin.found import Counted
from papers.admin.pages import HistoryAdmin, KeepsWhatWasTyped
from papers.admin.rows import RowsAtHand
from papers.forms import NoticesOthers
from papers.importing.sections import point_at
from papers.models import ListEntry, PaperList, Section


class ReadOnlyMixin:
    """Looked at, never changed here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class GoesWithItsOwner(ReadOnlyMixin):
    """Deleted only as part of what an administrator deletes, such as a list with its entries; never by itself."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        match = request.resolver_match
        here = getattr(match.func, "model_admin", None) if match else self
        return request.user.is_superuser and here is not self


class ListForm(NoticesOthers):
    within = ("sections",)


class SectionInline(Completes, admin.TabularInline):
    model = Section
    formset = RowsAtHand
    fields = ("place", "entries_count", "topic")
    readonly_fields = ("place", "entries_count")
    autocomplete_fields = ("topic",)
    ordering = ("position",)
    extra = 0
    max_num = 0
    can_delete = False
    verbose_name_plural = _("sections; papers follow where a section points")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        return super().get_queryset(request).select_related("list", "topic").annotate(entry_count=Count("entries"))

    @admin.display(description=_("section"))
    def place(self, section: Section) -> str:
        return "— " * (section.level - 1) + str(section)

    @admin.display(description=_("entries"))
    def entries_count(self, section: Section) -> int:
        return section.entry_count  # type: ignore[attr-defined]


@admin.register(PaperList)
class PaperListAdmin(KeepsWhatWasTyped, Counted, HistoryAdmin):
    form = ListForm
    gone_with_it = ("sections",)
    list_display = ("name", "entries_count", "imported")
    search_fields = ("name", "description")
    readonly_fields = ("imported",)
    inlines = (SectionInline,)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_queryset(self, request: HttpRequest) -> QuerySet[PaperList]:
        return super().get_queryset(request).annotate(entry_count=Count("entries"))

    @admin.display(description=_("entries"), ordering="entry_count")
    def entries_count(self, group: PaperList) -> int:
        return group.entry_count  # type: ignore[attr-defined]

    def save_formset(
        self, request: HttpRequest, form: forms.ModelForm, formset: BaseModelFormSet, change: bool
    ) -> None:
        for section in formset.save(commit=False):
            point_at(section, section.topic)
        formset.save_m2m()

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """How much of what would go, in numbers: a list has thousands of entries."""
        lists = [group.pk for group in objs]
        counts = {
            model._meta.verbose_name_plural: rows.filter(list__in=lists).count()
            for model, rows in ((ListEntry, ListEntry.objects), (Section, Section.objects))
        }
        mine = all(self.has_delete_permission(request, group) for group in objs)
        perms = set() if mine else {self.opts.verbose_name}
        return [str(group) for group in objs], counts, perms, []

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        group = context["object"]
        papers = group.entries.order_by().values("paper").distinct().count()
        return super().render_delete_form(request, context | {"papers": papers})


@admin.register(ListEntry)
class ListEntryAdmin(GoesWithItsOwner, admin.ModelAdmin):
    list_display = ("claimed_title", "claimed_venue", "claimed_year", "list", "section", "line")
    list_filter = ("list",)
    list_select_related = ("list", "section")
    search_fields = ("claimed_title", "raw")
