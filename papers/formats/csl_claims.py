"""From one CSL item to a record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from . import links
from .homes import Home, home
from .limits import Problems, clean, one_line
from .own import HOME, LINK_KINDS, corrected
from .people import CJK, upright
from .records import Link, Record
from .venues import says_to_appear

# type → kind of work, kind of venue
TYPES = {
    "article-journal": ("paper", "journal"), "article-magazine": ("paper", "journal"),
    "paper-conference": ("paper", "conference"), "chapter": ("paper", "other"), "report": ("report", ""),
    "thesis": ("report", ""), "book": ("book", ""), "article": ("preprint", ""), "manuscript": ("preprint", ""),
}  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|2[0-2]\d\d)(?!\d)")
_SURROGATE = re.compile("[\ud800-\udfff]")
Item = Mapping[str, Any]


def record_of(item: Item, line: int, raw: str, problems: Problems) -> Record:
    """The item as a record; its title may be empty."""
    own = own_fields(item)
    arxiv_id = text_of(own["arxiv"]) if "arxiv" in own else arxiv_of(item)
    where = home_of(item, own, arxiv_id)
    notes, summaries = said(item, "note"), own.get("summaries")
    record = Record(
        title=one_line(said(item, "title")),
        line=line,
        raw=raw,
        nickname=one_line(said(own, "nickname")),
        kind=where.kind,
        venue=where.venue,
        year=_year(item, line, raw, problems),
        to_appear=any(map(says_to_appear, (said(item, "status"), _date(item)))),
        institutions=tuple(map(text_of, _list(own, "institutions"))),
        authors=tuple(map(name_of, _list(item, "author"))),
        tags=tuple(map(text_of, _list(own, "tags")) if "tags" in own else re.split("[,;]", said(item, "keyword"))),
        doi=_doi(said(item, "DOI")),
        arxiv_id=arxiv_id,
        abstract=said(item, "abstract"),
        notes=notes,
        notes_line=line if notes else 0,
        key=one_line(said(item, "id")),
        venue_full=where.venue_full,
        venue_kind=where.venue_kind,
        summaries=tuple((clean(language), text_of(text)) for language, text in summaries.items())
        if isinstance(summaries, dict)
        else (),
    )
    return _linked(record, item, own, problems)


def own_fields(item: Item) -> dict[str, Any]:
    """What stands in `custom`, CSL's place for what it has no variable for."""
    found = item.get("custom")
    return found if isinstance(found, dict) else {}


def text_of(value: object) -> str:
    """A string or a number as text a database takes; "" for anything else."""
    if isinstance(value, list) and value:  # Crossref's own JSON has titles in lists
        value = value[0]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return clean(value) if isinstance(value, str) else ""


def said(item: Item, *names: str) -> str:
    """What the first of these fields says that says something."""
    return next((text for name in names if (text := text_of(item.get(name)))), "")


def _list(item: Item, name: str) -> list[Any]:
    found = item.get(name)
    return found if isinstance(found, list) else []


def home_of(item: Item, own: Item, arxiv_id: str) -> Home:
    """Where the item says that it appeared; `custom` has the last word."""
    kind, venue_kind = TYPES.get(said(item, "type"), ("paper", ""))
    names = ["container-title", "event-title", "event"] + ["publisher"] * (kind in ("book", "preprint"))
    short = said(item, "container-title-short", "journalAbbreviation")
    found = home(kind, venue_kind, one_line(said(item, *names)), one_line(short), arxiv_id)
    return corrected(found, {name: text_of(own[name]) for name in HOME if name in own})


def arxiv_of(item: Item) -> str:
    """An arXiv number wherever managers put it."""
    values = [said(item, name)[:300] for name in ("number", "archive_location", "DOI", "URL", "container-title")]
    if said(item, "archive", "publisher").casefold() == "arxiv":
        values += [f"arXiv:{value}" for value in values[:2]]
    return next((found for value in values if (found := links.arxiv_in(value))), "")


def name_of(author: object) -> str:
    """A person or an institution as it is spoken."""
    if not isinstance(author, dict):
        return upright(text_of(author))
    family, given, suffix = (one_line(said(author, name)) for name in ("family", "given", "suffix"))
    particles = [said(author, name) for name in ("dropping-particle", "non-dropping-particle")]
    if not family:
        return one_line(said(author, "literal", "name") or given)
    if CJK.fullmatch(family) and CJK.fullmatch(given):
        return family + given
    return one_line(" ".join(part for part in (given, *particles, family, suffix) if part))


def _date(item: Item) -> str:
    """The date, whichever of its forms it has, as text."""
    issued = item.get("issued")
    if not isinstance(issued, dict):
        return text_of(issued)
    parts = issued.get("date-parts")
    while isinstance(parts, list) and parts:
        parts = parts[0]
    return text_of(parts) or said(issued, "raw", "literal")


def _year(item: Item, line: int, raw: str, problems: Problems) -> int | None:
    date = _date(item)
    if found := _YEAR.search(date):
        return int(found[1])
    if date and not says_to_appear(date):
        problems.add(line, raw, f"The year “{date[:40]}” is no year; it was left out.")
    return None


def _doi(text: str) -> str:
    bare = text.strip().lower()
    return bare if bare.startswith("10.") and not re.search(r"\s", bare) else links.doi_in(bare)


def _linked(record: Record, item: Item, own: Item, problems: Problems) -> Record:
    """The record with its links; without a list of them in `custom`, identifiers are found in the URL."""
    found: list[Link] = []
    for given in _list(own, "links") or [{"url": url} for url in said(item, "URL").split()]:
        url, kind = (text_of(given.get(name)) for name in ("url", "kind")) if isinstance(given, dict) else ("", "")
        if not links.is_web(url):
            reason = f"The link “{url[:80]}” is no http or https address; it was left out."
            problems.add(record.line, record.raw, reason)
        elif kind in LINK_KINDS:
            found.append(Link(url, kind, one_line(said(given, "label"))))
        else:
            found.append(links.typed(url))
    doi = (
        record.doi
        if record.doi or "links" in own
        else next(filter(None, (links.doi_in(each.url) for each in found)), "")
    )
    return replace(record, links=tuple(found), doi=doi)
