"""What a reader takes at most, and the problems it names on the way."""

from __future__ import annotations

import re
from dataclasses import replace

from .records import Problem, Record

MAX_FIELD = 100_000  # characters of one field
MAX_VALUES = 1_000  # authors, tags, institutions or links of one entry
MAX_PROBLEMS = 1_000
_TEXTS = ("title", "nickname", "venue", "venue_full", "doi", "arxiv_id", "notes", "abstract", "key")
_LISTS = ("authors", "institutions", "tags")
_UNSAVEABLE = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n?")


def clean(text: str) -> str:
    """The text with `\\n` at every line end, without a byte order mark, and with � for what no database takes."""
    return _UNSAVEABLE.sub("\ufffd", _LINE_END.sub("\n", text.removeprefix("\ufeff")))


def one_line(text: str) -> str:
    """The text with single spaces; ideographic and no-break spaces are left as they are."""
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")


class Problems:
    """Problems in the order of their lines; past MAX_PROBLEMS they are counted only."""

    def __init__(self) -> None:
        self._named: list[Problem] = []
        self._more = 0
        self._last = 1

    def add(self, line: int, text: str, reason: str) -> None:
        self._last = max(self._last, line)
        if len(self._named) < MAX_PROBLEMS:
            self._named.append(Problem(line, one_line(text[:400])[:200], reason))
        else:
            self._more += 1

    def named(self) -> tuple[Problem, ...]:
        found = sorted(self._named, key=lambda problem: problem.line)
        if self._more:
            found.append(Problem(self._last, "", f"{self._more:,} more problems up to here are not listed."))
        return tuple(found)

    def capped(self, line: int, name: str, text: str) -> str:
        """The text, cut and named where it is longer than a field may be."""
        if len(text) <= MAX_FIELD:
            return text
        self.add(line, text, f"The {name} has {len(text):,} characters; it was cut after {MAX_FIELD:,}.")
        return text[:MAX_FIELD]

    def bounded(self, record: Record) -> Record:
        """The record with no field longer than it may be, and the values of its lists each once and none blank."""
        line, values = record.line, {name: getattr(record, name) for name in (*_TEXTS, *_LISTS)}
        values |= {name: self.capped(line, name, values[name]) for name in _TEXTS}
        values |= {name: tuple(dict.fromkeys(filter(str.strip, map(one_line, values[name])))) for name in _LISTS}
        values["title"] = values["title"].strip()
        values["links"] = tuple({link.url: link for link in reversed(record.links)}.values())[::-1]
        for name in (*_LISTS, "links"):
            if (count := len(values[name])) > MAX_VALUES:
                reason = f"The entry has {count:,} {name}; those after the first {MAX_VALUES:,} were left out."
                self.add(line, record.raw, reason)
                values[name] = values[name][:MAX_VALUES]
        values["summaries"] = tuple(
            (language, self.capped(line, "summary", text)) for language, text in record.summaries
        )
        raw = record.raw if len(record.raw) <= MAX_FIELD else record.raw[:MAX_FIELD] + "…"
        return replace(record, raw=raw, **values)
