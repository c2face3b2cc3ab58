"""Cells of a table as spreadsheet programs keep them: rows with their lines, lists in a cell, nothing that runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_RUNS = re.compile(r"'*[=+\-@\t\r\n]")
_MARK = {separator: re.compile(f"[{separator}\n]") for separator in ",;\t"}
_PART = re.compile(r'[ \n]*(?:"((?:[^"]|"")*)"[ ]*(?=[;；\n]|$)|([^;；\n]*))(?:[;；\n]|$)')
_LISTED = re.compile(r"\s*[,，、]\s*|\s+and\s+")
_APART = re.compile(r'[;；,，、\n"]|^\s|\s$|\sand\s')


class Row(NamedTuple):
    """Cells, the first and the last line, and whether a quotation mark was left open in it."""

    cells: list[str]
    line: int
    last: int
    open: bool = False


def harmless(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet program would run as a formula."""
    return "'" + cell if _RUNS.match(cell) else cell


def unharmed(cell: str) -> str:
    """The cell without the apostrophe that `harmless` put before it."""
    return cell[1:] if cell.startswith("'") and _RUNS.match(cell) else cell


def rows(text: str, separator: str) -> Iterator[Row]:
    """The rows of a text whose lines end in `\\n`; a quotation mark that nothing closes counts as any character."""
    position, line = 0, 1
    while position < len(text):
        cells: list[str] = []
        first, broken, ended = line, False, False
        while not ended:
            quoted = text.startswith('"', position)
            end = _closing(text, position) if quoted else -1
            broken = broken or quoted and end < 0
            start, head = position, ""
            if end >= 0:
                head, start = text[position + 1 : end].replace('""', '"'), end + 1
                line += text.count("\n", position, end)
            mark = _MARK[separator].search(text, start)
            stop = mark.start() if mark else len(text)
            cells.append(head + text[start:stop])
            position = stop + 1
            ended = mark is None or mark[0] == "\n"
        yield Row(cells, first, line, broken)
        line += 1


def _closing(text: str, position: int) -> int:
    """The quotation mark that closes the one here, doubled ones passed over; -1 where none does."""
    end = text.find('"', position + 1)
    while end >= 0 and text.startswith('"', end + 1):
        end = text.find('"', end + 2)
    return end


def parts(cell: str) -> list[str]:
    """The values of a list in a cell, between semicolons or line breaks, else between commas."""
    found = marked_parts(cell)
    if len(found) == 1 and not found[0][1]:
        return [part for part in _LISTED.split(found[0][0]) if part]
    return [value for value, _ in found]


def marked_parts(cell: str) -> list[tuple[str, bool]]:
    """The values between semicolons or line breaks, each with whether quotation marks hold it together."""
    found = [(whole.replace('""', '"') if whole else bare.strip(), bool(whole)) for whole, bare in _PART.findall(cell)]
    return [(value, whole) for value, whole in found if value]


def joined(values: Iterable[str]) -> str:
    """The values as one cell that `parts` takes apart again."""
    quoted = ('"' + value.replace('"', '""') + '"' if _APART.search(value) else value for value in values)
    return "; ".join(quoted)
