"""Claims in curation: who has taken what on. A forgotten one can be deleted, so that others may take the text."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from notes.models import Claim
from papers.admin.people import person


@admin.register(Claim)
class ClaimAdmin(admin.ModelAdmin):
    member_name = person(Claim, "member")
    list_display = ("paper", "language", "member_name", "until")
    fields = readonly_fields = ("paper", "language", "member_name", "until")
    list_filter = ("language",)
    list_select_related = ("paper", "member")
    search_fields = ("paper__title", "paper__nickname", "member__username")
    ordering = ("until",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
