"""Tell what format a text is in."""

from __future__ import annotations

import re

from .cells import Row, rows
from .csv_reading import columns, separator_of
from .identifiers import identifiers_of
from .limits import clean

_SUFFIXES = {
    "bib": "bibtex", "bibtex": "bibtex", "ris": "ris", "json": "csl-json", "csv": "csv", "tsv": "csv",
    "md": "markdown", "markdown": "markdown",
}  # fmt: skip
_HEAD = 20_000  # characters that are looked at
_ENTRY = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]", re.MULTILINE)
_MARKDOWN = re.compile(r"^[ \t]*(?:#|[-*+] |\||```|>|\d+\. )", re.MULTILINE)
_TYPE = re.compile(r"^TY {0,2}-(?: |$)", re.MULTILINE)
_JSON = re.compile(r"[ \t\n]*(?:\[[ \t\n]*)?\{[ \t\n]*(?:\"|\})|[ \t\n]*\[[ \t\n]*\]")
_NAMED = re.compile(r'"(?:title|type|DOI|id|items|references)"[ \t\n]*:')


def sniff(text: str, file_name: str = "") -> str:
    """The name of the format: by the file's suffix, else by what the text begins with; Markdown when nothing speaks."""
    suffix = file_name.rpartition(".")[2].casefold() if "." in file_name else ""
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    head = clean(text[:_HEAD])
    if (entry := _ENTRY.search(head)) and not _MARKDOWN.search(head, 0, entry.start()):
        return "bibtex"
    if (entry := _TYPE.search(head)) and not _MARKDOWN.search(head, 0, entry.start()):
        return "ris"
    if _JSON.match(head) and (_NAMED.search(head) or head.strip() == "[]"):
        return "csl-json"
    if _table(head):
        return "csv"
    return "identifiers" if _only_identifiers(head) else "markdown"


def _table(head: str) -> bool:
    """Whether the first row names columns, of which one holds titles."""
    header = next(rows(head.lstrip("\n"), separator_of(head)), Row([], 1, 1))
    known = [name for name in columns(header) if name]
    return "title" in known and len(known) > 1 and len(known) * 3 > len(header.cells)


def _only_identifiers(head: str) -> bool:
    """Whether nearly every line holds identifiers and few words beside them."""
    lines = [line for line in head.split("\n") if line.strip() and not re.match(r"\s*(?:#|//|%)", line)][:200]
    alone = [line for line in lines if len(line.split()) <= 2 * len(identifiers_of(line[:1000])) + 1]
    return sum(bool(identifiers_of(line[:1000])) for line in alone) * 5 >= len(lines) * 4 > 0
