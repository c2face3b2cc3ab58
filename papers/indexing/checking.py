"""Comparing the whole index with the catalogue, and making it anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef

from papers import generation
from papers.batches import BATCH, chunks
from papers.indexing.backends import backend
from papers.indexing.gathering import documents
from papers.indexing.keeping import forget, keep
from papers.indexing.names import SharedNames
from papers.models import Paper, SearchDoc
from papers.search.numbering import paper_of
from papers.search.tokens import VERSION

MISSING, STALE, GHOST = "missing", "stale", "ghost"


class Difference(NamedTuple):
    """A document that is missing, or says something else than the catalogue does, or has nothing to stand for."""

    kind: str
    number: int  # in the index

    @property
    def paper(self) -> int:
        return paper_of(self.number)

    @property
    def is_private(self) -> bool:
        return self.number < 0


def wanted(papers: Collection[int]) -> dict[int, str]:
    """The digest that each document of these papers ought to have, by its number."""
    return {number: document.digest for number, document in documents(papers).items()}


def differences(papers: Iterable[int] | None = None) -> Iterator[Difference]:
    """All that differs between the index and the catalogue, or of these papers only: token by token."""
    told = set()
    for some in batches() if papers is None else chunks(sorted({*papers})):
        for difference in compared(some):
            told.add(difference.number)
            yield difference
    if papers is None:
        yield from (Difference(GHOST, number) for number in ghosts() if number not in told)


def compared(papers: Collection[int]) -> Iterator[Difference]:
    ought = documents(papers)
    rows = {row.pk: row for row in SearchDoc.objects.filter(paper__in=papers)}
    held = backend().texts([*ought, *rows])
    for number, document in ought.items():
        row = rows.get(number)
        if row is None or number not in held:
            yield Difference(MISSING, number)
        elif (row.tokeniser, row.digest, held[number]) != (VERSION, document.digest, document.tokens):
            yield Difference(STALE, number)
    yield from (Difference(GHOST, number) for number in sorted(rows.keys() - ought.keys()))


def batches() -> Iterator[list[int]]:
    """The numbers of all papers in order, some hundred at a time; those that come meanwhile, too."""
    last = 0
    while some := list(Paper.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield some
        last = some[-1]


def ghosts() -> list[int]:
    """What is in the index of papers that are there no more, and what no document tells of."""
    papers = Paper.objects.filter(pk=OuterRef("paper")).order_by()
    gone = SearchDoc.objects.filter(~Exists(papers)).values_list("pk", flat=True)
    return sorted({*gone, *backend().strays()})


def repair(found: Iterable[Difference]) -> None:
    """Make these documents as they ought to be."""
    found = list(found)
    with transaction.atomic():
        forget([difference.number for difference in found if difference.kind == GHOST])
        for some in chunks(sorted({difference.paper for difference in found})):
            keep(some, SharedNames(), trusting=False)
        generation.move_on()


def rebuild(told: Callable[[int], Any] = lambda done: None) -> int:
    """Make the whole index anew, whatever it holds, and return of how many papers.

    Each batch is a transaction of its own, so that searching and writing go on. ``told`` hears how many are done.
    """
    done = 0
    for some in batches():
        with transaction.atomic():
            keep(some, SharedNames(), trusting=False)  # names are read anew: somebody may have changed one meanwhile
        done += len(some)
        told(done)
    with transaction.atomic():
        forget(ghosts())
        generation.move_on()
    backend().settle()
    return done


def is_behind() -> bool:
    """Whether there are papers of which the index knows nothing, or which it keeps by other rules; two short looks."""
    known = SearchDoc.objects.filter(pk=OuterRef("pk")).order_by()
    return SearchDoc.objects.exclude(tokeniser=VERSION).exists() or Paper.objects.filter(~Exists(known)).exists()
