"""The first page after sign-in: what I am reading, what the group did, what wants hands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from notes.models import Reading, Summary
from notes.progress import read_by_topic
from papers.access import catalogue_page
from papers.models import Paper

SHOWN = 5


@catalogue_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    readings = Reading.objects.of(request.user)
    total = Paper.objects.count()
    context = {
        "current": readings.current().with_papers()[:SHOWN],
        "planned": readings.planned().with_papers()[:SHOWN],
        "start_with": Paper.objects.filter(recommended=True).exclude(readings__in=readings.marked()).for_rows()[:SHOWN],
        "added": Paper.objects.for_rows().order_by("-added", "-pk")[:SHOWN],
        "written": Summary.objects.recent()[:SHOWN],
        "topics": read_by_topic(readings),
        "queues": queues(total),
        "paper_count": total,
    }
    return render(request, "home.html", context)


def queues(total: int) -> dict[str, int]:
    """How many of all ``total`` papers want a summary, by what they lack."""
    published = Summary.objects.published()
    return {
        "missing_en": total - published.filter(language=Summary.Language.ENGLISH).count(),
        "missing_zh": total - published.filter(language=Summary.Language.CHINESE).count(),
        "out_of_step": Summary.objects.out_of_step().values("paper").distinct().count(),
    }
