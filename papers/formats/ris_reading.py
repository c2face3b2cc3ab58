"""Read RIS files: a tag of two characters begins each value, TY begins an entry and ER ends it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from . import links
from .homes import Home, home
from .limits import Problems, clean, one_line
from .own import corrected, fields_of, link_of, summaries_in
from .people import many, upright
from .records import Document, Link, Record
from .venues import says_to_appear

INDENT = "      "  # of a value's further lines: as wide as a tag
_TAG = re.compile(r"([A-Z][A-Z0-9]) {0,2}-(?: (.*)|$)")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|2[0-2]\d\d)(?!\d)")
# type → kind of work, kind of venue
TYPES = {
    "JOUR": ("paper", "journal"), "EJOUR": ("paper", "journal"), "MGZN": ("paper", "journal"),
    "JFULL": ("paper", "journal"), "CONF": ("paper", "conference"), "CPAPER": ("paper", "conference"),
    "CHAP": ("paper", "other"), "RPRT": ("report", ""), "THES": ("report", ""), "BOOK": ("book", ""),
    "EBOOK": ("book", ""), "EDBOOK": ("book", ""), "UNPB": ("preprint", ""),
}  # fmt: skip
_LONG, _SHORT = ("T2", "JO", "JF", "BT", "C3"), ("J2", "JA", "J1")
_LINKED = {"UR": "", "L1": "pdf", "L2": "", "LK": ""}


@dataclass(slots=True)
class Fields:
    """One entry: its values by tag, and the line on which each tag stands first."""

    type: str
    line: int
    end: int = 0
    values: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def first(self, *tags: str) -> str:
        """What the first of these tags says that says something, in one line."""
        return next((shown for value in self.all(*tags) if (shown := one_line(value))), "")

    def all(self, *tags: str) -> list[str]:
        return [value for tag in tags for value in self.values.get(tag, [])]


def read(text: str) -> Document:
    """Every entry of the file; what cannot be read is a problem with its line. Never raises, whatever the text."""
    rows = clean(text).split("\n")
    problems = Problems()
    records: list[Record] = []
    for entry in _entries(rows, problems):
        raw = "\n".join(rows[entry.line - 1 : entry.end]).rstrip()
        record = problems.bounded(_record(entry, raw, problems))
        if record.title:
            records.append(record)
        else:
            problems.add(entry.line, raw, "The entry has no title (TI); it was not read.")
    return Document("", (), tuple(records), problems.named())


def _entries(rows: list[str], problems: Problems) -> Iterator[Fields]:
    """The entries, also those that the next entry or the end of the file cuts short."""
    entry: Fields | None = None
    value: list[str] = []
    lost = False
    for number, row in enumerate(rows, 1):
        tagged = _TAG.match(row)
        tag, said = (tagged[1], tagged[2] or "") if tagged else ("", "")
        if entry and tag in ("TY", "ER"):
            yield _closed(entry, value, number if tag == "ER" else number - 1)
            entry, value = None, []
        if tag == "TY":
            entry, lost = Fields(said.strip().upper(), number), False
        elif entry and tag:
            _keep(entry, value)
            entry.lines.setdefault(tag, number)
            value = [tag, said]
        elif entry and (value or row.strip()):
            value.append(row)
        elif tag != "ER" and row.strip() and not lost:
            lost = True
            problems.add(number, row, "No TY line begins an entry here; nothing was read up to the next one.")
    if entry:
        yield _closed(entry, value, len(rows))


def _closed(entry: Fields, value: list[str], end: int) -> Fields:
    _keep(entry, value)
    entry.end = end
    return entry


def _keep(entry: Fields, value: list[str]) -> None:
    """A value's further lines without their indentation; empty lines after the last are no part of it."""
    while value and not value[-1]:
        value.pop()
    if value:
        tag, *rows = value
        further = [row.removeprefix(INDENT) if row.startswith(INDENT) else row.lstrip(" ") for row in rows[1:]]
        entry.values.setdefault(tag, []).append("\n".join([*rows[:1], *further]))


def _record(entry: Fields, raw: str, problems: Problems) -> Record:
    own = fields_of(entry.all("U1"))
    arxiv_id = own["arxiv"] if "arxiv" in own else arxiv_of(entry)
    where = home_of(entry, own, arxiv_id)
    dates = entry.all("PY", "Y1", "DA")
    notes = "\n\n".join(entry.all("N1", "RN"))
    tags = [part for value in entry.all("KW") for part in re.split("[;\n]", value)]
    record = Record(
        title=entry.first("TI", "T1", "CT"),
        line=entry.line,
        raw=raw,
        nickname=own.get("nickname", ""),
        kind=where.kind,
        venue=where.venue,
        year=_year(entry, dates, problems),
        to_appear="status" in own or any(map(says_to_appear, [*dates, *entry.all("PS")])),
        institutions=tuple(_listed(own, "institutions", entry.all("AD"))),
        authors=tuple(_listed(own, "authors", _people(entry.all("AU", "A1")))),
        tags=tuple(_listed(own, "tags", tags)),
        doi=_doi(entry.first("DO")),
        arxiv_id=arxiv_id,
        abstract="\n\n".join(entry.all("AB", "N2")),
        notes=notes,
        notes_line=min((entry.lines[tag] for tag in ("N1", "RN") if notes and tag in entry.lines), default=0),
        key=entry.first("ID", "LB"),
        venue_full=where.venue_full,
        venue_kind=where.venue_kind,
        summaries=summaries_in(own),
    )
    return _linked(record, entry, own, problems)


def home_of(entry: Fields, own: dict[str, str], arxiv_id: str) -> Home:
    """Where the entry says that it appeared; the application's own fields have the last word."""
    kind, venue_kind = TYPES.get(entry.type, ("paper", ""))
    long, short = entry.first(*_LONG) or entry.first("PB"), entry.first(*_SHORT)
    return corrected(home(kind, venue_kind, long, short, arxiv_id), own)


def _listed(own: dict[str, str], name: str, otherwise: list[str]) -> list[str]:
    return own[name].split("\n") if name in own else otherwise


def _people(values: list[str]) -> list[str]:
    names = [one_line(value) for value in values]
    return many(names[0]) if len(names) == 1 else [upright(name) for name in names]


def _year(entry: Fields, dates: list[str], problems: Problems) -> int | None:
    found = next((match for date in dates if (match := _YEAR.search(date))), None)
    said = one_line(" ".join(dates))
    if not found and said.strip("/ ") and not any(map(says_to_appear, dates)):
        line = min(entry.lines[tag] for tag in ("PY", "Y1", "DA") if tag in entry.lines)
        problems.add(line, said, f"The year “{said[:40]}” is no year; it was left out.")
    return int(found[1]) if found else None


def _doi(said: str) -> str:
    bare = said.lower()
    return bare if bare.startswith("10.") and " " not in bare else links.doi_in(bare)


def arxiv_of(entry: Fields) -> str:
    """An arXiv number wherever managers put it."""
    values = entry.all("M1", "AN", "C1", "T2", "JO", "JF", "DO", "UR")
    return next((found for value in values if (found := links.arxiv_in(value[:300]))), "")


def _linked(record: Record, entry: Fields, own: dict[str, str], problems: Problems) -> Record:
    """The record with its links; without the own field that says all of them, identifiers are found in addresses."""
    found: list[Link] = []
    given = [("U1", line) for line in own["links"].split("\n")] if "links" in own else []
    given = given or [(tag, f"{label} {url}") for tag, label in _LINKED.items() for url in _addresses(entry, tag)]
    for tag, line in given:
        if link := link_of(line):
            found.append(link)
        elif line.strip():
            reason = f"The link “{line.strip()[:80]}” is no http or https address; it was left out."
            problems.add(entry.lines[tag], line, reason)
    doi = next((doi for link in found if (doi := links.doi_in(link.url))), "") if "links" not in own else ""
    return replace(record, links=tuple(found), doi=record.doi or doi)


def _addresses(entry: Fields, tag: str) -> list[str]:
    return [url for value in entry.all(tag) for url in value.split()]
