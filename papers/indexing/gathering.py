"""Reading what can be found of many papers, by queries whose number does not grow with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from papers.indexing.documents import NOTES, TEXTS, Document, names_of
from papers.indexing.names import SharedNames
from papers.models import Paper
from papers.search.tokens import joined

FACTS = ("pk", "title", "nickname", "year", "doi", "arxiv_id", "abstract", "venue__name")


def documents(papers: Collection[int], shared: SharedNames | None = None) -> dict[int, Document]:
    """Every document that these papers have, by its number; a paper that is gone has none.

    ``shared`` keeps the names that were read before.
    """
    facts = {row["pk"]: row for row in Paper.objects.filter(pk__in=papers).order_by().values(*FACTS)}
    found = [*public(facts, shared or SharedNames()), *private(list(facts))] if facts else []
    return {document.number: document for document in found}


def public(facts: dict[int, dict[str, Any]], shared: SharedNames) -> Iterator[Document]:
    names, texts = shared.of(facts.keys()), written(facts)
    for paper, row in facts.items():
        called = names_of(row["nickname"], [*names[paper], *numbers_of(row)])
        yield Document(paper, None, joined(row["title"]), called, filled(texts[paper]))


def private(papers: list[int]) -> Iterator[Document]:
    for notes in NOTES:
        for paper, member, text in notes(papers):
            if text.strip():
                yield Document(paper, member, " ", " ", (text,))


def written(facts: dict[int, dict[str, Any]]) -> dict[int, list[str]]:
    """The texts of each paper: its abstract, and what other apps have."""
    texts = {paper: [row["abstract"]] for paper, row in facts.items()}
    for more in TEXTS:
        for paper, text in more(list(facts)):
            texts[paper].append(text)
    return texts


def numbers_of(row: dict[str, Any]) -> Iterator[str]:
    """When and where it appeared, as one says it, and the numbers under which the world knows it."""
    if row["year"]:
        yield joined(f"{row['venue__name'] or ''} {row['year']}").strip()
    if row["doi"]:
        yield joined(f"DOI {row['doi']}").strip()
    if row["arxiv_id"]:
        yield joined(f"arXiv {row['arxiv_id']}").strip()


def filled(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text.strip())
