import csv
from collections.abc import Iterator

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from notes.access import member_of
from notes.models import Reading
from notes.progress import read_by_topic, read_by_year
from papers.charts import bars


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """What I am reading, what is next, what I have read."""
    readings = Reading.objects.of(member_of(request))
    counts = readings.counts_by_status()
    status = request.GET.get("status", "")
    if status not in Reading.Status.values:
        status = next((value for value in ("reading", "to-read", "read", "set-aside") if counts.get(value)), "reading")
    shown = readings.filter(status=status).with_papers().order_by("-changed", "-pk")
    by_year = read_by_year(readings)
    context = {
        "tabs": [(value, label, counts.get(value, 0)) for value, label in Reading.Status.choices],
        "status": status,
        "page": Paginator(shown, settings.PAGE_SIZE).get_page(request.GET.get("page")),
        "topics": read_by_topic(readings),
        "years": by_year,
        "bars": bars([(f"’{year % 100:02}", count) for year, count in by_year], height=80, step=28),
        "width": 28 * max(len(by_year), 1),
        "page_query": f"?status={status}",
        "total": sum(counts.values()),
    }
    return render(request, "notes/me.html", context)


class Echo:
    """A file that gives back what is written to it, for rows that are sent as they are made."""

    def write(self, value: str) -> str:
        return value


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """One's own readings as CSV, in UTF-8 with a byte-order mark, as spreadsheet programs expect Chinese."""
    rows = Reading.objects.of(member_of(request)).with_papers().order_by("pk")
    response = StreamingHttpResponse(lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-reading.csv"'
    return response


def lines(readings: QuerySet[Reading]) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(
        ["title", "nickname", "venue", "year", "status", "started", "finished", "rating", "private note"]
    )
    for reading in readings.iterator(chunk_size=500):
        paper = reading.paper
        cells = [
            paper.title,
            paper.nickname,
            paper.venue or "",
            paper.year or "",
            reading.status,
            reading.started or "",
            reading.finished or "",
            reading.rating or "",
            reading.private_note,
        ]
        yield writer.writerow([harmless(str(cell)) for cell in cells])


def harmless(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet program would run as a formula."""
    return "'" + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
