"""From a paper's page of curation to what registries know of it, with what was typed saved first."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from papers.models import Paper


class LooksUp:
    """``_lookup`` beside the other buttons saves the paper and goes on to its look-up, which comes back here."""

    def response_add(self, request: HttpRequest, obj: Paper, post_url_continue: str | None = None) -> HttpResponse:
        if "_lookup" in request.POST:
            return look_up(obj)
        return super().response_add(request, obj, post_url_continue)  # type: ignore[misc]

    def response_change(self, request: HttpRequest, obj: Paper) -> HttpResponse:
        if "_lookup" in request.POST:
            return look_up(obj)
        return super().response_change(request, obj)  # type: ignore[misc]


def look_up(paper: Paper) -> HttpResponse:
    back = urlencode({"next": reverse("admin:papers_paper_change", args=[paper.pk])})
    return HttpResponseRedirect(f"{reverse('paper-look-up', args=[paper.pk])}?{back}")
