"""What the exchange formats have no field for, in lines of plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from . import links
from .homes import Home
from .records import Link, Record

LINK_KINDS = ("paper", "preprint", "code", "slides", "video", "dataset", "other")
HOME = ("kind", "venue", "venue-full", "venue-kind")
_FIELD = re.compile(r"(?:summary-[a-z-]+|[a-z]+(?:-[a-z]+)?)(?=:(?: |\n|$))")


def link_line(link: Link) -> str:
    """A link as "code Our fork https://…": kind, label, address."""
    return " ".join(part for part in (link.kind, link.label, link.url) if part)


def link_of(line: str) -> Link | None:
    """The link in such a line, or in one that holds an address alone or after a label; None where it is not http."""
    words = line.strip(" \t").split(" ")
    url = words[-1]
    if not links.is_web(url):
        return None
    if words[0] in LINK_KINDS and len(words) > 1:
        return Link(url, words[0], " ".join(words[1:-1]))
    return links.typed(url, " ".join(words[:-1]))


def plainly_linked(record: Record) -> bool:
    """Whether bare addresses bring back the record's links, and no identifier that it does not have."""
    return all(
        links.typed(link.url) == link
        and (record.doi or not links.doi_in(link.url))
        and (record.arxiv_id or not links.arxiv_in(link.url))
        for link in record.links
    )


def line_of(name: str, value: str) -> str:
    """A field of this application inside one of another's: "nickname: Gavel"."""
    return f"{name}: {value}"


def fields_of(values: Iterable[str]) -> dict[str, str]:
    """Such fields by name; values of any other form are passed over."""
    named = [(found[0], value) for value in values if (found := _FIELD.match(value))]
    return {name: value[len(name) + 1 :].removeprefix(" ") for name, value in named}


def corrections(record: Record, read: Home) -> dict[str, str]:
    """The own fields that say of the record's home what would be read otherwise."""
    said = {name: name.replace("-", "_") for name in HOME}
    return {name: getattr(record, of) for name, of in said.items() if getattr(record, of) != getattr(read, of)}


def corrected(read: Home, own: Mapping[str, str]) -> Home:
    """The home with what own fields say of it."""
    return replace(read, **{name.replace("-", "_"): own[name] for name in HOME if name in own})


def summaries_in(own: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name.removeprefix("summary-"), text) for name, text in own.items() if name.startswith("summary-"))
