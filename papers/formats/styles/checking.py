"""Whether what was written says what was meant: it is read again."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from papers.formats.reading import read
from papers.formats.records import Record

Written = tuple[Record, list[str]]
_EXAMPLE = ["- [OSDI'20] [An Entry Like Those That Stand Around](https://example.org/)", ""]


@dataclass(frozen=True)
class Opening:
    """What stands above the entries that are read again: a title, and a heading unless the list has none.

    `in_company` adds an entry by which the others are read as strictly as any of a longer section could be. `names` are
    the headings of the whole list in lower case: an entry of such a name has to say that it is none.
    """

    is_alone: bool = False
    in_company: bool = False
    names: frozenset[str] = frozenset()

    @property
    def section(self) -> int | None:
        return None if self.is_alone else 0

    @property
    def lines(self) -> list[str]:
        return ["# T", "", *([] if self.is_alone else ["## S", ""]), *(_EXAMPLE if self.in_company else [])]


def said(record: Record) -> Record:
    """The record without where it stood."""
    return replace(record, line=0, raw="", section=None, notes_line=0)


def misread(entries: Sequence[Written], opening: Opening) -> set[int]:
    """The places of the entries that the reader would take for something else."""
    lines = opening.lines
    before, starts = len(lines), []
    for _record, own in entries:
        starts.append(len(lines) + 1)
        lines += own
    found = {record.line: record for record in read("\n".join(lines) + "\n").records if record.line > before}
    wrong = {
        place
        for place, (start, (record, _own)) in enumerate(zip(starts, entries, strict=True))
        if start not in found or found[start].section != opening.section or said(found.pop(start)) != record
    }
    return wrong | {bisect_right(starts, line) - 1 for line in found}
