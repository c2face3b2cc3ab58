"""BibTeX, as reference managers and LaTeX read it: Unicode kept, special characters escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from papers.formats.records import Record

NAME = "bibtex"
LABEL = "BibTeX"
SUFFIX = ".bib"
MEDIA_TYPE = "application/x-bibtex"

ENTRY_TYPES = {"preprint": "misc", "report": "techreport", "book": "book"}
SPECIAL = re.compile(r"([&%$#_])")
SMALL_WORDS = {"a", "an", "the", "on", "of", "for", "in", "to", "and", "with", "towards"}


def write(records: Iterable[Record]) -> str:
    """One entry a record, with keys that are unique within the text."""
    taken: set[str] = set()
    return "\n".join(entry(record, free_key(record, taken)) for record in records)


def entry(record: Record, key: str) -> str:
    kind = ENTRY_TYPES.get(record.kind, "inproceedings" if record.venue else "misc")
    home = {"inproceedings": "booktitle", "techreport": "institution", "book": "publisher"}.get(kind, "howpublished")
    fields = {
        "title": "{" + escaped(record.title) + "}",  # the second pair of braces keeps the capitals
        "author": " and ".join(map(name, record.authors)),
        home: escaped(record.venue),
        "year": str(record.year or ""),
        "doi": address(record.doi),
        "eprint": address(record.arxiv_id),
        "archiveprefix": "arXiv" if record.arxiv_id else "",
        "url": address(record.links[0].url) if record.links else "",
        "keywords": ", ".join(map(escaped, record.tags)),
        "note": "To appear" if record.to_appear else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def escaped(text: str) -> str:
    """Text as LaTeX source: braces would unbalance the entry, so they become what they look like."""
    plain = text.replace("\\", r"\textbackslash ").replace("{", r"\lbrace ").replace("}", r"\rbrace ")
    plain = plain.replace("^", r"\textasciicircum ").replace("~", r"\textasciitilde ")
    return SPECIAL.sub(r"\\\1", plain)


def name(author: str) -> str:
    """An author; braces keep one whose name has an "and" in it whole."""
    return "{" + escaped(author) + "}" if " and " in f" {author} " else escaped(author)


def address(text: str) -> str:
    """An address or identifier, which is not LaTeX: only what would unbalance the entry is written in percent."""
    return text.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def free_key(record: Record, taken: set[str]) -> str:
    """Family name or nickname, year and first telling word, in ASCII; a letter follows where that is taken."""
    first = record.authors[0].split()[-1] if record.authors else record.nickname
    words = [word for word in re.findall(r"[A-Za-z0-9]+", record.title) if word.lower() not in SMALL_WORDS]
    parts = [first, str(record.year or ""), words[0] if words else ""]
    key = "".join(re.sub(r"[^A-Za-z0-9]", "", part) for part in parts).lower() or "paper"
    candidates = (key, *(f"{key}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz"), f"{key}{len(taken)}")
    chosen = next(candidate for candidate in candidates if candidate not in taken)
    taken.add(chosen)
    return chosen
