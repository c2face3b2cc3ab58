"""What people wrote and did about two papers that become one: all of it is kept, and goes back when they are parted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from notes.models import Claim, Draft, Reading, Summary
from notes.uniting import links
from notes.uniting.desk import unite_claims, unite_drafts
from notes.uniting.readings import unite_readings
from notes.uniting.summaries import unite_summaries
from papers.uniting import Follower, Union


def rows(pair: set[int]) -> Iterable[QuerySet]:
    for model in (Reading, Summary, Draft, Claim):
        yield model._base_manager.filter(paper__in=pair)
    yield Summary.history.filter(paper__in=pair)


def unite(union: Union) -> Any:
    memory = links.remember(union)
    unite_readings(union)
    numbers, aside = unite_summaries(union)
    unite_drafts(union, numbers, aside)
    unite_claims(union)
    return memory


def counted() -> Iterable[tuple[Any, QuerySet, str]]:
    """Of readings no more than how many, and no unsaved texts: they are their members' own."""
    yield Summary._meta.verbose_name_plural, Summary.objects.all(), "paper"
    yield Reading._meta.verbose_name_plural, Reading.objects.all(), "paper"


FOLLOWER = Follower(
    rows=rows,
    counted=counted,
    unite=unite,
    united=links.renew,
    parted=links.bring_back,
    whole=("notes.Reading", "notes.Summary"),
    private=("notes.Reading", "notes.Draft", "notes.Claim"),
)
