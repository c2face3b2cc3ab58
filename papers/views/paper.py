from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from papers.access import catalogue_page, paper_for_reading
from papers.formats import bibtex
from papers.provenance import claims_on
from papers.transfer import record_of


@catalogue_page
@require_safe
def paper(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """Everything known of one paper, at its one address: another ending leads there."""
    found = paper_for_reading(pk)
    if slug != found.slug:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(found.get_absolute_url() + (f"?{query}" if query else ""))
    context = {
        "paper": found,
        "claims": claims_on(found),
        "bibtex": bibtex.write([record_of(found)]),
    }
    return render(request, "papers/paper.html", context)
