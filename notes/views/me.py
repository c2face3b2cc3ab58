from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from notes.access import member_of
from notes.models import Reading
from notes.progress import read_by_topic, read_by_year
from notes.shelf import marks
from papers import bitmaps
from papers.charts import columns
from papers.exporting import menu
from papers.kept import Kept
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
    kept = Kept()
    index, read = bitmaps.index(kept), marks(request.user, kept)["read"]
    by_year = read_by_year(index, read)
    context = {
        "tabs": [(value, label, counts.get(value, 0)) for value, label in Reading.Status.choices],
        "status": status,
        "page": pages.asked(request.GET),
        "topics": read_by_topic(index, read),
        "years": by_year,
        "chart": columns(by_year, height=80),
        "page_query": f"?status={status}",
        "total": sum(counts.values()),
        "export": menu(own=True),
    }
    return render(request, "notes/me.html", context)
