"""Papers that may be one: looked for when one is saved, and the way from the list of papers to the desk."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from papers.lookalikes import look
from papers.models import Link, Paper

COMPARED = {"title", "nickname", "venue", "year", "doi", "arxiv_id"}


class FindsDuplicates(admin.ModelAdmin):
    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        links = any(formset.model is Link and formset.has_changed() for formset in formsets)
        if not change or links or COMPARED & {*form.changed_data}:
            look([form.instance])

    @admin.action(description=_("Merge into another paper…"), permissions=["change"])
    def merge_into(self, request: HttpRequest, queryset: QuerySet[Paper]) -> HttpResponse | None:
        """Two selected papers are compared at once; for one the desk asks which other one."""
        papers = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
        if len(papers) > 2:
            self.message_user(
                request, _("Select one paper or two; more are merged one after the other."), messages.ERROR
            )
            return None
        if len(papers) == 2:
            query = urlencode({"one": papers[0], "other": papers[1]})
            return HttpResponseRedirect(f"{reverse('duplicates-compare')}?{query}")
        return HttpResponseRedirect(f"{reverse('duplicates')}?{urlencode({'one': papers[0]})}#compare-two")
