from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from papers.access import catalogue_page, list_for_reading
from papers.exporting import menu
from papers.list_pages import Outline
from papers.models import PaperList


@catalogue_page
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "papers/lists.html", {"lists": PaperList.objects.shown().with_counts()})


@catalogue_page
@require_safe
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """A list with its own sections and entries in order, a page at a time."""
    found = list_for_reading(slug)
    outline = Outline(found)
    page = outline.page_of(request.GET.get("page"), request.GET.get("entry"))
    context = {
        "list": found,
        "sections": outline.sections,
        "shown": outline.shown_on(page),
        "page": page,
        "page_query": "?",
        "gone": [] if page.has_next() else outline.gone(),
        "export": menu(style=found.style or "plain"),
    }
    return render(request, "papers/list.html", context)
