"""What answers are made of beside the catalogue: see ``papers.conditional``."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count, Max, Q
from django.http import HttpRequest

from notes.access import CODES
from notes.models import Reading, Summary
from notes.terminology import stamp
from papers.conditional import word
from papers.generation import generation
from papers.models import Paper


def shelf_of(member: AbstractBaseUser | AnonymousUser) -> tuple[Any, ...]:
    """Another one after every change of the member's readings: how many have each status, and the last date.

    Of what a machine whose clock is behind has written, the numbers tell the most; a rating may be seen with the next
    change only. Answered by an index alone.
    """
    statuses = enumerate(["", *Reading.Status])
    numbers = {f"n_{place}": Count("status", filter=Q(status=status)) for place, status in statuses}
    state = Reading.objects.of(member).order_by().aggregate(last=Max("changed"), **numbers)
    return tuple(state.values())


def of_shelf(request: HttpRequest, *args: Any, **kwargs: Any) -> str:
    """For files of one's own reading."""
    return word(request, generation(), shelf_of(request.user))


def of_summary(request: HttpRequest, pk: int, code: str) -> str | None:
    """For a published summary as a file, which names its writer."""
    papers = Paper.objects.filter(pk=pk)  # a number that no column can hold is that of no paper
    rows = Summary.objects.published().filter(paper__in=papers, language=CODES.get(code))
    fields = ("pk", "version", "changed", "author__username", "author__first_name", "author__last_name")
    row = rows.values_list(*fields).first()
    return row and word(request, generation(), row)


def of_glossary(request: HttpRequest) -> str | None:
    """For the part of the glossary's page that changes while one types; the page itself has a form with a token."""
    is_fragment = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    return word(request, stamp()) if is_fragment else None
