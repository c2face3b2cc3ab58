"""The curator's desk: what waits, and what was done lately."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from papers import waiting
from papers.access import curators_only
from papers.models import Deed, Import, Merge

RECENT = 5


@curators_only
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    recent = Import.objects.defer("text", "outline", "report", "journal").select_related("by")
    context = {
        "blocks": waiting.blocks(),
        "imports": recent[:RECENT],
        "merges": Merge.objects.defer("journal").select_related("by").prefetch_related("kept")[:RECENT],
        "deeds": Deed.objects.defer("journal").select_related("by")[:RECENT],
    }
    return render(request, "papers/desk/overview.html", context)
