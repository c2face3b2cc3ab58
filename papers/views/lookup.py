"""For curators: what a registry says of a paper, to be accepted field by field."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from papers.access import curators_only, member_of, paper_for_reading
from papers.forms import stamp
from papers.lookup import Found, Identifier, LookupFailed, Reason, identify, look_up
from papers.lookup.cleaning import visible
from papers.lookup.suggesting import Refused, accept, packed, suggestions_for, unpacked
from papers.models import Paper
from papers.requests import next_or

LONGEST_ADDRESS = 1000
SHOWN = ("authorships", "links")  # what is compared with what one saw, beside the paper itself


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def paper_look_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask by ``?by=``, or by the first of the paper's own identifiers; POST takes the ticked fields over.

    409 where the paper was changed meanwhile, 422 where a value belongs to another paper; nothing is changed then.
    """
    paper = paper_for_reading(pk)
    if request.method == "POST":
        return taken(request, paper)
    ways = ways_to(paper)
    text = visible(request.GET.get("by", "")).strip()[:LONGEST_ADDRESS]
    identifier = identify(text) if text else next(iter(ways), None)
    if identifier is None:
        failure = LookupFailed(Reason.UNKNOWN) if text else None
        return page(request, paper, by=text, failure=failure)
    try:
        found = look_up(identifier)
    except LookupFailed as failure:
        return page(request, paper, by=text or identifier.value, failure=failure)
    return page(request, paper, by=text or identifier.value, found=found)


def ways_to(paper: Paper) -> list[Identifier]:
    """All that registries may know the paper by: its DOI, its arXiv id, its links."""
    texts = [paper.doi, paper.arxiv_id and f"arXiv:{paper.arxiv_id}", *(link.url for link in paper.links.all())]
    return list(dict.fromkeys(way for text in texts if text and (way := identify(text))))


def taken(request: HttpRequest, paper: Paper) -> HttpResponse:
    found = unpacked(request.POST.get("said", ""))
    if found is None:
        return page(request, paper, error=_("This page is too old; look the paper up again."), status=422)
    try:
        with transaction.atomic():
            current = (
                Paper.objects.select_for_update(of=("self",), no_key=True)
                .select_related("venue")
                .filter(pk=paper.pk)
                .first()
            )
            if current is None:
                raise Http404
            if request.POST.get("seen", "") != stamp(current, SHOWN):
                error = _("Somebody changed the paper meanwhile. Look at what differs now, and tick again.")
                return page(request, paper_for_reading(paper.pk), found=found, error=error, status=409)
            fields = accept(current, found, request.POST.getlist("take"), member_of(request))
    except Refused as refusal:
        return page(request, paper, found=found, error=str(refusal), status=422)
    messages.success(request, count_said(len(fields)))
    return HttpResponseRedirect(next_or(request, current.get_absolute_url()))


def count_said(count: int) -> str:
    if not count:
        return _("Nothing was ticked, and nothing was changed.")
    return ngettext("%(n)d field taken over.", "%(n)d fields taken over.", count) % {"n": count}


def page(
    request: HttpRequest,
    paper: Paper,
    by: str = "",
    found: Found | None = None,
    failure: LookupFailed | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "paper": paper,
        "ways": ways_to(paper),
        "by": by,
        "found": found,
        "failure": failure,
        "error": error,
        "offers": suggestions_for(paper, found) if found else [],
        "said": packed(found) if found else "",
        "seen": stamp(paper, SHOWN),
        "ticked": request.POST.getlist("take"),
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    return render(request, "papers/desk/look_up.html", context, status=status)
