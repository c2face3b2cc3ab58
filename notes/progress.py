"""How far a member is: by topic, by year of publication, by section of a list."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count, F

from notes.models import Reading
from notes.querysets import ReadingQuerySet
from papers.models import ListEntry, PaperList, Topic
from papers.topic_lengths import papers_by_topic


@dataclass(frozen=True)
class Progress:
    """So many of so many papers."""

    topic: Topic
    done: int
    total: int


def read_by_topic(readings: ReadingQuerySet) -> list[Progress]:
    """The roots of the topic tree with how many of their papers are read."""
    totals = papers_by_topic()
    roots = list(Topic.objects.filter(parent=None).order_by("position", "pk"))
    read = readings.read().order_by().filter(paper__topics__ancestors__in=roots)
    done = dict(read.values_list("paper__topics__ancestors").annotate(n=Count("paper", distinct=True)))
    return [Progress(topic, done.get(topic.pk, 0), totals[topic.pk]) for topic in roots if topic.pk in totals]


def read_by_year(readings: ReadingQuerySet) -> list[tuple[int, int]]:
    """(year of publication, papers read), oldest first, without gaps."""
    rows = readings.read().filter(paper__year__isnull=False).order_by()
    counts = dict(rows.values_list("paper__year").annotate(n=Count("pk")))
    return [(year, counts.get(year, 0)) for year in range(min(counts), max(counts) + 1)] if counts else []


def read_by_section(member: AbstractBaseUser | AnonymousUser, group: PaperList) -> dict[int, int]:
    """How many papers of each section the member has read, by the section's id."""
    if not member.is_authenticated:
        return {}
    read = Reading.objects.of(member).read().order_by().values("paper")
    entries = ListEntry.objects.present().filter(list=group, paper__in=read).order_by()
    return dict(entries.values_list(F("section")).annotate(n=Count("paper", distinct=True)))


def read_by_list(member: AbstractBaseUser | AnonymousUser) -> dict[int, int]:
    """How many papers of each list the member has read, by the list's id."""
    if not member.is_authenticated:
        return {}
    read = Reading.objects.of(member).read().order_by().values("paper")
    entries = ListEntry.objects.on_shown_lists().filter(paper__in=read).order_by()
    return dict(entries.values_list("list").annotate(n=Count("paper", distinct=True)))
