"""Write RIS that reads back to the same records; what RIS has no tag for stands in U1, as "nickname: Gavel"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from . import own
from .people import inverted, upright
from .records import Record
from .ris_reading import INDENT, Fields, arxiv_of, home_of
from .venues import is_preprint


def write(records: Iterable[Record]) -> str:
    """One entry a record."""
    return "".join(map(entry, records))


def entry(record: Record) -> str:
    """Entries end with an empty line."""
    kind = entry_type(record)
    values = [(tag, value) for tag, value in _values(record, kind) if value]
    rows = ["TY  - " + kind, *(tag + "  - " + value.replace("\n", "\n" + INDENT) for tag, value in values), "ER  - "]
    return "\n".join([*rows, "", ""])


def entry_type(record: Record) -> str:
    """By the kind of work, then by the kind of venue."""
    if record.kind in ("book", "report"):
        return {"book": "BOOK", "report": "RPRT"}[record.kind]
    if record.kind == "preprint" or is_preprint(record.venue):
        return "UNPB"
    if not record.venue:
        return "GEN"
    return {"journal": "JOUR", "other": "GEN"}.get(record.venue_kind, "CONF")


def _values(record: Record, kind: str) -> Iterator[tuple[str, str]]:
    yield "TI", record.title
    for author in record.authors:
        yield "AU", inverted(author)
    yield from _home(record)
    yield "PY", str(record.year or "")
    yield "DO", record.doi
    for link in record.links:
        yield "UR", link.url
    yield "AB", record.abstract
    for tag in record.tags:
        yield "KW", tag
    yield "N1", record.notes
    yield "ID", record.key
    for name, value in _own(record, kind):
        yield "U1", own.line_of(name, value)


def _home(record: Record) -> list[tuple[str, str]]:
    if record.venue_full:
        return [("T2", record.venue_full), ("J2", record.venue)]
    return [("T2", record.venue)] if record.venue else []


def _own(record: Record, kind: str) -> Iterator[tuple[str, str]]:
    written = Fields(kind, 0, values={tag: [value] for tag, value in _home(record)})
    read = home_of(written, {}, record.arxiv_id)
    written.values |= {"DO": [record.doi], "UR": [link.url for link in record.links]}
    if record.arxiv_id != arxiv_of(written):
        yield "arxiv", record.arxiv_id
    if record.nickname:
        yield "nickname", record.nickname
    yield from own.corrections(record, read).items()
    if record.to_appear:
        yield "status", "to appear"
    if not all(upright(inverted(author)) == author for author in record.authors):
        yield "authors", "\n".join(record.authors)
    if any(";" in tag for tag in record.tags):
        yield "tags", "\n".join(record.tags)
    if record.institutions:
        yield "institutions", "\n".join(record.institutions)
    if not own.plainly_linked(record):
        yield "links", "\n".join(map(own.link_line, record.links))
    for language, text in record.summaries:
        yield f"summary-{language}", text
