"""Accounts in curation, as Django has them; with a member go the readings and notes that were theirs alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from notes import shelf
from notes.models import Reading
from papers.indexing import reindex

admin.site.unregister(User)


@admin.register(User)
class MemberAdmin(UserAdmin):
    def delete_model(self, request: HttpRequest, obj: User) -> None:
        with leaving([obj.pk]):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        with leaving(queryset.values_list("pk", flat=True)):
            super().delete_queryset(request, queryset)


@contextmanager
def leaving(members: Iterable[int]) -> Iterator[None]:
    """Delete the members inside; what they noted for themselves leaves the search with them."""
    members = list(members)
    with transaction.atomic():
        noted = Reading.objects.filter(member__in=members).exclude(private_note="")
        papers = set(noted.order_by().values_list("paper", flat=True))
        yield
        reindex(papers, is_counted=False)
        transaction.on_commit(lambda: shelf.forget(members))
