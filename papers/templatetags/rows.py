"""Rows of papers. Made here and not in a template: of all a page does it is done most."""

from __future__ import annotations

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from papers.models import Paper
from papers.row_facts import about, naming

register = template.Library()


@register.simple_tag
def facts(paper: Paper, in_full: bool = True) -> SafeString:
    """Where it appeared and what it is called, ``in_full`` also what it is and what it is about."""
    said = [*naming(paper), *(about(paper) if in_full else ())]
    why = getattr(paper, "why", None)
    html_of = why.marked if why else escape  # a search marks what it hit
    html = " ".join(f'<span class="{name}">{html_of(words)}</span>' for name, words in said)
    return mark_safe(html)  # noqa: S308 - escaped above
