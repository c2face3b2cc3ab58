"""Files for other programs: a list, whatever a filter finds, one paper."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from papers.access import catalogue_page, list_for_reading, paper_for_reading
from papers.conditional import of_catalogue, of_filtered
from papers.exporting import WRITTEN, Export, UnknownChoice
from papers.filters import PaperFilter
from papers.models import Paper
from papers.transfer import record_of, records_by_number


@catalogue_page
@require_safe
@condition(of_catalogue)
def one_list(request: HttpRequest, slug: str) -> HttpResponse | StreamingHttpResponse:
    """A list with its sections, in the list's own style unless another is asked for."""
    group = list_for_reading(slug)
    try:
        export = Export.asked(request.GET)
    except UnknownChoice as error:
        return not_known(request, error)
    return export.response(export.list_pieces(group), group.slug)


@catalogue_page
@require_safe
@condition(of_filtered)
def papers(request: HttpRequest, filterset: type[PaperFilter] = PaperFilter) -> HttpResponse | StreamingHttpResponse:
    """What ``/papers/`` finds at the same address, all of it and in that order."""
    try:
        export = Export.asked(request.GET)
    except UnknownChoice as error:
        return not_known(request, error)
    found = filterset(request.GET, queryset=Paper.objects.all(), request=request).numbers
    return export.response(export.record_pieces(records_by_number(found, export.languages), _("Papers")), "papers")


@catalogue_page
@require_safe
@condition(of_catalogue)
def one_paper(request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    paper = paper_for_reading(pk)
    try:
        export = Export.asked(request.GET)
    except UnknownChoice as error:
        return not_known(request, error)
    return export.response(export.record_pieces([record_of(paper)], ""), paper.cite_key or paper.slug)


def not_known(request: HttpRequest, error: UnknownChoice) -> HttpResponse:
    """What was asked for and is not known, and what is."""
    context = {"name": error.name, "value": error.value[:100], "formats": WRITTEN.values()}
    return render(request, "papers/export_unknown.html", context, status=400)
