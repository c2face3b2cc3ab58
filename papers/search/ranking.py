"""In which order hits come, the same on every database.

First what bears the very name that was typed, then what has everything asked for in its title and names, by a score of
our own, then the rest, the newest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

from papers.recalling import Recall, afresh
from papers.search.backends import backend
from papers.search.scoring import score

if TYPE_CHECKING:
    from papers.models import Paper
    from papers.querysets import PaperQuerySet
    from papers.search.looking import Search

MOST_SCORED = 2_000  # the newest; what is older follows by year


class Ranked:
    """The hits of a search in order, fetched by the slice; as a ``Paginator`` wants them."""

    def __init__(self, search: Search, papers: PaperQuerySet, rows: PaperQuerySet, recall: Recall = afresh) -> None:
        """The hits among ``papers``; ``rows`` says what is fetched of each, ``recall`` may know their order."""
        self.search, self.papers, self.rows, self.recall = search, papers, rows, recall

    @cached_property
    def hits(self) -> PaperQuerySet:
        return self.search.narrow(self.papers)

    @cached_property
    def in_head(self) -> PaperQuerySet:
        """Those with everything in title and names."""
        return self.search.narrow(self.papers, in_head=True) if self.search.query.groups else self.papers.none()

    def count(self) -> int:
        """How many hits there are; one query, once."""
        return self.total

    def __len__(self) -> int:
        return self.total

    @cached_property
    def total(self) -> int:
        return self.hits.order_by().count()

    @overload
    def __getitem__(self, place: int) -> Paper: ...
    @overload
    def __getitem__(self, place: slice) -> list[Paper]: ...
    def __getitem__(self, place: int | slice) -> Paper | list[Paper]:
        if isinstance(place, int):
            return self[place : place + 1][0]
        start, stop = place.start or 0, self.total if place.stop is None else place.stop
        return self.fetched(self.recall(start, stop, lambda: self.numbers(start, stop)))

    def __iter__(self) -> Iterator[Paper]:
        return iter(self[:])

    def fetched(self, numbers: Sequence[int]) -> list[Paper]:
        found = self.rows.filter(pk__in=backend().these(numbers)).order_by() if numbers else ()
        by_number = {paper.pk: paper for paper in found}
        return [by_number[number] for number in numbers if number in by_number]

    def numbers(self, start: int = 0, stop: int | None = None) -> list[int]:
        """The hits' numbers from one place to another."""
        stop = self.total if stop is None else stop
        found = self.top[start:stop]
        if stop > len(self.top):  # only then it matters how many there are of each kind
            best, head = len(self.top), self.in_head_total
            if start < head:
                found += self.older(max(start - best, 0), min(stop, head) - best)
            if stop > head:
                found += self.rest(max(start - head, 0), stop - head)
        return found

    @cached_property
    def called(self) -> list[int]:
        """Those that bear the name itself."""
        if not (self.search.query.groups and self.search.name):
            return []
        found = backend().called(self.search.query, self.search.name)
        return newest(self.search.unopposed(self.papers.filter(pk__in=found)), 0, MOST_SCORED)

    @cached_property
    def nameless(self) -> PaperQuerySet:
        """The others with everything in title and names."""
        return self.in_head.exclude(pk__in=backend().these(self.called)) if self.called else self.in_head

    @cached_property
    def top(self) -> list[int]:
        """What bears the name, then the best; the newer one where two are as good."""
        some = newest(self.nameless, 0, MOST_SCORED)
        texts = backend().heads(some)
        scores = {number: score(self.search.query, *texts.get(number, (" ", " "))) for number in some}
        return self.called + sorted(some, key=lambda number: -scores[number])  # stable: the newest stay first

    @cached_property
    def in_head_total(self) -> int:
        """How many have everything in title and names."""
        scored = len(self.top) - len(self.called)
        return len(self.top) if scored < MOST_SCORED else self.in_head.order_by().count()

    def older(self, first: int, last: int) -> list[int]:
        """Those with everything in title and names that were not scored."""
        if first >= last:
            return []
        return newest(self.nameless, MOST_SCORED + first, MOST_SCORED + last)

    def rest(self, first: int, last: int) -> list[int]:
        return newest(self.search.beyond(self.hits, in_head=True), first, last)


def newest(papers: PaperQuerySet, first: int, last: int) -> list[int]:
    return list(papers.newest().values_list("pk", flat=True)[first:last])
