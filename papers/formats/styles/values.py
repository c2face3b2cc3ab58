"""A record as a Markdown list can say it, and its values as Markdown source, from as they are to spelt out."""

import re
from collections.abc import Callable
from dataclasses import replace

from papers.formats.escapes import spelt_out
from papers.formats.links import arxiv_in, doi_in, typed
from papers.formats.notes import cut
from papers.formats.records import Link, Record
from papers.formats.venues import is_preprint, is_report

# How plainly an entry is written. Each step says the same in a form that fewer rules of the reader can mistake.
AS_IS, ESCAPED, SPELT, FIELDS, LITERAL = range(5)
LEVELS = (AS_IS, ESCAPED, SPELT, FIELDS, LITERAL)

_MARKS = re.compile(r"([\\`*_\[\]<>~|])|&(?=#?\w+;)")
_PUNCTUATION = re.compile(r"[^\w\s]|_")
_NO_LETTERS = re.compile(r"[^\w\s]|[\d_]")
_ANYTHING = re.compile(r"\S")
_AWKWARD = re.compile(r"[\s()<>\\]|&(?=#?\w+;)")
_LABELS = {
    "paper": "Paper", "preprint": "Preprint", "code": "Code", "slides": "Slides", "video": "Video",
    "dataset": "Dataset",
}  # fmt: skip
_LANGUAGES = {"en": "English", "zh-hans": "中文"}

Spelling = Callable[[str], str]


def listed(record: Record) -> Record:
    """The record with what a list has a place for; abstract and summaries become notes under a label.

    This is what the reader gives back of an entry: one line a value, links with labels that it knows.
    """
    links = {link.url: link for link in reversed([one_line(link) for link in record.links])}
    kept = tuple(links[url] for url in dict.fromkeys(one_line(link).url for link in record.links))
    return Record(
        title=flat(record.title) or "?",
        nickname=flat(record.nickname),
        kind=record.kind or "paper",
        venue=flat(record.venue),
        year=record.year,
        to_appear=record.to_appear,
        institutions=names(record.institutions),
        authors=names(record.authors),
        tags=names(record.tags),
        links=kept,
        doi=record.doi or doi_of(kept),
        arxiv_id=record.arxiv_id or arxiv_of(kept),
        notes=notes_of(record),
    )


def one_line(link: Link) -> Link:
    """The link with a label by which the reader knows its kind."""
    url = "".join(link.url.split())
    if (read := typed(url, link.label)) == replace(link, url=url) or (read := typed(url)).kind == link.kind:
        return read
    return typed(url, _LABELS.get(link.kind, "Link"))


def notes_of(record: Record) -> str:
    """Notes at the left margin, then abstract and summaries, each nested under its label."""
    lines = re.split(r"\r\n?|\n", record.notes)
    labelled = [("Abstract", record.abstract), *((_LANGUAGES.get(code, code), text) for code, text in record.summaries)]
    parts = [cut(lines, [(1, len(lines) + 1)])[0]]
    for label, text in labelled:
        if text.strip():
            below = [f"  {line}" if line.strip() else "" for line in re.split(r"\r\n?|\n", text.strip())]
            parts.append("\n".join([f"- **{label}**", "", *below]))
    return "\n".join(part for part in parts if part)


def flat(text: str) -> str:
    return " ".join(text.split())


def names(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in map(flat, values) if name))


def doi_of(links: tuple[Link, ...]) -> str:
    """The DOI that the reader finds in the addresses."""
    return next((doi for link in links if (doi := doi_in(link.url))), "")


def arxiv_of(links: tuple[Link, ...]) -> str:
    return next((number for link in links if (number := arxiv_in(link.url))), "")


def usual_kind(venue: str) -> str:
    """The kind of a paper that appeared there, where nothing else is said."""
    return "preprint" if is_preprint(venue) else "report" if is_report(venue) else "paper"


def escaped(text: str) -> str:
    return _MARKS.sub(lambda found: f"\\{found[1]}" if found[1] else "&amp;", text)


SPELLINGS: dict[int, Spelling] = {
    AS_IS: lambda text: text,
    ESCAPED: escaped,
    SPELT: lambda text: spelt_out(text, _PUNCTUATION),
    FIELDS: lambda text: spelt_out(text, _NO_LETTERS),
    LITERAL: lambda text: spelt_out(text, _ANYTHING),
}


def address(url: str) -> str:
    """The address as the target of a Markdown link."""
    if not _AWKWARD.search(url):
        return url
    return "<" + re.sub(r"([<>\\])", r"\\\1", re.sub(r"&(?=#?\w+;)", "&amp;", url)) + ">"
