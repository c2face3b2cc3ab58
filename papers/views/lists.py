from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from papers.access import catalogue_page, list_for_reading
from papers.models import PaperList


@catalogue_page
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "papers/lists.html", {"lists": PaperList.objects.with_counts()})


@catalogue_page
@require_safe
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """A list with its own sections and entries in order."""
    found = list_for_reading(slug)
    return render(request, "papers/list.html", {"list": found, "sections": found.sections_with_entries()})
