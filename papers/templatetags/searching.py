"""What pages say of a search: why each paper is found, and how the words were understood."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.template import Context

from papers.filters import PaperFilter
from papers.models import Paper
from papers.reasons import explain
from papers.searched import Searched

register = template.Library()


@register.simple_tag(takes_context=True)
def with_reasons(context: Context, papers: Iterable[Paper], filters: PaperFilter) -> list[Paper]:
    """The papers, each with ``why`` it is found; nothing is asked where nothing was looked for."""
    papers = list(papers)
    if filters.search.query.groups:
        explain(papers, filters.search.query, context["request"].user, kept=filters.kept)
    return papers


@register.simple_tag
def searched(filters: PaperFilter) -> Searched:
    return Searched(filters)
