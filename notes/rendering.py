"""Markdown to safe HTML, once, when a text is saved."""

from __future__ import annotations

from collections.abc import Mapping

import nh3
from django.conf import settings

from notes.markup import parser
from papers.models import Paper

TAGS = {
    "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "s", "code", "pre", "blockquote",
    "ul", "ol", "li", "a", "table", "thead", "tbody", "tr", "th", "td", "sup", "section", "span", "div", "input",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title", "id", "class"},
    "ol": {"start", "class"},
    "ul": {"class"},
    "li": {"id", "class"},
    "code": {"class"},
    "span": {"class"},
    "div": {"class"},
    "sup": {"class"},
    "section": {"class"},
    "hr": {"class"},
    "input": {"type", "disabled", "checked", "class"},
}

markdown = parser()


def render(text: str, anchor: str = "", papers: Mapping[str, Paper] | None = None) -> str:
    """The HTML of ``text``, of at most SUMMARY_MAX_CHARS: nested marks cost more than linear time.

    ``anchor`` is put into the ids of footnotes; ``papers`` says which paper a name in ``[[…]]`` leads to.
    """
    links = {name: (paper.get_absolute_url(), paper.title) for name, paper in (papers or {}).items()}
    written = markdown.render(text[: settings.SUMMARY_MAX_CHARS], {"docId": anchor or "note", "papers": links})
    return nh3.clean(
        written,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
