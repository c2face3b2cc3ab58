"""How many papers there are, in all and under each topic."""

from __future__ import annotations

from django.db.models import Count

from papers.kept import Kept
from papers.models import Paper

UNDER = "lengths"  # what is kept here, among what else is


def paper_count() -> int:
    return Kept().found(UNDER, "papers", lambda: {0: Paper.objects.count()})[0]


def papers_by_topic() -> dict[int, int]:
    """The number of papers by a topic's number, those of the topics below it included; none stand for no number."""
    links = Paper.topics.through.objects.order_by().values_list("topic__ancestors")
    return Kept().found(UNDER, "topics", lambda: dict(links.annotate(n=Count("paper", distinct=True))))
