from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from papers.access import catalogue_page
from papers.charts import year_bars
from papers.exporting import menu
from papers.filters import SORTS, PaperFilter
from papers.models import Paper
from papers.requests import HtmxRequest


@catalogue_page
@require_safe
def browse(request: HtmxRequest, filterset: type[PaperFilter] = PaperFilter) -> HttpResponse:
    """The catalogue under the filters of the address; for htmx the part that changes, and the same part in a page."""
    filters = filterset(request.GET, queryset=Paper.objects.all(), request=request)
    years = filters.facets["year"].choices  # counts the total, too, which paging needs
    page = filters.pages(Paper.objects.for_rows(), settings.PAGE_SIZE).asked(request.GET)
    context = {
        "filters": filters,
        "page": page,
        "facets": [facet for facet in filters.facets.values() if facet.name != "year"],
        "bars": year_bars([(int(choice.value), choice.count) for choice in years], filters),
        "sorts": SORTS,
        "sort": filters.sorted_by,
        "page_query": filters.address(),
        "export": menu(),
    }
    is_fragment = request.htmx and not request.htmx.history_restore_request
    response = render(request, "papers/_browse.html" if is_fragment else "papers/browse.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response
