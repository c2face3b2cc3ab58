"""DOIs, by the content negotiation of doi.org: CSL-JSON as Crossref, DataCite and others write it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from papers.formats.links import doi_in, is_web, typed
from papers.formats.records import Link, Record
from papers.lookup.asking import Answer, ask
from papers.lookup.cleaning import a_year, one_line, paragraphs, people
from papers.lookup.failures import LookupFailed, Reason
from papers.lookup.network import Deadline
from papers.lookup.venues import Place, place

TYPES = ("application/vnd.citationstyles.csl+json", "application/json")
AGENCIES = {"api.crossref.org": "Crossref", "data.crosscite.org": "DataCite", "api.datacite.org": "DataCite"}
KINDS = {"book": "book", "monograph": "book", "edited-book": "book", "report": "report", "posted-content": "preprint"}
MEETINGS = {"paper-conference", "proceedings-article"}
JOURNALS = {"article-journal", "journal-article"}


def fetch(doi: str, deadline: Deadline) -> tuple[Record, str]:
    """The record and the registry's name. Raises LookupFailed."""
    # the whole DOI is one segment of the path, or its dots and slashes would lead elsewhere
    answer = ask(f"https://doi.org/{quote(doi, safe='')}", "doi.org", TYPES, deadline)
    registry = AGENCIES.get(answer.host, "doi.org")
    return record_of(said(answer, registry), doi, registry), registry


def said(answer: Answer, registry: str) -> dict[str, Any]:
    """The object that the answer holds. Raises LookupFailed where it holds none."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise LookupFailed(Reason.INVALID, registry) from error
    if not isinstance(found, dict):
        raise LookupFailed(Reason.INVALID, registry)
    return found


def record_of(item: dict[str, Any], doi: str, registry: str) -> Record:
    title, subtitle = text(item, "title"), text(item, "subtitle")
    if subtitle and subtitle.casefold() not in title.casefold():
        title = f"{title}: {subtitle}"
    if not title:
        raise LookupFailed(Reason.INVALID, registry)
    where = place_of(item)
    return Record(
        title=title,
        kind=KINDS.get(str(item.get("type")), "paper"),
        venue=where.venue,
        venue_full=where.full,
        venue_kind=where.kind,
        year=year_of(item),
        authors=people(map(name_of, rows(item.get("author")))),
        abstract=paragraphs(item.get("abstract")),
        doi=doi,
        links=links_of(item, doi),
    )


def text(item: dict[str, Any], name: str) -> str:
    """A field that is a text with one registry and a list of texts with another."""
    value = item.get(name)
    return one_line(value[0] if isinstance(value, list) and value else value)


def rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def name_of(author: dict[str, Any]) -> str:
    whole = author.get("literal") or author.get("name")
    parts = (author.get("given"), author.get("non-dropping-particle"), author.get("family"), author.get("suffix"))
    return one_line(whole) or " ".join(filter(None, map(one_line, parts)))


def year_of(item: dict[str, Any]) -> int | None:
    for name in ("issued", "published-print", "published-online", "published", "created"):
        date = item.get(name)
        parts = date.get("date-parts") if isinstance(date, dict) else None
        first = parts[0] if isinstance(parts, list) and parts else None
        year = a_year(first[0]) if isinstance(first, list) and first else None
        if year:
            return year
    return None


def place_of(item: dict[str, Any]) -> Place:
    full = text(item, "container-title")
    kind = "conference" if item.get("type") in MEETINGS else "journal" if item.get("type") in JOURNALS else ""
    event = item.get("event")
    if isinstance(event, dict):
        names = [text(event, "acronym"), text(event, "name")]
    else:
        names = [one_line(event), text(item, "event-title")]
    names += [text(item, "container-title-short"), text(item, "short-container-title")]
    if item.get("type") in {"posted-content", "article"} and not full:
        return place(text(item, "publisher"), kind="preprint-server")
    return place(full, names, kind or "other")


def links_of(item: dict[str, Any], doi: str) -> tuple[Link, ...]:
    """The DOI's own address, and the publisher's where it says another."""
    own = Link(f"https://doi.org/{quote(doi, safe='/:;()<>-._')}", "paper")
    resource = item.get("resource")
    primary = resource.get("primary") if isinstance(resource, dict) else None
    url = one_line(primary.get("URL")) if isinstance(primary, dict) else ""
    if not is_web(url) or len(url) > 1000 or doi_in(url) == doi:
        return (own,)
    return (own, typed(url))
