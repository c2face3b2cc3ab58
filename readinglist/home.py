"""The first page after sign-in: what I am reading, what the group did, what wants hands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from notes.models import Claim, Reading, Summary
from notes.progress import read_by_topic
from notes.queues import EVERYWHERE, lengths
from notes.shelf import marks
from papers import bitmaps
from papers.access import catalogue_page
from papers.kept import Kept
from papers.models import Paper
from papers.ordering import ORDERS
from papers.paging import Pages

SHOWN = 5


@catalogue_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    readings = Reading.objects.of(request.user)
    kept = Kept()
    index = bitmaps.index(kept)
    context = {
        "current": readings.current().with_papers()[:SHOWN],
        "planned": readings.planned().with_papers()[:SHOWN],
        "start_with": Paper.objects.filter(recommended=True).exclude(readings__in=readings.marked()).for_rows()[:SHOWN],
        "added": Pages(Paper.objects.all(), ORDERS["added"], Paper.objects.for_rows(), SHOWN, len(index.all)).page(1),
        "written": Summary.objects.recent()[:SHOWN],
        "topics": read_by_topic(index, marks(request.user, kept)["read"]),
        "queues": lengths(request.user)[EVERYWHERE],
        "claims": Claim.objects.of(request.user).holding().select_related("paper").order_by("until"),
        "paper_count": len(index.all),
    }
    return render(request, "home.html", context)
