"""Whether the search and the counts follow what is written: looked at around every request and deed that writes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from notes.models import Summary
from papers import bitmaps
from papers.generation import generation
from papers.indexing import differences, wanted
from papers.indexing.checking import ghosts
from papers.models import Authorship, Link, ListEntry, Paper, Settlement, TaggedPaper
from papers.models.search import Change
from papers.search.numbering import paper_of

READING = {"GET", "HEAD", "OPTIONS", "TRACE"}


@dataclass(frozen=True)
class State:
    """What the index ought to hold, as digests by number; what is counted; and which generation that is said to be."""

    documents: dict[int, str]
    counted: str
    generation: str
    bitmaps: dict[str, bitmaps.Sets]
    changes: bitmaps.Seen

    @classmethod
    def now(cls) -> State:
        papers = set(Paper._base_manager.order_by().values_list("pk", flat=True))
        changes = frozenset(Change.objects.values_list("pk", "token"))
        return cls(wanted(papers), digest(counted()), generation(), bitmaps.made(), changes)

    def changed(self, now: State) -> set[int]:
        """The numbers of the documents that are other ones now, or new, or gone."""
        return {number for number, _digest in self.documents.items() ^ now.documents.items()}


def counted() -> Iterator[list[tuple]]:
    """All rows of which something is counted, beside lists and on the pages of curators."""
    claims = ("claimed_title_key", "claimed_venue_key", "claimed_year")
    for rows in (
        Paper._base_manager.values_list("pk", "title_key", "venue", "venue__name", "year", "doi", "arxiv_id"),
        Paper._base_manager.filter(venue__aliases__pk__gt=0).values_list("pk", "venue__aliases__name_key"),
        TaggedPaper.objects.values_list("content_object", "tag", "tag__name", "tag__slug"),
        Paper.topics.through.objects.values_list("paper", "topic__ancestors", "topic__slug"),
        Paper.institutions.through.objects.values_list("paper", "institution", "institution__name"),
        ListEntry.objects.values_list("paper", "list", "list__name", "list__slug", "list__kind", "gone", *claims),
        Summary.objects.values_list("paper", "language", "state", "version", "in_step_with"),
        Settlement.objects.values_list("paper", "field", "value"),
        Authorship.objects.values_list("paper", "author"),
        Link.objects.values_list("paper", "url"),
    ):
        yield sorted(rows.order_by(), key=repr)


def digest(rows: Any) -> str:
    return blake2b(repr(list(rows)).encode(), digest_size=12).hexdigest()


@contextmanager
def unnoticed() -> Iterator[None]:
    """Ask without being counted among the queries of a test."""
    logs, wrappers = connection.force_debug_cursor, connection.execute_wrappers
    connection.force_debug_cursor, connection.execute_wrappers = False, []
    try:
        yield
    finally:
        connection.force_debug_cursor, connection.execute_wrappers = logs, wrappers


@contextmanager
def stays_indexed() -> Iterator[None]:
    """Fail where what stands inside leaves a document out of date that it has changed, or counts under an old
    generation. What tests have written past the application, and nobody has touched, may be missing."""
    with unnoticed():
        before = State.now()
    yield
    if connection.needs_rollback:
        return
    with unnoticed():
        after = State.now()
        changed = before.changed(after)
        late = late_ones(changed)
    assert not late, f"the search does not know what was written; who wrote it has to reindex: {late[:5]}"
    is_same = (before.counted, after.counted) == (after.counted, before.counted)
    assert is_same or before.generation != after.generation, (
        "what is counted is another thing now, under the same generation; who wrote it has to reindex or to move on"
    )
    with unnoticed():
        follow(before, after)


def follow(before: State, after: State) -> None:
    """Fail where the bitmaps, brought up to date by the papers that changes name, are not what they would be anew."""
    concerned = bitmaps.papers_of(after.changes - before.changes)
    if concerned is None or not before.changes <= after.changes:
        return
    renewed = bitmaps.renewed(before.bitmaps, concerned)
    for column in {*renewed, *after.bitmaps}:
        assert renewed.get(column, {}) == after.bitmaps.get(column, {}), (
            f"what is counted by {column} is another thing now for papers that no change names: {sorted(concerned)}"
        )


def late_ones(changed: set[int]) -> list[str]:
    """Those of the documents with these numbers that the index does not hold as they ought to be."""
    if not changed:
        return []
    found = differences({paper_of(number) for number in changed})
    gone = changed.intersection(ghosts())
    return [str(one) for one in found if one.number in changed] + [f"{number} is still found" for number in gone]


def guarded(request: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """``Client.request`` with a look at the index around whatever may write."""

    def send(client: Client, **environ: Any) -> HttpResponse:
        is_ours = threading.current_thread() is threading.main_thread()
        if environ.get("REQUEST_METHOD", "GET") in READING or not is_ours or not has_database():
            return request(client, **environ)
        with stays_indexed():
            return request(client, **environ)

    return send


def has_database() -> bool:
    """Whether the test may ask the database: pytest-django keeps others from connecting."""
    return not connection.ensure_connection.__module__.startswith("pytest_django")


@contextmanager
def reindexes() -> Iterator[None]:
    """What stands inside changes what can be found, and the index has it at once."""
    with unnoticed():
        before = State.now()
    with stays_indexed():
        yield
    with unnoticed():
        assert before.changed(State.now()), "nothing was changed that can be found: this test proves nothing"


@contextmanager
def moves_on() -> Iterator[None]:
    """What stands inside changes what is counted, and what was counted before is not good any more."""
    with unnoticed():
        before = State.now()
    with stays_indexed():
        yield
    with unnoticed():
        after = State.now()
    assert before.counted != after.counted, "nothing was changed that is counted: this test proves nothing"
    assert before.generation != after.generation
