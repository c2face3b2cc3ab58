"""The first page after sign-in: what I am reading, what the group did, what wants hands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from notes.models import Claim, Reading, Summary
from notes.progress import read_by_topic
from notes.queues import EVERYWHERE, lengths
from papers.access import catalogue_page
from papers.models import Paper
from papers.topic_lengths import paper_count

SHOWN = 5


@catalogue_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    readings = Reading.objects.of(request.user)
    context = {
        "current": readings.current().with_papers()[:SHOWN],
        "planned": readings.planned().with_papers()[:SHOWN],
        "start_with": Paper.objects.filter(recommended=True).exclude(readings__in=readings.marked()).for_rows()[:SHOWN],
        "added": Paper.objects.for_rows().order_by("-added", "-pk")[:SHOWN],
        "written": Summary.objects.recent()[:SHOWN],
        "topics": read_by_topic(readings),
        "queues": lengths(request.user)[EVERYWHERE],
        "claims": Claim.objects.of(request.user).holding().select_related("paper").order_by("until"),
        "paper_count": paper_count(),
    }
    return render(request, "home.html", context)
