"""What wants writing: four queues of papers, each a filter of the catalogue, and how many stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import CharField, Count, F, IntegerField, QuerySet, TextChoices, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from notes.access import may_write
from notes.models import Language, Reading, Summary
from notes.querysets import SummaryQuerySet
from papers.kept import Kept
from papers.models import Paper
from papers.querysets import PaperQuerySet

User = AbstractBaseUser | AnonymousUser
EVERYWHERE = ""  # in the place of a topic's slug
PAPERS = ""  # in the place of a queue's name
Counts = dict[str, dict[str, int]]  # by a queue's name and a topic's slug


class Queue(TextChoices):
    """The values are those of ``summary=`` in the addresses of the catalogue."""

    MISSING_ENGLISH = "missing-en", _("English missing")
    MISSING_CHINESE = "missing-zh", _("Chinese missing")
    OUT_OF_STEP = "out-of-step", _("Out of step")
    DRAFTS = "drafts", _("Drafts")

    @property
    def in_full(self) -> Any:
        """The label where nothing around it speaks of summaries."""
        full = {"missing-en": _("English summary missing"), "missing-zh": _("Chinese summary missing")}
        return full.get(self.value, self.label)

    @property
    def lacks(self) -> Language | None:
        """The language that the papers of the queue have no published summary in."""
        return {"missing-en": Language.ENGLISH, "missing-zh": Language.CHINESE}.get(self.value)

    def summaries(self, user: User) -> SummaryQuerySet:
        """The texts that put a paper into the queue, or keep it out where the queue is of what is missing."""
        if self is Queue.DRAFTS:
            return drafts_for(user)
        if self is Queue.OUT_OF_STEP:
            return Summary.objects.out_of_step()
        return Summary.objects.published().filter(language=self.lacks)

    def of(self, papers: PaperQuerySet, user: User) -> PaperQuerySet:
        """Those of the papers that stand in the queue."""
        found = self.summaries(user).order_by().values("paper")
        return papers.exclude(pk__in=found) if self.lacks else papers.filter(pk__in=found)


def drafts_for(user: User) -> SummaryQuerySet:
    """Drafts that the user may go on with; none for those who do not write."""
    drafts = Summary.objects.filter(state=Summary.State.DRAFT)
    if not may_write(user):
        return drafts.none()
    return drafts if user.has_perm("notes.see_drafts") else drafts.filter(author=user.pk)  # type: ignore[union-attr]


def offered(user: User) -> list[Queue]:
    """The queues that can hold anything for the user."""
    return [queue for queue in Queue if queue is not Queue.DRAFTS or may_write(user)]


def lengths(user: User, only_read: bool = False, by_topic: bool = False) -> dict[str, dict[Queue, int]]:
    """How many papers stand in each queue: under EVERYWHERE of all, and with ``by_topic`` under each topic's slug.

    ``only_read`` counts among what the user has read. What is missing is what remains of all papers, for counting that
    itself would mean to look at each of them; what is the same for everybody is kept.
    """
    texts = {queue.value: queue.summaries(user) for queue in offered(user)}
    if only_read:
        read = Reading.objects.of(user).read()
        inside = {name: rows.filter(paper__in=read.order_by().values("paper")) for name, rows in texts.items()}
        counts = tally({PAPERS: read, **inside}, by_topic)
    else:
        own = {name: texts.pop(name) for name in [Queue.DRAFTS.value] if name in texts}
        name = "by topic" if by_topic else "everywhere"
        counts = Kept().found("queues", name, lambda: tally({PAPERS: Paper.objects.all(), **texts}, by_topic))
        counts = counts | tally(own, by_topic)
    return {
        place: {queue: length(queue, {name: counts[name].get(place, 0) for name in counts}) for queue in offered(user)}
        for place in (EVERYWHERE, *counts[PAPERS])
    }


def length(queue: Queue, counts: dict[str, int]) -> int:
    return counts[PAPERS] - counts[queue.value] if queue.lacks else counts[queue.value]


def tally(rows: Mapping[str, QuerySet], by_topic: bool) -> Counts:
    """How many papers there are, or the rows speak of, EVERYWHERE and with ``by_topic`` under each slug; one query."""
    arms = []
    for number, found in enumerate(rows.values()):
        way = "" if found.model is Paper else "paper__"
        arms.append(counted(found, number, Value(EVERYWHERE), way))
        if by_topic:
            arms.append(counted(found, number, F(f"{way}topics__ancestors__slug"), way))
    counts: Counts = {name: {} for name in rows}
    names = list(rows)
    for number, place, n in arms[0].union(*arms[1:], all=True).order_by() if arms else ():
        if place is not None:  # of no topic
            counts[names[number]][place] = n
    return counts


def counted(rows: QuerySet, number: int, place: Any, way: str) -> QuerySet:
    """(number, place, different papers)"""
    named = rows.order_by().annotate(
        number=Cast(Value(number), IntegerField()), place=Cast(place, CharField(max_length=120))
    )
    groups = named.values("number", "place").annotate(n=Count(f"{way}pk", distinct=True))
    return groups.values_list("number", "place", "n")
