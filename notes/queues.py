"""What wants writing: four queues of papers, each a filter of the catalogue, and how many stand in them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import TextChoices, Value
from django.utils.translation import gettext_lazy as _

from notes.access import may_write
from notes.models import Language, Reading, Summary
from notes.querysets import SummaryQuerySet
from papers.facets import counted
from papers.models import Paper
from papers.querysets import PaperQuerySet

User = AbstractBaseUser | AnonymousUser
EVERYWHERE = ""  # in the place of a topic's slug


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
    drafts = Summary.objects.visible_to(user).filter(state=Summary.State.DRAFT)
    return drafts if may_write(user) else drafts.none()


def offered(user: User) -> list[Queue]:
    """The queues that can hold anything for the user."""
    return [queue for queue in Queue if queue is not Queue.DRAFTS or may_write(user)]


def lengths(user: User, only_read: bool = False, by_topic: bool = False) -> dict[str, dict[Queue, int]]:
    """How many papers stand in each queue: under EVERYWHERE of all, and with ``by_topic`` under each topic's slug.

    ``only_read`` counts among what the user has read. One query; what is missing is what remains of all papers, for
    counting that itself would mean to look at each of them.
    """
    papers, links = Paper.objects.all(), Paper.topics.through.objects.all()
    texts = {queue: queue.summaries(user) for queue in offered(user)}
    if only_read:
        read = Reading.objects.of(user).read().order_by().values("paper")
        papers, links = papers.filter(pk__in=read), links.filter(paper__in=read)
        texts = {queue: rows.filter(paper__in=read) for queue, rows in texts.items()}
    arms = [counted(papers, "", Value(EVERYWHERE), Value(""))]
    arms += [counted(rows, queue.value, Value(EVERYWHERE), Value(""), of="paper") for queue, rows in texts.items()]
    if by_topic:
        some = {queue.value: links.filter(paper__in=rows.values("paper")) for queue, rows in texts.items()}
        slug = "topic__ancestors__slug"
        arms += [counted(rows, name, slug, slug, of="paper") for name, rows in {"": links, **some}.items()]
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    found[EVERYWHERE][""] = 0
    for name, place, _label, count in arms[0].union(*arms[1:], all=True).order_by():
        found[place][name] = count
    return {
        place: {queue: counts[""] - counts[queue] if queue.lacks else counts[queue] for queue in texts}
        for place, counts in found.items()
    }
