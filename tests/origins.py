"""What a paper's page says of its values, and where each comes from."""

from __future__ import annotations

from papers.models import Paper
from papers.provenance import sources_of
from papers.provenance.sources import Source


def said(paper: Paper) -> dict[str, list[tuple]]:
    """(value, where) of every field of the paper as its page has it."""
    found = Paper.objects.for_page().get(pk=paper.pk)
    return {
        fact.field: [(value.held.shown, [where(source) for source in value.sources]) for value in fact.values]
        for fact in sources_of(found)
    }


def where(source: Source) -> tuple:
    return (source.kind, source.name, source.line) if source.is_entry else (source.kind, source.name)
