from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from papers.access import catalogue_page, paper_for_reading
from papers.provenance import sources_of


@catalogue_page
@require_safe
def sources(request: HttpRequest, pk: int) -> HttpResponse:
    """Where each value of the paper comes from, and what its sources say otherwise."""
    paper = paper_for_reading(pk)
    return render(request, "papers/sources.html", {"paper": paper, "facts": sources_of(paper)})
