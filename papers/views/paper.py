from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from papers.access import catalogue_page, paper_for_reading, paper_merged_from
from papers.exporting import WRITTEN
from papers.formats import bibtex
from papers.models import Paper
from papers.provenance.apparatus import apparatus_of
from papers.transfer import record_of


@catalogue_page
@require_safe
def paper(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """Everything known of one paper, at its one address: another ending leads there, and so does the number of a
    paper that was merged into it."""
    try:
        found = paper_for_reading(pk)
    except Http404:
        return to_its_place(request, paper_merged_from(pk))
    if slug != found.slug:
        return to_its_place(request, found)
    context = {
        "paper": found,
        "apparatus": apparatus_of(found),
        "bibtex": bibtex.write([replace(record_of(found), abstract="")]),
        "downloads": [(name, WRITTEN[name].LABEL) for name in ("bibtex", "ris", "csl-json")],
    }
    return render(request, "papers/paper.html", context)


def to_its_place(request: HttpRequest, found: Paper) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(found.get_absolute_url() + (f"?{query}" if query else ""))
