"""What the database can hold of a record; what it cannot is left out and named, never cut in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from papers.formats.plain import plain, record_of
from papers.formats.records import Link, Record
from papers.models import Link as LinkRow
from papers.models import Paper
from papers.models.papers import FIRST_YEAR, LAST_YEAR

LONGEST = {"venue": 100, "nickname": 80, "doi": 255, "arxiv_id": 32}
LONGEST_NAME = {"institutions": 100, "tags": 100, "authors": 200}
LONGEST_TITLE = 500
LONGEST_URL = 1000  # bytes: an index row of PostgreSQL holds not many more
LONGEST_LABEL = 80
NOT_TAKEN = "the entry was not taken."  # how the reason ends where a whole record was refused

# control characters but for tabs and line ends, and halves of surrogate pairs: JSON can spell them all
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
is_address = URLValidator(schemes=["http", "https"])


class Fitted(NamedTuple):
    record: Record | None  # None where the whole entry cannot be taken
    reasons: list[str]


def fitted(record: Record) -> Fitted:
    if not all(storable(text) == text for text in texts_in(plain(record))):
        return Fitted(None, [f"There are control characters in it; {NOT_TAKEN}"])
    if not record.title.strip():
        return Fitted(None, [f"It has no title; {NOT_TAKEN}"])
    if len(record.title) > LONGEST_TITLE:
        return Fitted(None, [f"The title has more than {LONGEST_TITLE} characters; {NOT_TAKEN}"])
    changes: dict[str, Any] = {}
    reasons = [reason for step in (texts, names, year, links) for reason in step(record, changes)]
    return Fitted(replace(record, **changes) if changes else record, reasons)


def storable(text: str) -> str:
    """The text without the characters that no database here takes, or no person sees."""
    return UNSTORABLE.sub("", text)


def cleaned(record: Record) -> Record:
    """The record without such characters, to be shown and corrected."""
    return record_of(clean(plain(record)))


def clean(said: Any) -> Any:
    if isinstance(said, dict):
        return {name: clean(value) for name, value in said.items()}
    if isinstance(said, list | tuple):
        return [clean(value) for value in said]
    return storable(said) if isinstance(said, str) else said


def texts_in(said: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict | list | tuple):
        for one in said.values() if isinstance(said, dict) else said:
            yield from texts_in(one)


def texts(record: Record, changes: dict[str, Any]) -> Iterator[str]:
    for name, longest in LONGEST.items():
        if len(getattr(record, name)) > longest:
            changes[name] = ""
            yield f"The {name.replace('_', ' ')} has more than {longest} characters; it was left out."
    if record.kind not in Paper.Kind.values:
        changes["kind"] = Paper.Kind.PAPER.value
        yield f"The kind {record.kind[:40]!r} is not known; it was taken for a paper."


def names(record: Record, changes: dict[str, Any]) -> Iterator[str]:
    for name, longest in LONGEST_NAME.items():
        given = getattr(record, name)
        kept = tuple(one for one in given if one.strip() and len(one) <= longest)
        if kept != given:
            changes[name] = kept
        if any(len(one) > longest for one in given):
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
    kind = link.kind if link.kind in LinkRow.Kind.values else LinkRow.Kind.OTHER.value
    return replace(link, url=f"{scheme.lower()}:{rest}", kind=kind, label=link.label[:LONGEST_LABEL])
