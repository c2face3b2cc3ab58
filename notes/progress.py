"""How far a member is: by topic, by year of publication, by section of a list."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count, F
from pyroaring import BitMap

from notes.models import Reading
from papers.bitmaps import Index, numbers
from papers.models import ListEntry, PaperList, Topic


@dataclass(frozen=True)
class Progress:
    """So many of so many papers."""

    topic: Topic
    done: int
    total: int


def read_by_topic(index: Index, read: BitMap) -> list[Progress]:
    """The roots of the topic tree with how many of their papers, those of subtopics included, are read."""
    tree = Topic.objects.as_tree()
    about = index.about(tree)
    done = numbers(about, read)
    roots = (topic for topic in tree if topic.parent_id is None and topic.pk in about)
    return [Progress(topic, done.get(topic.pk, 0), len(about[topic.pk])) for topic in roots]


def read_by_year(index: Index, read: BitMap) -> list[tuple[int, int]]:
    """(year of publication, papers read), oldest first, without gaps."""
    counts = numbers(index.sets.get("year", {}), read)
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
