"""The merges that were done, and how each is taken back."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from papers.access import curators_only
from papers.models import Merge
from papers.requests import next_or
from papers.uniting import CannotPart, part


@curators_only
@require_safe
def merges(request: HttpRequest) -> HttpResponse:
    return page(request)


def page(request: HttpRequest, refused: int | None = None, reasons: list[str] | None = None) -> HttpResponse:
    """The merges, the newest first; beside one that cannot be taken back, why."""
    rows = Merge.objects.defer("journal").select_related("by").prefetch_related("kept")
    found = Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    stuck = rows.filter(pk=refused).first() if refused else None
    context = {"page": found, "page_query": "?", "stuck": stuck, "reasons": reasons}
    return render(request, "papers/desk/merges.html", context, status=409 if refused else 200)


@curators_only
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Part the two papers; 409 with what was built on the merge, where something was, and nothing is changed then."""
    try:
        paper = part(Merge(pk=pk))
    except Merge.DoesNotExist:
        messages.warning(request, _("This merge was taken back already."))
        return HttpResponseRedirect(reverse("merges"))
    except CannotPart as error:
        return page(request, pk, error.reasons)
    words = _("“%(title)s” is a paper of its own again; everything is as it was before the merge.")
    messages.success(request, words % {"title": paper.title})
    return HttpResponseRedirect(next_or(request, reverse("merges")))
