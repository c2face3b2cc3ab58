"""What a row of papers says below the title."""

from __future__ import annotations

from collections.abc import Iterator

from papers.models import Paper

Fact = tuple[str, str]  # its class and its words


def naming(paper: Paper) -> Iterator[Fact]:
    """Where it appeared and what it is called."""
    if appeared := paper.appeared:
        yield "appeared", appeared
    if other_name := paper.other_name:
        yield "nickname", other_name


def about(paper: Paper) -> Iterator[Fact]:
    """What it is and what it is about, from rows that came with the paper (``for_rows``): no query."""
    if paper.kind != paper.Kind.PAPER:
        yield "kind", str(paper.get_kind_display())
    if paper.publication == paper.Publication.TO_APPEAR:
        yield "publication", str(paper.get_publication_display())
    yield from (("institution", institution.name) for institution in paper.institutions.all())
    yield from (("topic", topic.name) for topic in paper.topics.all())
    yield from (("tag", tag.name) for tag in paper.tags.all())
