"""One run: every server anew, every page of every catalogue in turn, and what else is measured of the largest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from urllib.parse import quote

from tests.benchmarks.scale.catalogues import Catalogue
from tests.benchmarks.scale.client import Answer, Browser
from tests.benchmarks.scale.measuring import Figures, Reader, cold, in_turn, throughput
from tests.benchmarks.scale.pages import HOSTILE, Page, at, pages
from tests.benchmarks.scale.server import serving

LIMIT, BROWSE = "/page: browse from constant data", "browse"
CHANGES = {"an edit": "/bench/change/", "an import": "/bench/change/?all="}
LINKED = re.compile(r'<(?:link rel="stylesheet"[^>]*? href|script[^>]*? src)="(/static/[^"]+)"')


@dataclass(frozen=True)
class Plan:
    sizes: Sequence[int]
    rounds: int
    seconds: float  # of each measurement of throughput
    only: str = ""  # part of the names of the pages wanted, beside those that everything is held against

    def pages(self, papers: int) -> list[Page]:
        return [page for page in pages(papers) if self.only in page.name or page.name in {LIMIT, BROWSE}]


@dataclass
class Run:
    """What was found; figures by catalogue and page, the rest of the largest catalogue."""

    figures: dict[int, dict[str, Figures]]
    rates: dict[str, float] = field(default_factory=dict)
    cold: dict[str, float] = field(default_factory=dict)
    hostile: dict[str, Answer] = field(default_factory=dict)
    first_visit: int = 0
    peak: float | None = None


def run(plan: Plan, catalogues: dict[int, Catalogue]) -> Run:
    with ExitStack() as stack:
        servers = {size: stack.enter_context(serving(catalogues[size])) for size in plan.sizes}
        readers = {size: Reader(server, catalogues[size].passwords) for size, server in servers.items()}
        largest = readers[max(plan.sizes)]
        found = Run(in_turn(readers, {size: plan.pages(size) for size in plan.sizes}, plan.rounds))
        compared = [page for page in plan.pages(max(plan.sizes)) if page.name in {LIMIT, BROWSE}]
        found.first_visit = first_visit(largest, Page(BROWSE, at("/papers/")))
        found.rates = {page.name: throughput(largest, page, plan.seconds) for page in compared}
        found.hostile = {name: slowest(largest.as_account("member"), text) for name, text in HOSTILE.items()}
        found.cold = {
            f"{page.name}, first answer after {after}": cold(largest, page, 5, path)
            for page in compared
            for after, path in CHANGES.items()
        }
        found.peak = largest.server.peak
        return found


def slowest(browser: Browser, text: str) -> Answer:
    """The slowest of two answers to a search for the text."""
    path = f"/papers/?q={quote(text, errors='surrogatepass')}"
    return max((browser.get(path) for _ in range(2)), key=lambda answer: answer.milliseconds)


def first_visit(reader: Reader, page: Page) -> int:
    """Bytes over the wire of the page with its styles and scripts, for who has nothing of them yet."""
    linked = LINKED.findall(reader.ask(page).text)
    asked = [page, *(Page(path, at(path), page.by) for path in dict.fromkeys(linked))]
    return sum(len(reader.packed(one).body) for one in asked)
