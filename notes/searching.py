"""What members wrote that can be found: published summaries by everybody, a private note by its own member."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from notes.models import Reading, Summary
from papers.indexing import Private


def published(papers: Collection[int]) -> Iterable[tuple[int, str]]:
    """(paper, Markdown) of every published summary of these papers, in either language."""
    found = Summary.objects.published().filter(paper__in=papers)
    return found.order_by("paper", "language").values_list("paper", "body")


def noted(papers: Collection[int]) -> Iterable[Private]:
    """The private notes on these papers, of all members."""
    found = Reading.objects.filter(paper__in=papers).exclude(private_note="").order_by()
    return (Private(*row) for row in found.values_list("paper", "member", "private_note"))
