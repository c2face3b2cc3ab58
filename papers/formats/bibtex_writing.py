"""Write BibTeX that LaTeX sets right and that reads back to the same records.

What BibTeX has no field for goes into fields of plain names (nickname, links, summary-en); `kind`, `venue`,
`venue-full` and `venue-kind` are written only where the entry's type and names would be read otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .bibtex_claims import TYPES, home_of, written_address
from .bibtex_values import MARGIN, flowing
from .keys import Taken, key_of, proper
from .latex import escaped
from .own import corrections, link_line, plainly_linked
from .records import Record
from .venues import is_preprint


def write(records: Iterable[Record]) -> str:
    """One entry a record, with keys that are unique within the text."""
    return "\n".join(lines(records))


def lines(records: Iterable[Record]) -> Iterator[str]:
    taken = Taken()
    for record in records:
        key = proper(record.key) or key_of(record.title, record.year, record.authors, record.nickname)
        yield entry(record, taken.free(key))


def entry(record: Record, key: str) -> str:
    kind = entry_type(record)
    where = home_fields(record, kind)
    fields = {
        "title": "{" + escaped(record.title) + "}",  # the second pair of braces keeps the capitals
        "author": " and ".join(map(name, record.authors)),
        **where,
        "year": str(record.year or ""),
        "doi": written_address(record.doi),
        "eprint": written_address(record.arxiv_id),
        "archiveprefix": "arXiv" if record.arxiv_id else "",
        "url": written_address(record.links[0].url) if record.links else "",
        "abstract": block(record.abstract),
        "keywords": ", ".join(listed(tag, "[,;]") for tag in record.tags),
        "note": "To appear" if record.to_appear else "",
        "annote": block(record.notes),
        "nickname": escaped(record.nickname),
        "institutions": "" if "institution" in where else _institutions(record),
        "links": "" if url_says_all(record) else block("\n".join(map(link_line, record.links))),
        **{f"summary-{language}": block(text) for language, text in record.summaries},
    }
    written = {name: value for name, value in fields.items() if value} | _corrections(record, kind, where)
    if kind == "techreport" and record.venue and not record.institutions:
        written["institutions"] = ""  # the institution stands for the venue
    return "\n".join([f"@{kind}{{{key},", *(f"  {name} = {{{value}}}," for name, value in written.items()), "}", ""])


def entry_type(record: Record) -> str:
    """By the kind of work, then by the kind of venue."""
    if record.kind in ("book", "report"):
        return {"book": "book", "report": "techreport"}[record.kind]
    if record.kind == "preprint" or is_preprint(record.venue) or not record.venue:
        return "misc"
    by_venue = {"journal": "article", "preprint-server": "misc", "other": "misc"}
    return by_venue.get(record.venue_kind, "inproceedings")


def home_fields(record: Record, kind: str) -> dict[str, str]:
    """The fields that name the venue, empty ones left out."""
    if kind == "techreport":
        return {"institution": _institutions(record) or escaped(record.venue)}
    if kind == "misc" and record.arxiv_id and record.venue == "arXiv":
        return {}
    long, short = (names.split(" ")[0] for names in TYPES[kind][2:])
    if not record.venue_full or not short:
        return {long: escaped(record.venue)} if record.venue else {}
    return {long: escaped(record.venue_full)} | ({short: escaped(record.venue)} if record.venue else {})


def _corrections(record: Record, kind: str, where: dict[str, str]) -> dict[str, str]:
    """Own fields for what would be read otherwise from the rest of the entry."""
    read = home_of(kind, {name: flowing(value) for name, value in where.items()}, record.arxiv_id)
    return {name: escaped(value) for name, value in corrections(record, read).items()}


def url_says_all(record: Record) -> bool:
    """Whether the `url` field alone brings the record's links back."""
    plain = all(written_address(link.url) == link.url for link in record.links)
    return len(record.links) < 2 and plain and plainly_linked(record)


def name(author: str) -> str:
    """An author; braces keep one whole whose name has a comma or an "and" in it."""
    apart = "," in author or author.casefold() == "others" or re.search(r"(^|\s)and(\s|$)", author, re.IGNORECASE)
    return "{" + escaped(author) + "}" if apart else escaped(author)


def listed(value: str, separator: str) -> str:
    return "{" + escaped(value) + "}" if re.search(separator, value) else escaped(value)


def _institutions(record: Record) -> str:
    return "; ".join(listed(institution, ";") for institution in record.institutions)


def block(text: str) -> str:
    """Text of several lines below one another, all by the same margin; text of one line as it is."""
    if "\n" not in text and text == text.strip():
        return escaped(text)
    rows = escaped(text).split("\n")
    indented = all(row[0] in " " for row in rows if row.strip(" \t"))
    for number, row in enumerate(rows):
        if row and (not row.strip(" \t") or indented):  # an empty group stands where the margin would eat spaces
            rows[number], indented = "{}" + row, indented and not row.strip(" \t")
        elif row.lstrip().startswith("@"):  # an entry would begin
            rows[number] = row.replace("@", "{@}", 1)
    return "\n".join(["", *(MARGIN + row if row else "" for row in rows), "  "])
