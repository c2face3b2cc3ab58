"""Keep the index in step with the catalogue: whoever changes what can be found says so, in the same transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial

from django.db import connection, transaction

from papers import generation, name_locks
from papers.batches import chunks
from papers.indexing.backends import backend
from papers.indexing.documents import Document
from papers.indexing.gathering import documents
from papers.indexing.names import SharedNames
from papers.models import Paper, SearchDoc
from papers.search.tokens import VERSION

MANY = 1_000  # papers; so many at once may be most of the catalogue, of which the database then knows too little


def reindex(papers: Iterable[int], is_counted: bool = True) -> None:
    """Make anew what the index holds of the papers of these numbers, also of those that are there no more.

    To be called inside the transaction of the change, after it, by every function that changes a paper's facts, names,
    tags, topics, list entries or published summaries, or a private note on it; also where nothing of that is searched
    but counted. Twice does no harm. ``is_counted`` is false where private notes alone have changed: what is counted for
    everybody stays as it was.
    """
    numbers = sorted({*papers})
    if not numbers:
        return
    shared = SharedNames()
    with transaction.atomic():
        for some in chunks(numbers):
            keep(some, shared)
        if len(numbers) >= MANY:
            backend().tell_planner()
        if is_counted:
            generation.move_on(numbers)


def keep(papers: Collection[int], shared: SharedNames, trusting: bool = True) -> None:
    """Bring the documents of these papers up to date; where ``trusting`` those stay whose digest says they are."""
    if not name_locks.are_still(papers):
        transaction.on_commit(partial(after_renaming, list(papers)), robust=True)
    lock(papers)
    wanted = documents(papers, shared)
    known = {doc.pk: doc for doc in SearchDoc.objects.filter(paper__in=papers)}
    forget({*known, *papers} - wanted.keys())
    if trusting:
        there = backend().present(wanted.keys() & known.keys())
        known = {number: doc for number, doc in known.items() if number in there and doc.tokeniser == VERSION}
    else:
        known = {}
    put(wanted.values(), known)


def after_renaming(papers: list[int]) -> None:
    """Index papers again of which somebody was renaming a name, when that is done: they could not be waited for."""
    with transaction.atomic():
        name_locks.keep_still_of(papers)
        reindex(papers)


def lock(papers: Collection[int]) -> None:
    """Let nobody else index these papers until the transaction ends; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        list(Paper.objects.select_for_update(no_key=True).filter(pk__in=papers).order_by("pk").values_list("pk"))


def put(wanted: Iterable[Document], known: dict[int, SearchDoc]) -> None:
    """Write the documents, or as much of each as another one is known than it was."""
    whole, heads, rows = {}, {}, []
    for document in wanted:
        row = known.get(document.number)
        if row is None or not row.digest.endswith(document.body_digest):
            whole[document.number] = document.tokens
        elif row.digest != document.digest:
            heads[document.number] = (document.title, document.names)
        else:
            continue
        rows.append(row_of(document))
    if rows:
        changing = ["paper", "member", "tokeniser", "digest"]
        SearchDoc.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=changing)
        backend().write(whole)
        backend().write_heads(heads)


def row_of(document: Document) -> SearchDoc:
    return SearchDoc(
        id=document.number,
        paper_id=document.paper,
        member_id=document.member,
        tokeniser=VERSION,
        digest=document.digest,
    )


def forget(numbers: Collection[int]) -> None:
    """Take what has these numbers out of the index, be it there or not."""
    for some in chunks(sorted(numbers)):
        SearchDoc.objects.filter(pk__in=some).delete()
        backend().delete(some)
