"""Citation keys of papers: given once, unique in the catalogue, and kept whatever becomes of the title."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, router, transaction
from django.db.models import prefetch_related_objects

from papers.batches import BATCH
from papers.formats.keys import Taken, key_of, proper
from papers.formats.records import Record

if TYPE_CHECKING:
    from papers.models import Paper

TRIES = 20  # as many people may save papers of one title at the same moment


def assign(papers: Sequence[Paper], records: Iterable[Record] = ()) -> None:
    """Give each paper without one its key. A saved paper's is written; one still to be saved only carries it.

    `records`, in the papers' order, bring the keys wanted (kept when free) and the authors of papers not saved yet.
    The queries do not grow with the papers, but for the batches that are written.
    """
    lacking = [(paper, record) for paper, record in zip_longest(papers, records) if paper and not paper.cite_key]
    if not lacking:
        return
    model: Any = type(lacking[0][0])
    saved = [paper for paper, _record in lacking if not paper._state.adding]
    prefetch_related_objects(saved, "authorships__author")
    taken = Taken(model._default_manager.exclude(cite_key="").values_list("cite_key", flat=True))
    lacking.sort(key=lambda pair: not (pair[1] and pair[1].key))  # a made key never takes a wanted one
    for paper, record in lacking:
        paper.cite_key = taken.free(record and proper(record.key) or made_key(paper, record))
    model._default_manager.bulk_update(saved, ["cite_key"], batch_size=BATCH)


def made_key(paper: Paper, record: Record | None = None) -> str:
    """The key a paper would have, were it free."""
    authors: Sequence[str] = record.authors if record else ()
    if not authors and not paper._state.adding:
        authors = [authorship.author.name for authorship in paper.authorships.all()[:1]]
    return key_of(paper.title, paper.year, authors, paper.nickname)


def free_key(paper: Paper, wanted: str = "") -> str:
    """A key for one paper: the wanted one or its own, with a letter after it where another paper has that."""
    key = proper(wanted) or made_key(paper)
    others = type(paper)._default_manager.exclude(pk=paper.pk).filter(cite_key__istartswith=key)
    return Taken(others.values_list("cite_key", flat=True)).free(key)


def save_with_key(paper: Paper, save: Callable[[], None]) -> None:
    """Save a paper under a free key; where another paper takes the same key at that moment, under the next one."""
    for tries in range(TRIES, 0, -1):
        paper.cite_key = free_key(paper)
        try:
            with transaction.atomic(using=router.db_for_write(type(paper), instance=paper)):
                return save()
        except IntegrityError:
            if tries == 1 or not type(paper)._default_manager.filter(cite_key=paper.cite_key).exists():
                paper.cite_key = ""
                raise


def settle(paper: Paper) -> None:
    """Give a paper that was made a moment ago its key again, now that its authors are saved: nobody cited it yet."""
    paper.cite_key = free_key(paper)
    type(paper)._default_manager.filter(pk=paper.pk).update(cite_key=paper.cite_key)
