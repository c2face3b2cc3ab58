"""Small charts as numbers for templates to draw as SVG: whole pixels, since localised floats break attributes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from papers.filters import PaperFilter

HEIGHT = 32  # of the tallest bar
STEP = 10  # from one bar to the next
ROOM = 244  # a chart of columns is as wide as the margin, as far as its bars can be told apart
WIDEST, NARROWEST = 28, 2  # steps of such a chart
WORDS = 22  # what a number or a year takes
EDGE = 8  # room at each side, into which the words of a thin bar reach


@dataclass(frozen=True)
class Bar:
    label: str
    count: int
    x: int
    y: int
    height: int
    url: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Columns:
    """Bars of years that share the room there is; ``thickness`` is theirs, ``middle`` half of it.

    The drawing begins EDGE to the left of the first bar.
    """

    bars: list[Bar]
    width: int
    thickness: int
    middle: int
    has_numbers: bool


def bars(counts: list[tuple[str, int]], height: int = HEIGHT, step: int = STEP) -> list[Bar]:
    """One bar a label, from left to right, the tallest ``height`` high and none that counts anything below 2."""
    tallest = max((count for _, count in counts), default=0)
    heights = [max(2, height * count // tallest) if count else 0 for _, count in counts]
    return [
        Bar(label, count, place * step, height - tall, tall)
        for place, ((label, count), tall) in enumerate(zip(counts, heights, strict=True))
    ]


def year_bars(counts: list[tuple[int, int]], filters: PaperFilter) -> list[Bar]:
    """One bar a year without gaps, each leading to that year alone; the years of the chosen range are marked."""
    if not counts:
        return []
    by_year = dict(counts)
    years = list(range(min(by_year), max(by_year) + 1))[-60:]
    low, high = (filters.chosen.get(name, [None])[0] for name in ("year_min", "year_max"))
    is_limited = low is not None or high is not None
    drawn = bars([(str(year), by_year.get(year, 0)) for year in years])
    return [
        Bar(
            bar.label, bar.count, bar.x, bar.y, bar.height,
            url=filters.address(year_min=(bar.label,), year_max=(bar.label,)),
            is_chosen=is_limited and (low or year) <= year <= (high or year),
        )
        for year, bar in zip(years, drawn, strict=True)
    ]  # fmt: skip


def columns(counts: list[tuple[int, int]], height: int) -> Columns:
    """One bar a year; where many years leave no room, years are named here and there, and numbers are left out."""
    step = max(NARROWEST, min(WIDEST, ROOM // max(len(counts), 1)))
    every = next((years for years in (1, 2, 5, 10) if years * step >= WORDS), 20)
    named = [("" if year % every else f"’{year % 100:02}", count) for year, count in counts]
    thickness = step * 4 // 5
    return Columns(bars(named, height, step), len(counts) * step + 2 * EDGE, thickness, thickness // 2, step >= WORDS)
