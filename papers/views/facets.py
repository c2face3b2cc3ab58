from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from papers.access import catalogue_page
from papers.facets import matching
from papers.filters import PaperFilter
from papers.models import Paper
from papers.requests import HtmxRequest

MOST = 100  # values on a page


@catalogue_page
@require_safe
def one(request: HtmxRequest, name: str, filterset: type[PaperFilter] = PaperFilter) -> HttpResponse:
    """All values of a facet under the filters of the address, to be found by ``find``; ``order=name`` for the alphabet.

    For htmx the part that stands among the other facets, with ``short`` as a page of the catalogue has it.
    """
    filters = filterset(request.GET, queryset=Paper.objects.all(), request=request)
    facet = filters.facet(name) if name in filters.filters else None
    if facet is None:
        raise Http404
    words = request.GET.get("find", "")[:100]
    found = matching(facet, words)
    order = "name" if request.GET.get("order") == "name" else ""
    if order:
        found = sorted(found, key=lambda choice: choice.label.casefold())
    context = {
        "filters": filters,
        "facet": facet,
        "page_query": filters.address(),
        "find": words,
        "order": order,
        "is_part": "short" in request.GET,
        "asked": urlencode({"find": words, "order": order}),
        "page": Paginator(found, MOST).get_page(request.GET.get("page")),
    }
    response = render(request, template_for(request), context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def template_for(request: HtmxRequest) -> str:
    if not request.htmx or request.htmx.history_restore_request:
        return "papers/facet.html"
    return "papers/_facet.html" if "short" in request.GET else "papers/_facet_all.html"
