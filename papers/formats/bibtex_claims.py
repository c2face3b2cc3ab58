"""From the fields of one BibTeX entry to a record, and which fields say what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from . import links
from .bibtex_values import address, flowing, paragraphs, parts, people, text
from .homes import Home, home
from .limits import Problems
from .own import HOME, corrected, link_of, summaries_in
from .records import Link, Record
from .venues import is_preprint, says_to_appear

# entry type → kind of work, kind of venue, the fields with its long name, the fields with its short name
TYPES: dict[str, tuple[str, str, str, str]] = {
    "article": ("paper", "journal", "journal journaltitle", "shortjournal"),
    "inproceedings": ("paper", "conference", "booktitle eventtitle", "series shortbooktitle"),
    "incollection": ("paper", "other", "booktitle", "series"),
    "techreport": ("report", "", "", ""),
    "phdthesis": ("report", "", "", ""),
    "book": ("book", "", "publisher", ""),
    "misc": ("paper", "", "howpublished journal booktitle", ""),
}
_SAME_TYPE = {
    "conference": "inproceedings", "inbook": "incollection", "mastersthesis": "phdthesis", "thesis": "phdthesis",
    "report": "techreport", "manual": "techreport", "mvbook": "book", "collection": "book", "proceedings": "book",
}  # fmt: skip
_NOTES = ("annote", "annotation", "notes", "comment", "review")
_LINKED = {
    "url": "", "ee": "", "pdf": "pdf", "code": "code", "github": "code", "slides": "slides", "poster": "poster",
    "video": "video", "dataset": "dataset", "website": "website", "html": "html", "bdsk-url-1": "", "bdsk-url-2": "",
}  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|2[0-2]\d\d)(?!\d)")


@dataclass(slots=True)
class Fields:
    """One entry: its fields by folded name, as LaTeX source, and the lines they stand on."""

    type: str
    key: str
    line: int
    raw: str
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    referred: bool = False  # by the crossref of another

    def at(self, name: str) -> tuple[int, str]:
        """The line on which a field stands, and what is written there."""
        line = self.lines.get(name, self.line)
        return line, self.raw.split("\n")[line - self.line]

    def said(self, names: str) -> str:
        """The first of these fields that says something, its line breaks as spaces."""
        return next((shown for name in names.split() if (shown := flowing(self.values.get(name, "")))), "")


def record_of(entry: Fields, problems: Problems) -> Record:
    """The entry as a record; its title may be empty."""
    values = entry.values
    subtitle = entry.said("subtitle")
    arxiv_id = _arxiv(entry)
    where = home_of(entry.type, {name: flowing(value) for name, value in values.items() if name in _HOME}, arxiv_id)
    institutions = parts(values.get("institutions", values.get("affiliation", "")), ";")
    if "institutions" not in values and _type(entry.type) in ("techreport", "phdthesis"):
        institutions += parts(values.get("institution", values.get("school", "")), ";")
    note = entry.said("note")
    record = Record(
        title=entry.said("title") + (f": {subtitle}" if subtitle else ""),
        line=entry.line,
        raw=entry.raw,
        nickname=entry.said("nickname"),
        kind=where.kind,
        venue=where.venue,
        year=_year(entry, problems),
        to_appear=any(map(says_to_appear, (note, entry.said("pubstate"), entry.said("year date")))),
        institutions=tuple(institutions),
        authors=tuple(people(values.get("author", ""))),
        tags=tuple(parts(values.get("keywords", values.get("keyword", "")))),
        doi=_doi(values.get("doi", "")),
        arxiv_id=arxiv_id,
        abstract=paragraphs(values.get("abstract", "")),
        key=entry.key,
        venue_full=where.venue_full,
        venue_kind=where.venue_kind,
        summaries=summaries_in({name: text(value) for name, value in values.items() if name.startswith("summary-")}),
    )
    note = "" if says_to_appear(note) else values.get("note", "")
    return problems.bounded(_noted(_linked(record, entry, problems), entry, note))


def _type(name: str) -> str:
    name = _SAME_TYPE.get(name, name)
    return name if name in TYPES else "misc"


def home_of(entry_type: str, values: Mapping[str, str], arxiv_id: str) -> Home:
    """Where the entry says that it appeared; the application's own fields have the last word."""
    kind, venue_kind, long, short = TYPES[_type(entry_type)]
    first = {names: next(filter(None, map(values.get, names.split())), "") or "" for names in (long, short)}
    named = re.sub(r"^\\url|https?://\S+", "", first[long]).strip() if "howpublished" in long else first[long]
    return corrected(home(kind, venue_kind, named, first[short], arxiv_id), values)


_HOME = {*HOME, *(name for row in TYPES.values() for name in f"{row[2]} {row[3]}".split())}


def _arxiv(entry: Fields) -> str:
    values = entry.values
    eprint = address(values.get("eprint", values.get("arxiv", "")))
    kind = entry.said("archiveprefix eprinttype") or "arXiv"
    if eprint and kind.casefold() == "arxiv":
        return links.arxiv_in(eprint if ":" in eprint else f"arXiv:{eprint}")
    where = entry.said("journal journaltitle howpublished booktitle note number")
    if found := links.arxiv_in(where):
        return found
    volume = entry.said("volume")
    if volume.casefold().startswith("abs/") and is_preprint(where):  # as dblp writes it
        return links.arxiv_in(f"arXiv:{volume[4:]}")
    return links.arxiv_in(f"https://doi.org/{address(values['doi'])}") if "doi" in values else ""


def _doi(source: str) -> str:
    bare = address(source).lower()
    if bare.startswith("10.") and not re.search(r"\s", bare):
        return re.sub("%(5c|7b|7d)", lambda found: chr(int(found[1], 16)), bare)
    return links.doi_in(bare)


def _year(entry: Fields, problems: Problems) -> int | None:
    said = entry.said("year date")
    if found := _YEAR.search(said):
        return int(found[1])
    if said and not says_to_appear(said):
        problems.add(*entry.at("year"), f"The year “{said[:40]}” is no year; it was left out.")
    return None


def _linked(record: Record, entry: Fields, problems: Problems) -> Record:
    """The record with its links; without the own field that says all of them, identifiers are found in addresses."""
    found: dict[str, Link] = {}
    own = "links" in entry.values
    for line in text(entry.values.get("links", "")).split("\n") if own else ():
        if link := link_of(line):
            found[link.url] = link
        elif line.strip():
            reason = f"The link “{line.strip()[:80]}” is no http or https address; it was left out."
            problems.add(*entry.at("links"), reason)
    known = {written_address(url) for url in found}
    doi, arxiv_id = record.doi, record.arxiv_id
    for name, label in _LINKED.items():
        for url in address(entry.values.get(name, "")).split():
            if not links.is_web(url):
                reason = f"The {name} “{url[:80]}” is no http or https address; it was left out."
                problems.add(*entry.at(name), reason)
            elif url not in known:
                found.setdefault(url, links.typed(url, label))
                doi, arxiv_id = (doi, arxiv_id) if own else (doi or links.doi_in(url), arxiv_id or links.arxiv_in(url))
    how = address(entry.values.get("howpublished", ""))
    if links.is_web(how) and not re.search(r"\s", how):
        found.setdefault(how, links.typed(how))
    return replace(record, links=tuple(found.values()), doi=doi, arxiv_id=arxiv_id)


def written_address(url: str) -> str:
    """An address as a field holds it: only what would unbalance the entry is written in percent."""
    return url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def _noted(record: Record, entry: Fields, note: str) -> Record:
    said = [shown for name in _NOTES if (shown := text(entry.values.get(name, "")))]
    if note.strip():
        said.insert(0, text(note))
    if not said:
        return record
    line = min(entry.lines[name] for name in (*_NOTES, "note") if name in entry.lines)
    return replace(record, notes="\n\n".join(said), notes_line=line)
