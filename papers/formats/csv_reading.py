"""Read a table of papers: its first row names the columns, in English or in Chinese."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from . import links
from .cells import Row, marked_parts, parts, rows, unharmed
from .details import FIELD_OF
from .homes import Home, home
from .limits import Problems, clean, one_line
from .own import link_of
from .people import upright
from .records import Document, Link, Record, Section
from .venues import read_appearance, says_to_appear

_COLUMNS = {
    "kind": "kind|type|item type|类型|种类|类别",
    "venue": "publication title|conference name|proceedings title|journal title|container title|booktitle|source title"
    "|会议名称|期刊名称",
    "venue_full": "venue_full|venue full|full venue|venue full name|会议全称|期刊全称",
    "venue_kind": "venue_kind|venue kind",
    "year": "publication year|pub year|出版年",
    "status": "status|to appear|publication status|状态|发表状态",
    "links": "address|web|url 1|网址",
    "doi": "doi",
    "arxiv_id": "arxiv|arxiv id|arxiv_id",
    "section": "section|sections|chapter|小节|章节|分节",
    "notes": "notes|private note|extra",
    "abstract": "abstract|abstract note|摘要",
    "summary-en": "summary_en|summary en|english summary|summary (english)|英文总结",
    "summary-zh-hans": "summary_zh|summary zh|chinese summary|summary (chinese)|中文总结|总结",
    "key": "key|citation key|cite key|cite_key|bibtex key|引用键",
    "tags": "manual tags|automatic tags",
}
FIELDS = FIELD_OF | {name: field for field, names in _COLUMNS.items() for name in names.split("|")}
_KINDS = {
    "survey": "survey|review|综述", "book": "book|书|书籍", "report": "report|thesis|technical report|报告|技术报告",
    "preprint": "preprint|manuscript|预印本",
}  # fmt: skip
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split("|")}
_VENUE_KIND_OF = {"journalarticle": "journal", "conferencepaper": "conference", "conference paper": "conference"}
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|2[0-2]\d\d)(?!\d)")
_OWN = "venue_kind"  # the column by which a table of this application is known: it is taken as it stands
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:\S", re.IGNORECASE)


def columns(header: Row) -> list[str]:
    """The field of each column of a header, "" for one that is not known; each field once, but links and tags."""
    found: list[str] = []
    for cell in header.cells:
        name = FIELDS.get(" ".join(cell.split()).strip("*#: ：").casefold(), "")
        found.append("" if name in found and name not in ("links", "tags", "notes") else name)
    return found


def separator_of(text: str) -> str:
    """The separator under which the first row names the most columns."""
    first = text.lstrip("\n").split("\n", 1)[0]
    if found := re.fullmatch(r"sep=([,;\t])", first.strip(" ")):  # as Excel writes it
        return found[1]
    head = text[: text.find("\n", 1000) + 1] or text[:5000]
    known = {mark: sum(map(bool, columns(next(rows(head.lstrip("\n"), mark), Row([], 1, 1))))) for mark in ",;\t"}
    return max(known, key=lambda mark: known[mark])


@dataclass(slots=True)
class _Table:
    problems: Problems = field(default_factory=Problems)
    records: list[Record] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    places: dict[tuple[str, ...], int] = field(default_factory=dict)


def read(text: str) -> Document:
    """Every row of the table; what cannot be read is a problem with its line. Never raises, whatever the text."""
    text = clean(text)
    table = _Table()
    separator = separator_of(text)
    lines = text.split("\n")
    every = (row for row in rows(text, separator) if any(map(str.strip, row.cells)))
    header = next(every, None)
    if header and re.fullmatch("sep=[,;\t]*", lines[header.line - 1].strip(" ")):
        header = next(every, None)
    fields = columns(header) if header else []
    if not header or "title" not in fields:
        reason = "The first row names no column of titles, such as “title” or “标题”; nothing was read."
        table.problems.add(header.line if header else 1, lines[header.line - 1] if header else "", reason)
        return Document("", (), (), table.problems.named())
    if unknown := [cell.strip() for cell, name in zip(header.cells, fields, strict=True) if cell.strip() and not name]:
        reason = f"These columns are not known and were not read: {', '.join(unknown)[:300]}."
        table.problems.add(header.line, lines[header.line - 1], reason)
    for row in every:
        _take(table, row, fields, "\n".join(lines[row.line - 1 : row.last]))
    return Document("", tuple(table.sections), tuple(table.records), table.problems.named())


def _take(table: _Table, row: Row, fields: list[str], raw: str) -> None:
    problems = table.problems
    if row.open:
        problems.add(row.line, raw, "A quotation mark is not closed; the row was read up to the end of its line.")
    if any(cell.strip() for cell in row.cells[len(fields) :]):
        reason = f"The row has {len(row.cells)} cells and the table {len(fields)} columns; the rest was not read."
        problems.add(row.line, raw, reason)
    said: dict[str, str] = {}
    for name, cell in zip(fields, row.cells, strict=False):
        if name and (cell or name == _OWN):
            value = unharmed(cell)
            said[name] = f"{said[name]}\n{value}" if name in said else value
    record = problems.bounded(_record(said, row.line, raw, problems))
    if not record.title:
        problems.add(row.line, raw, "The row has no title; it was not read.")
        return
    table.records.append(replace(record, section=_place(table, said.get("section", ""), row.line)))


def _record(said: dict[str, str], line: int, raw: str, problems: Problems) -> Record:
    doi, arxiv_id = said.get("doi", "").strip(), said.get("arxiv_id", "").strip()
    bare = doi.lower()
    where = _home(said, arxiv_id)
    record = Record(
        title=one_line(said.get("title", "")),
        line=line,
        raw=raw,
        nickname=one_line(said.get("nickname", "")),
        kind=where.kind,
        venue=where.venue,
        year=_year(said, line, raw, problems),
        to_appear=says_to_appear(said.get("status", "")),
        institutions=tuple(parts(said.get("institutions", ""))),
        authors=tuple(_people(said.get("authors", ""))),
        tags=tuple(parts(said.get("tags", ""))),
        doi=bare if bare.startswith("10.") and not re.search(r"\s", bare) else links.doi_in(bare),
        arxiv_id=links.arxiv_in(arxiv_id if ":" in arxiv_id else f"arXiv:{arxiv_id}"),
        notes=said.get("notes", ""),
        notes_line=line if said.get("notes") else 0,
        abstract=said.get("abstract", ""),
        key=one_line(said.get("key", "")),
        venue_full=where.venue_full,
        venue_kind=where.venue_kind,
        summaries=tuple((name[8:], said[name]) for name in ("summary-en", "summary-zh-hans") if said.get(name)),
    )
    return _linked(record, said, problems)


def _home(said: dict[str, str], arxiv_id: str) -> Home:
    word = said.get("kind", "").strip()
    kind = _KIND_OF.get(word.casefold(), "paper")
    venue, full = one_line(said.get("venue", "")), one_line(said.get("venue_full", ""))
    if _OWN in said:
        return Home(kind, venue, full, said[_OWN].strip())
    return home(kind, _VENUE_KIND_OF.get(word.casefold(), ""), full or venue, venue if full else "", arxiv_id)


def _people(cell: str) -> list[str]:
    """Names as they are spoken; in a table they may also stand as "Family, Given; Family, Given"."""
    found = marked_parts(cell)
    if len(found) > 1 or found and found[0][1]:
        return [name if whole else upright(name) for name, whole in found]
    names = parts(cell)
    return names if len(names) != 2 or all(" " in name for name in names) else [upright(cell)]


def _year(said: dict[str, str], line: int, raw: str, problems: Problems) -> int | None:
    text = said.get("year", "")
    if found := _YEAR.search(text):
        return int(found[1])
    if text.strip() and not says_to_appear(text):
        problems.add(line, raw, f"The year “{text.strip()[:40]}” is no year; it was left out.")
    appearance = read_appearance(said.get("venue", "")) if _OWN not in said else None
    return appearance.year if appearance else None


def _linked(record: Record, said: dict[str, str], problems: Problems) -> Record:
    found: list[Link] = []
    for line in filter(str.strip, said.get("links", "").split("\n")):
        words = line.split()
        if sum(map(links.is_web, words)) == 1 and links.is_web(words[-1]) and (link := link_of(line)):
            found.append(link)
            continue
        for word in (word.strip(";,；，") for word in words):
            if links.is_web(word):
                found.append(links.typed(word))
            elif len(words) == 1 or _ADDRESS.match(word):
                reason = f"The link “{word[:80]}” is no http or https address; it was left out."
                problems.add(record.line, record.raw, reason)
    doi = "" if _OWN in said else next(filter(None, (links.doi_in(link.url) for link in found)), "")
    return replace(record, links=tuple(found), doi=record.doi or doi)


def _place(table: _Table, cell: str, line: int) -> int | None:
    """The section of this path of titles, made with those above it where it is new."""
    titles = tuple(title for part in cell.split(" / ") if (title := one_line(part)[:300]))[:10]
    for depth in range(1, len(titles) + 1):
        if titles[:depth] not in table.places:
            parent = table.places[titles[: depth - 1]] if depth > 1 else None
            table.places[titles[:depth]] = len(table.sections)
            table.sections.append(Section(titles[depth - 1], depth, line, parent))
    return table.places[titles] if titles else None
