"""What is promised at 100,000 papers, each as a ratio within one run, and whether it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.scale.pages import DEEP, WORDS
from tests.benchmarks.scale.run import BROWSE, LIMIT, Run

MOST_QUERIES = 16
FIRST_VISIT = 28 * 1024
HOSTILE_MS = 500


@dataclass(frozen=True)
class Target:
    name: str
    limit: float
    value: Callable[[Run], float]
    at_least: bool = False  # the value may not be smaller, instead of larger

    def line(self, runs: list[Run]) -> str:
        """The target, the median of the runs, and whether that is within it."""
        try:
            found = median(self.value(run) for run in runs)
        except KeyError:
            return f"{self.name:58}{self.sign} {self.limit:<8.4g} not measured"
        holds = found >= self.limit if self.at_least else found <= self.limit
        return f"{self.name:58}{self.sign} {self.limit:<8.4g}{found:10.2f}   {'met' if holds else 'NOT MET'}"

    @property
    def sign(self) -> str:
        return "≥" if self.at_least else "≤"


def targets(sizes: list[int]) -> Iterator[Target]:
    """For these sizes of catalogues, smallest first."""
    small, large, before = sizes[0], sizes[-1], sizes[-2] if len(sizes) > 1 else sizes[-1]
    yield Target("browse with all facets / the limit", 3, ratio(large, BROWSE, LIMIT))
    yield Target(f"browse, {large:,} / {before:,} papers", 1.5, growth(large, before, BROWSE))
    yield Target(f"page {DEEP} by number / first page", 1.3, ratio(large, f"page {DEEP} by number", BROWSE))
    yield Target(f"page {DEEP} by its link / first page", 1.3, ratio(large, f"page {DEEP} by its link", BROWSE))
    yield Target("one tag on a fifth / first page", 3, ratio(large, "one tag on a fifth", BROWSE))
    for name in WORDS:
        yield Target(f"{name}, newest first / browse", 1.3, ratio(large, f"{name}, newest first", BROWSE))
        yield Target(f"{name}, by relevance / (browse + 1.5 raw)", 1, beside_raw(large, name))
    yield Target("marking read / a bare UPDATE", 2, ratio(large, "marking read", "a bare UPDATE"))
    yield Target("throughput of browse / the limit", 1 / 3, lambda run: run.rates[BROWSE] / run.rates[LIMIT], True)
    yield Target(f"queries on browse, {large:,} less {small:,} papers", 0, more_queries(large, small))
    yield Target("queries on browse", MOST_QUERIES, lambda run: run.figures[large][BROWSE].queries)
    yield Target("bytes of a first visit, compressed", FIRST_VISIT, lambda run: run.first_visit)
    yield Target("admin, 100 papers / the limit", 5, ratio(large, "admin, 100 papers", LIMIT))
    yield Target("admin, filters and a search / the limit", 5, ratio(large, "admin, filters and a search", LIMIT))
    yield Target("hostile queries: slowest, ms", HOSTILE_MS, slowest_hostile)
    yield Target("hostile queries: answers other than 200", 0, refused)


def ratio(size: int, page: str, beside: str) -> Callable[[Run], float]:
    return lambda run: run.figures[size][page].p50 / run.figures[size][beside].p50


def growth(size: int, before: int, page: str) -> Callable[[Run], float]:
    return lambda run: run.figures[size][page].p50 / run.figures[before][page].p50


def beside_raw(size: int, words: str) -> Callable[[Run], float]:
    def value(run: Run) -> float:
        figures = run.figures[size]
        raw = figures[f"{words}, raw index query"].sql
        return figures[f"{words}, by relevance"].p50 / (figures[BROWSE].p50 + 1.5 * raw)

    return value


def more_queries(size: int, smallest: int) -> Callable[[Run], float]:
    return lambda run: abs(run.figures[size][BROWSE].queries - run.figures[smallest][BROWSE].queries)


def slowest_hostile(run: Run) -> float:
    return max(answer.milliseconds for answer in run.hostile.values())


def refused(run: Run) -> float:
    return sum(answer.status != 200 for answer in run.hostile.values())
