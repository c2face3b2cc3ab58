"""Read BibTeX files, whatever some other program made of them."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field

from bibtexparser import parse_string
from bibtexparser.exceptions import ParsingException
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)

from .bibtex_claims import Fields, record_of
from .bibtex_values import value_of
from .limits import Problems, clean
from .records import Document, Record

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it could not read is named as problems here

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LIKE_ENTRY = re.compile(
    r"@\w+[ \t]{0,9}[{(]\s{0,9}[^\s,{}]*+\s{0,9},"
    r"|^[ \t]{0,9}[A-Za-z]+[ \t]{0,9}\{\s{0,9}[^\s,{}]++\s{0,9},\s{0,9}\w+\s{0,9}=",
    re.MULTILINE,
)
_OVERLAP = 60  # a broken entry may end with the beginning of the next
_INHERITED = ("booktitle", "journal", "series", "year", "date", "publisher")


@dataclass(slots=True)
class _Reading:
    problems: Problems = field(default_factory=Problems)
    strings: dict[str, str] = field(default_factory=lambda: {month: month for month in _MONTHS})
    entries: list[Fields] = field(default_factory=list)
    by_key: dict[str, Fields] = field(default_factory=dict)


def read(text: str) -> Document:
    """Every entry of the file; what cannot be read is a problem with its line. Never raises, whatever the text."""
    text = clean(text)
    reading = _Reading()
    try:
        blocks = parse_string(text, parse_stack=[]).blocks
    except ParsingException as error:  # the parser's own word for "this is a bug of mine"
        reading.problems.add(1, text, f"The file cannot be read as BibTeX: {error}")
        blocks = []
    after, counted, line = 0, 0, 1
    for block in blocks:  # the parser's own line numbers pass over a line that ends in a backslash
        raw = block.raw or ""
        start = max(after, text.find(raw, after))
        line += text.count("\n", counted, start)
        counted, after = start, start + max(1, len(raw) - _OVERLAP)
        _take(reading, block, line)
    if text.strip() and not reading.entries and not reading.problems.named():
        reading.problems.add(1, text.lstrip(), "No BibTeX entry, such as @article{…}, stands in this text.")
    records = [found for fields in reading.entries if (found := _record(reading, fields))]
    return Document("", (), tuple(records), reading.problems.named())


def _take(reading: _Reading, block: Block | None, line: int) -> None:
    raw = block.raw or "" if block else ""
    if isinstance(block, DuplicateFieldKeyBlock):
        names = ", ".join(sorted(block.duplicate_keys))
        reading.problems.add(line, raw, f"The entry says {names} more than once; the first was taken.")
        block = block.ignore_error_block
    elif isinstance(block, DuplicateBlockKeyBlock):
        block = block.ignore_error_block
    if isinstance(block, Entry):
        _take_entry(reading, block, raw, line)
    elif isinstance(block, String):
        value = value_of(block.value, reading.strings)
        reading.strings[block.key.casefold()] = reading.problems.capped(line, f"@string {block.key}", value)
    elif isinstance(block, ParsingFailedBlock):
        reason = " ".join(str(getattr(block.error, "abort_reason", block.error)).split()).rstrip(".")
        reading.problems.add(line, raw, f"The entry is broken, so it was not read: {reason}.")
    elif block is not None:
        _name_entry_in(reading, raw, isinstance(block, ImplicitComment), line)


def _name_entry_in(reading: _Reading, comment: str, outside: bool, line: int) -> None:
    """Name the first of what looks like entries in a comment or preamble, or outside all blocks."""
    if found := _LIKE_ENTRY.search(comment, 0 if outside else 1):
        why = "does not begin as one" if outside else "stands in a comment"
        reason = f"This looks like an entry, but {why}; it was not read."
        reading.problems.add(line + comment.count("\n", 0, found.start()), comment[found.start() :], reason)


def _take_entry(reading: _Reading, entry: Entry, raw: str, line: int) -> None:
    made = Fields(entry.entry_type.casefold(), entry.key, line, raw)
    last = line + raw.count("\n")
    for given in entry.fields:
        name = given.key.casefold()
        if name and name not in made.values:
            below = max(0, given.start_line - (entry.start_line or 0))
            made.lines[name] = min(last, line + below)
            value = value_of(given.value, reading.strings)
            made.values[name] = reading.problems.capped(made.lines[name], name, value)
    reading.entries.append(made)
    first = reading.by_key.setdefault(made.key.casefold(), made)
    if first is not made and made.key:
        reading.problems.add(line, raw, f"The key {made.key} is also that of line {first.line}; both were read.")


def _record(reading: _Reading, fields: Fields) -> Record | None:
    _inherit(reading, fields)
    if fields.type == "proceedings" and fields.referred:
        reason = "A volume that others refer to, not a paper; what it says of them went to them."
        reading.problems.add(fields.line, fields.raw, reason)
        return None
    found = record_of(fields, reading.problems)
    if not found.title:
        reading.problems.add(fields.line, fields.raw, "The entry has no title; it was not read.")
        return None
    return found


def _inherit(reading: _Reading, fields: Fields) -> None:
    """Take what a crossref to a volume says of the papers in it."""
    if not (key := fields.values.get("crossref", "").strip().casefold()):
        return
    volume = reading.by_key.get(key)
    if volume is None or volume is fields:
        reason = f"The entry refers to {key}, which is not in the file."
        reading.problems.add(*fields.at("crossref"), reason)
        return
    volume.referred = True
    given = {name: volume.values[name] for name in _INHERITED if name in volume.values}
    if volume.type != "article" and "title" in volume.values:
        given.setdefault("booktitle", volume.values["title"])
    fields.values = given | fields.values
    fields.lines = dict.fromkeys(given, fields.lines["crossref"]) | fields.lines
