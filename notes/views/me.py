from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from notes.access import member_of
from notes.models import Reading
from notes.progress import read_by_topic, read_by_year
from papers.charts import bars
from papers.exporting import menu
from papers.ordering import Key, Order
from papers.paging import Pages

LATELY = Order((Key(F("changed"), is_descending=True), Key(F("pk"), is_descending=True)))


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """What I am reading, what is next, what I have read."""
    readings = Reading.objects.of(member_of(request))
    counts = readings.counts_by_status()
    status = request.GET.get("status", "")
    if status not in Reading.Status.values:
        status = next((value for value in ("reading", "to-read", "read", "set-aside") if counts.get(value)), "reading")
    rows = Reading.objects.with_papers()
    pages = Pages(readings.filter(status=status), LATELY, rows, settings.PAGE_SIZE, counts.get(status, 0))
    by_year = read_by_year(readings)
    context = {
        "tabs": [(value, label, counts.get(value, 0)) for value, label in Reading.Status.choices],
        "status": status,
        "page": pages.asked(request.GET),
        "topics": read_by_topic(readings),
        "years": by_year,
        "bars": bars([(f"’{year % 100:02}", count) for year, count in by_year], height=80, step=28),
        "width": 28 * max(len(by_year), 1),
        "page_query": f"?status={status}",
        "total": sum(counts.values()),
        "export": menu(own=True),
    }
    return render(request, "notes/me.html", context)
