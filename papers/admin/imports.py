"""Imports as a list; all work on them is at the import desk."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from papers.admin.lists import ReadOnlyMixin
from papers.admin.people import person
from papers.models import Import


@admin.register(Import)
class ImportAdmin(ReadOnlyMixin, admin.ModelAdmin):
    by_name = person(Import, "by")
    list_display = ("at_the_desk", "state", "format", "rows_count", "by_name", "added")
    list_display_links = None
    list_filter = ("state", "format")
    list_select_related = ("by",)
    search_fields = ("name", "file_name")
    date_hierarchy = "added"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Import]:
        rows = super().get_queryset(request).annotate(row_count=Count("rows"))
        return rows.defer("text", "outline", "report", "journal")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("papers.add_import")

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("imports"))

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The import's page at the desk, which says itself where there is none."""
        is_number = object_id.isascii() and object_id.isdecimal() and len(object_id) < 19
        return HttpResponseRedirect(reverse("import", args=[int(object_id)]) if is_number else reverse("imports"))

    @admin.display(description=_("import"), ordering="name")
    def at_the_desk(self, imported: Import) -> str:
        return format_html('<a href="{}">{}</a>', reverse("import", args=[imported.pk]), imported)

    @admin.display(description=_("rows"), ordering="row_count")
    def rows_count(self, imported: Import) -> int:
        return imported.row_count  # type: ignore[attr-defined]
