"""Who may fetch what of what people write and do."""

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from notes.models import Reading
from papers.models import Paper


def reading_for_edit(member: User, paper_pk: int) -> Reading:
    """The member's own reading of the paper, locked until the transaction ends; Http404 where there is no such paper.

    An empty one is made where there is none, so that two clicks at once meet in one row.
    """
    paper = get_object_or_404(Paper.objects.only("title"), pk=paper_pk)
    reading, _ = Reading.objects.select_for_update().get_or_create(member=member, paper=paper)
    reading.paper = paper
    return reading


def member_of(request: HttpRequest) -> User:
    """The signed-in member; views behind sign-in only."""
    assert isinstance(request.user, User)  # noqa: S101 - SignInMiddleware has seen to it
    return request.user
