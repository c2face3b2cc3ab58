"""Papers on OpenReview, by its two interfaces: the present one, and the one that older venues stayed on."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from papers.formats.records import Link, Record
from papers.formats.venues import read_appearance
from papers.lookup.asking import ask
from papers.lookup.cleaning import a_year, one_line, paragraphs, people
from papers.lookup.csl import rows, said
from papers.lookup.failures import LookupFailed, Reason
from papers.lookup.network import Deadline
from papers.lookup.venues import Place, place

REGISTRY = "OpenReview"
TYPES = ("application/json",)
HOSTS = ("api2.openreview.net", "api.openreview.net")
# ICLR.cc/2024/Conference is where a paper was accepted; with more after it the paper was not, or not there
_ACCEPTED = re.compile(r"(?:[\w.-]+/)*?([\w-]+?)(?:\.cc|\.org)?/(\d{4})/(Conference|Workshop/([\w-]+))")
_REFUSED = re.compile(r"submi|withdrawn|reject|under review|blind", re.IGNORECASE)


def fetch(number: str, deadline: Deadline) -> tuple[Record, str]:
    """The record and the registry's name. Raises LookupFailed."""
    for host in HOSTS:
        try:
            answer = ask(f"https://{host}/notes?{urlencode({'id': number})}", REGISTRY, TYPES, deadline)
        except LookupFailed as failure:
            if failure.reason in {Reason.NOT_FOUND, Reason.REFUSED} and host != HOSTS[-1]:
                continue
            raise
        for note in rows(said(answer, REGISTRY).get("notes"))[:1]:
            return record_of(note, number), REGISTRY
    raise LookupFailed(Reason.NOT_FOUND, REGISTRY)


def record_of(note: dict[str, Any], number: str) -> Record:
    content = note.get("content")
    content = content if isinstance(content, dict) else {}
    title = one_line(value_of(content, "title"))
    if not title:
        raise LookupFailed(Reason.INVALID, REGISTRY)
    where, year = appeared(content)
    authors = value_of(content, "authors")
    return Record(
        title=title,
        venue=where.venue,
        venue_full=where.full,
        venue_kind=where.kind,
        year=year or dated(note),
        authors=people(authors if isinstance(authors, list) else ()),
        abstract=paragraphs(value_of(content, "abstract")),
        links=(Link(f"https://openreview.net/forum?id={number}", "paper"),),
    )


def value_of(content: dict[str, Any], name: str) -> Any:
    """A field of a note: its plain value, or with the present interface an object that holds it."""
    value = content.get(name)
    return value.get("value") if isinstance(value, dict) else value


def appeared(content: dict[str, Any]) -> tuple[Place, int | None]:
    """The venue and year; nothing of either where the paper was submitted only."""
    accepted = _ACCEPTED.fullmatch(one_line(value_of(content, "venueid")))
    if accepted:
        name, year, _kind, workshop = accepted.groups()
        return (place(f"{workshop} @ {name}", kind="workshop") if workshop else place(name)), a_year(year)
    said_so = one_line(value_of(content, "venue"))
    if not said_so or _REFUSED.search(said_so):
        return Place(), None
    appearance = read_appearance(said_so)
    return place(appearance.venue if appearance else said_so), appearance.year if appearance else None


def dated(note: dict[str, Any]) -> int | None:
    """The year in which the note was published, from milliseconds."""
    for name in ("pdate", "odate", "cdate"):
        moment = note.get(name)
        if isinstance(moment, int) and 0 < moment < 7e12:
            return a_year(datetime.fromtimestamp(moment / 1000, UTC).year)
    return None
