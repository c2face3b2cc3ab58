"""One's own reading as files: for a spreadsheet, or for whatever else keeps papers."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from notes.access import member_of
from notes.conditional import of_shelf
from notes.exporting import rows, shelf_records
from notes.models import Reading
from papers.exporting import Export, UnknownChoice
from papers.views.exports import not_known

TABLE = Export(format="csv")


@require_safe
@condition(of_shelf)
def table(request: HttpRequest) -> StreamingHttpResponse:
    """One's own readings as CSV, in UTF-8 with a byte-order mark, as spreadsheet programs expect Chinese."""
    return TABLE.response(my_rows(request), "my-reading")


@require_safe
@condition(of_shelf)
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The same in any format; in CSV always with status, dates, rating and private note, else with ``mine=yes``."""
    try:
        asked = Export.asked(request.GET)
    except UnknownChoice as error:
        return not_known(request, error)
    if asked.format == TABLE.format:
        return table(request)
    readings = Reading.objects.of(member_of(request)).order_by("pk")
    records = shelf_records(readings, asked.languages, with_mine=request.GET.get("mine") == "yes")
    return asked.response(asked.record_pieces(records, _("My reading")), "my-reading")


def my_rows(request: HttpRequest) -> Iterator[str]:
    return rows(Reading.objects.of(member_of(request)).with_papers().order_by("pk"))
