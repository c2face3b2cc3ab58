"""Rows on which it depends what is found or counted: the search and the counts follow whatever is done to them here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from papers import generation
from papers.admin.completing import usable
from papers.bearing import renaming


class FoundBy(admin.ModelAdmin):
    """Names: the papers that bear one are found by what it says then. To be named before an admin with a history."""

    def changing(self, *rows: Model) -> AbstractContextManager[None]:
        """What is around every change of these rows, in one transaction with it."""
        return renaming(*rows)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        with self.changing(form.instance):
            super().save_related(request, form, formsets, change)
            if change:
                self.keep_names(form)

    def keep_names(self, form: forms.ModelForm) -> None:
        """Let what the row was called before lead to it, where lists or addresses go on to use that."""

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        with self.changing(obj):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with self.changing(*queryset):
            super().delete_queryset(request, queryset)

    def history_form_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """An old version, and on POST its return."""
        rows = [self.model(pk=int(usable(object_id) or 0))] if request.method == "POST" else []
        with self.changing(*rows):
            return super().history_form_view(request, object_id, *args, **kwargs)  # type: ignore[misc]


class Counted(FoundBy):
    """Rows that no paper is found by, such as lists: what is counted by them, or found through them, is another."""

    @contextmanager
    def changing(self, *rows: Model) -> Iterator[None]:
        with transaction.atomic():
            yield
            if rows:
                generation.move_on()
