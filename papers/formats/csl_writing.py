"""Write CSL-JSON that reads back to the same records: what CSL has no variable for stands in `custom`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from . import own
from .csl_claims import arxiv_of, home_of, name_of
from .keys import Taken, key_of
from .people import parted
from .records import Record
from .venues import is_preprint


def write(records: Iterable[Record]) -> str:
    """An array with one item a record, each with an id of its own."""
    return "[\n" + ",\n".join(items(records)) + "\n]\n"


def items(records: Iterable[Record]) -> Iterator[str]:
    taken = Taken()
    for record in records:
        key = record.key or key_of(record.title, record.year, record.authors, record.nickname)
        yield json.dumps(item(record, taken.free(key)), ensure_ascii=False, indent=2)


def item(record: Record, key: str) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": key,
        "type": item_type(record),
        "title": record.title,
        "author": [person(name) for name in record.authors],
        **_home(record),
        "issued": {"date-parts": [[record.year]]} if record.year else None,
        "DOI": record.doi,
        "number": f"arXiv:{record.arxiv_id}" if record.arxiv_id and is_preprint(record.venue) else "",
        "URL": record.links[0].url if record.links else "",
        "status": "to appear" if record.to_appear else "",
        "keyword": ", ".join(record.tags),
        "abstract": record.abstract,
        "note": record.notes,
    }
    written = {name: value for name, value in fields.items() if value}
    custom = dict(_custom(record, written))
    return written | ({"custom": custom} if custom else {})


def item_type(record: Record) -> str:
    """By the kind of work, then by the kind of venue."""
    if record.kind in ("book", "report"):
        return record.kind
    if record.kind == "preprint" or is_preprint(record.venue):
        return "article"
    if not record.venue:
        return "document"
    return {"journal": "article-journal", "other": "document"}.get(record.venue_kind, "paper-conference")


def person(name: str) -> dict[str, str]:
    """Family and given name, or the whole of a name that has no such parts."""
    family, given = parted(name)
    found = {"family": family, "given": given}
    return found if given and name_of(found) == name else {"literal": name}


def _home(record: Record) -> dict[str, str]:
    if item_type(record) in ("book", "article"):
        return {"publisher": record.venue}
    if record.venue_full:
        return {"container-title": record.venue_full, "container-title-short": record.venue}
    return {"container-title": record.venue}


def _custom(record: Record, written: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if record.nickname:
        yield "nickname", record.nickname
    if record.arxiv_id != arxiv_of(written):
        yield "arxiv", record.arxiv_id
    yield from own.corrections(record, home_of(written, {}, record.arxiv_id)).items()
    if record.institutions:
        yield "institutions", list(record.institutions)
    if any("," in tag or ";" in tag for tag in record.tags):
        yield "tags", list(record.tags)
    if len(record.links) > 1 or not own.plainly_linked(record):
        yield "links", [{"url": link.url, "kind": link.kind, "label": link.label} for link in record.links]
    if record.summaries:
        yield "summaries", dict(record.summaries)
