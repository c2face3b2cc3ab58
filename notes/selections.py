"""Which papers a queue is looked at for, as an address says it: all or what one has read, and of which topic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notes.models import Reading
from notes.queues import EVERYWHERE, Queue
from papers.fields import KnownField, one_of
from papers.filters import among
from papers.models import Paper, Topic
from papers.querysets import PaperQuerySet, line_of

READ = "read"
Counts = dict[str, dict[Queue, int]]


class QueueForm(forms.Form):
    """What the address asks for; what is not known is set aside and named."""

    scope = KnownField(one_of([READ]), is_single=True, label=_("Scope"))

    def __init__(self, data: Any, queues: list[Queue], tree: list[Topic]) -> None:
        super().__init__(data)
        self.fields["topic"] = KnownField(among(lambda: tree), is_single=True, label=_("Topic"))
        self.fields["queue"] = KnownField(one_of(queues), is_single=True, label=_("Queue"))
        self.is_valid()

    def chosen(self, name: str) -> Any:
        return next(iter(self.cleaned_data[name]), None)

    @property
    def unknown(self) -> list[tuple[Any, str]]:
        """(label, value) of each."""
        return [(field.label, value) for field in self.fields.values() for value in getattr(field, "unknown", ())]

    def selection(self, counts: Counts) -> Selection:
        """What is looked at: by default the first queue that holds anything."""
        usual = Selection(next(iter(counts[EVERYWHERE])), self.chosen("topic"), bool(self.chosen("scope")))
        if asked := self.chosen("queue"):
            return usual.but(queue=Queue(asked))
        return next((selection for selection, count in usual.by_queue(counts) if count), usual)


@dataclass(frozen=True)
class Selection:
    """A queue, of all papers or of a topic and those below it, and of all or of what the member has read."""

    queue: Queue
    topic: Topic | None = None
    only_read: bool = False

    @property
    def address(self) -> str:
        return self.written(queue=self.queue.value, scope=READ if self.only_read else "")

    @property
    def catalogue(self) -> str:
        """The same papers as a filter of the catalogue."""
        return reverse("browse") + self.written(status=READ if self.only_read else "", summary=self.queue.value)

    def written(self, **values: str) -> str:
        values["topic"] = self.topic.slug if self.topic else ""
        return "?" + urlencode({name: value for name, value in values.items() if value})

    def but(self, **changes: Any) -> Selection:
        return replace(self, **changes)

    def papers(self, member: User) -> PaperQuerySet:
        papers = Paper.objects.about(self.topic) if self.topic else Paper.objects.all()
        if self.only_read:
            papers = papers.filter(pk__in=Reading.objects.of(member).read().order_by().values("paper"))
        return self.queue.of(papers, member)

    def by_queue(self, counts: Counts) -> list[tuple[Selection, int]]:
        """Each queue of the same papers, with its length."""
        lengths = counts.get(self.topic.slug if self.topic else EVERYWHERE) or dict.fromkeys(counts[EVERYWHERE], 0)
        return [(self.but(queue=queue), count) for queue, count in lengths.items()]


@dataclass(frozen=True)
class Line:
    """A row of the table: a topic, or with None all of them, and each queue in it."""

    topic: Topic | None
    selection: Selection
    cells: list[tuple[Selection, int]]
    is_chosen: bool


def lines(chosen: Selection, counts: Counts, tree: list[Topic]) -> Iterator[Line]:
    """All topics together, then each root, with the subtopics of the chosen one below it; none where all is done."""
    parents = {topic.pk: topic.parent_id for topic in tree}
    is_open = {None, *(line_of(chosen.topic.pk, parents) if chosen.topic else ())}
    wanting = [topic for topic in tree if topic.parent_id in is_open and any(counts.get(topic.slug, {}).values())]
    for topic in (None, *wanting):
        selection = chosen.but(topic=topic)
        yield Line(topic, selection, selection.by_queue(counts), topic == chosen.topic)
