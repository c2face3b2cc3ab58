"""What a trial found, and the table of all."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

HEADS = ("trial", "on", "what was done", "what was found", "target", "", "seconds")


@dataclass(frozen=True)
class Outcome:
    """One row of the table."""

    trial: str
    on: str  # the database, or whatever else it stood on
    done: str  # such as "2,000 saves by 20 writers"
    found: str  # such as "0 locked, 0 lost", with the figures that the target speaks of
    target: str
    is_met: bool
    seconds: float = 0.0

    @property
    def cells(self) -> tuple[str, ...]:
        word = "met" if self.is_met else "MISSED"
        return self.trial, self.on, self.done, self.found, self.target, word, f"{self.seconds:.0f}"


def table(outcomes: list[Outcome]) -> str:
    """All rows in columns, for a terminal."""
    rows = [HEADS, *(outcome.cells for outcome in outcomes)]
    widths = [max(width(row[column]) for row in rows) for column in range(len(HEADS))]
    lines = [
        "  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)) for row in rows
    ]
    return "\n".join([lines[0], "  ".join("-" * wide for wide in widths), *lines[1:]])


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
