from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from papers.access import catalogue_page
from papers.fields import printable
from papers.models import Paper
from papers.reasons import explain
from papers.search import Search

OFFERED = 8


@catalogue_page
@require_safe
def hits(request: HttpRequest) -> HttpResponse:
    """The first papers that are found, to choose from while one types: a part of a page."""
    q = printable(request.GET.get("q", ""))
    search = Search(q, viewer=request.user)
    found = search.ranked(Paper.objects.all(), rows=Paper.objects.select_related("venue").defer("abstract"))
    papers = found[:OFFERED] if search.query.groups else []
    explain(papers, search.query, request.user, brief=True)
    return render(request, "papers/_hits.html", {"q": q, "papers": papers, "found": found.count()})
