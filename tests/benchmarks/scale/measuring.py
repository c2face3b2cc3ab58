"""Ask for pages in turn, and keep what each answer took."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median, quantiles

from tests.benchmarks.scale.client import Answer, Browser
from tests.benchmarks.scale.pages import Page
from tests.benchmarks.scale.server import Server

WARMING = 6  # requests of each page before it is measured, for two workers
CLIENTS = 8


@dataclass
class Figures:
    """What one page took in one run; read once all answers are there."""

    answers: list[Answer] = field(default_factory=list)
    packed: int = 0  # bytes over the wire, for a browser that takes Brotli

    @cached_property
    def milliseconds(self) -> list[float]:
        return [answer.milliseconds for answer in self.answers]

    @cached_property
    def sql(self) -> float:
        return median(answer.said("sql") for answer in self.answers)

    @property
    def queries(self) -> int:
        return int(self.answers[-1].said("queries"))

    @property
    def bytes(self) -> int:
        return len(self.answers[-1].body)

    @property
    def p50(self) -> float:
        return median(self.milliseconds)

    @property
    def p95(self) -> float:
        return quantiles(self.milliseconds, n=20, method="inclusive")[-1] if len(self.milliseconds) > 1 else self.p50


class Reader:
    """The accounts of one server, each signed in once."""

    def __init__(self, server: Server, passwords: dict[str, str]) -> None:
        self.server, self.passwords = server, passwords
        self.browsers: dict[str, Browser] = {}

    def ask(self, page: Page) -> Answer:
        browser = self.as_account(page.by)
        answer = page.ask(browser)
        if answer.status not in {200, 304}:
            raise SystemExit(f"{page.name}: {answer.status}\n{answer.text[:2000]}")
        return answer

    def packed(self, page: Page) -> Answer:
        """The answer as a browser gets it that takes Brotli."""
        browser = self.as_account(page.by)
        browser.takes = "br, gzip"
        try:
            return page.ask(browser)
        finally:
            browser.takes = "identity"

    def as_account(self, name: str) -> Browser:
        if name not in self.browsers:
            self.browsers[name] = Browser(self.server.port).sign_in(name, self.passwords[name])
        return self.browsers[name]


def in_turn(readers: dict[int, Reader], wanted: dict[int, list[Page]], rounds: int) -> dict[int, dict[str, Figures]]:
    """Figures by catalogue and page: in each round every page of every catalogue once, all in the same seconds."""
    figures = {size: {page.name: Figures() for page in wanted[size]} for size in readers}
    for size, reader in readers.items():
        for page in wanted[size]:
            for _ in range(WARMING):
                reader.ask(page)
            figures[size][page.name].packed = len(reader.packed(page).body)
    for _ in range(rounds):
        for place in range(max(map(len, wanted.values()))):
            for size, reader in readers.items():
                page = wanted[size][place]
                figures[size][page.name].answers.append(reader.ask(page))
    return figures


def throughput(reader: Reader, page: Page, seconds: float) -> float:
    """Answers a second for so many clients at once."""
    reader.ask(page)
    counts = [0] * CLIENTS
    end = time.perf_counter() + seconds

    def go_on(place: int) -> None:
        while time.perf_counter() < end:
            reader.ask(page)
            counts[place] += 1

    threads = [threading.Thread(target=go_on, args=(place,)) for place in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def cold(reader: Reader, page: Page, times: int, change: str) -> float:
    """The median of the first answers after a change of the catalogue."""
    taken = []
    for _ in range(times):
        reader.as_account(page.by).get(change)
        taken.append(reader.ask(page).milliseconds)
    return median(taken)
