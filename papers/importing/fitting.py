"""What the database can hold of a record; what it cannot is left out and named, never cut in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from papers.formats.records import Link, Record
from papers.models.papers import FIRST_YEAR, LAST_YEAR

LONGEST = {"venue": 100, "nickname": 80, "doi": 255, "arxiv_id": 32}
LONGEST_NAME = {"institutions": 100, "tags": 100, "authors": 200}
LONGEST_TITLE = 500
LONGEST_URL = 1000  # bytes: an index row of PostgreSQL holds not many more
LONGEST_LABEL = 80

is_address = URLValidator(schemes=["http", "https"])


class Fitted(NamedTuple):
    record: Record | None  # None where the whole entry cannot be taken
    reasons: list[str]


def fitted(record: Record) -> Fitted:
    if len(record.title) > LONGEST_TITLE:
        return Fitted(None, [f"The title has more than {LONGEST_TITLE} characters; the entry was not taken."])
    changes: dict[str, Any] = {}
    reasons = [reason for step in (texts, names, year, links) for reason in step(record, changes)]
    return Fitted(replace(record, **changes) if changes else record, reasons)


def texts(record: Record, changes: dict[str, Any]) -> Iterator[str]:
    for name, longest in LONGEST.items():
        if len(getattr(record, name)) > longest:
            changes[name] = ""
            yield f"The {name.replace('_', ' ')} has more than {longest} characters; it was left out."


def names(record: Record, changes: dict[str, Any]) -> Iterator[str]:
    for name, longest in LONGEST_NAME.items():
        given = getattr(record, name)
        kept = tuple(one for one in given if len(one) <= longest)
        if kept != given:
            changes[name] = kept
            yield f"One of the {name} has more than {longest} characters; it was left out."


def year(record: Record, changes: dict[str, Any]) -> Iterator[str]:
    if record.year is not None and not FIRST_YEAR <= record.year <= LAST_YEAR:
        changes["year"] = None
        yield f"The year {record.year} is not between {FIRST_YEAR} and {LAST_YEAR}; it was left out."


def links(record: Record, changes: dict[str, Any]) -> Iterator[str]:
    kept = []
    for link in record.links:
        reason = wrong_with(link)
        if reason:
            yield reason
        else:
            kept.append(tidy(link))
    if tuple(kept) != record.links:
        changes["links"] = tuple(kept)


def wrong_with(link: Link) -> str:
    if len(link.url.encode()) > LONGEST_URL:
        return f"The address has more than {LONGEST_URL:,} bytes; it was left out."
    try:
        is_address(link.url)
    except ValidationError:
        return f"The address {link.url[:80]!r} is not valid; it was left out."
    return ""


def tidy(link: Link) -> Link:
    """The scheme in lower case, as the database's own rule has it."""
    scheme, rest = link.url.split(":", 1)
    return replace(link, url=f"{scheme.lower()}:{rest}", label=link.label[:LONGEST_LABEL])
