"""Markdown to safe HTML, once, when a text is saved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import nh3
from django.conf import settings

from notes.markup import parser
from papers.models import Paper

TAGS = {
    "p", "br", "hr", "h3", "h4", "h5", "h6", "strong", "em", "s", "code", "pre", "blockquote", "a",
    "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "sup", "section", "span", "div", "label", "input",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title", "id", "class"},
    "h3": {"id"},
    "h4": {"id"},
    "h5": {"id"},
    "h6": {"id"},
    "ol": {"start", "class"},
    "ul": {"class"},
    "li": {"id", "class"},
    "th": {"class"},
    "td": {"class"},
    "code": {"class"},
    "span": {"class"},
    "div": {"class"},
    "sup": {"class"},
    "section": {"class"},
    "hr": {"class"},
    "input": {"type", "disabled", "checked", "class"},
}
# Of headings, footnotes and the places that refer to them; any other could stand in for something of the page.
ID = re.compile(r"[\w-]+-h\d+|fn(ref)?-[\w-]+-\d+(:\d+)?")


class Rendered(NamedTuple):
    html: str
    linked: set[int]  # ids of the papers that the HTML links to


def rendered(text: str, anchor: str = "", papers: Mapping[str, Paper] | None = None) -> Rendered:
    """The HTML of ``text``, of which no more than SUMMARY_MAX_CHARS are read.

    ``anchor`` is put into the ids of headings and footnotes, so that those of two texts on a page differ; ``papers``
    says which paper a name in ``[[…]]`` leads to.
    """
    papers = papers or {}
    links = {name: (paper.get_absolute_url(), paper.title) for name, paper in papers.items()}
    env: dict[str, Any] = {"docId": anchor or "note", "papers": links}
    written = markdown.render(text[: settings.SUMMARY_MAX_CHARS], env)
    return Rendered(cleaner.clean(written), {papers[name].pk for name in env.get("linked", ())})


def render(text: str, anchor: str = "", papers: Mapping[str, Paper] | None = None) -> str:
    """The HTML alone."""
    return rendered(text, anchor, papers).html


def allowed(tag: str, name: str, value: str) -> str | None:
    return value if name != "id" or ID.fullmatch(value) else None


markdown = parser()
cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=allowed,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow",
)
