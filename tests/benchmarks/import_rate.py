"""How fast a large file comes in: ``python -m tests.benchmarks.import_rate [entries] [markdown|bibtex]``.

Prints entries a second for the reading alone, for the preparing of rows, the bringing in and the undoing, for the same
file again, and the peak of memory, in a fresh test database beside that of DATABASE_URL; and, from the same run, the
rate at which the bare papers alone could be written.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.benchmarks.databases import new_database

WORDS = """
    elastic fair adaptive sparse dynamic serverless distributed federated quantized speculative pipelined asynchronous
    scheduling training inference serving caching placement checkpointing compression sharding batching profiling
    clusters accelerators datacenters storage memory networks workloads models graphs recommenders transformers tenants
""".split()  # noqa: SIM905 - easier to read than a list
VENUES = "OSDI SOSP NSDI ATC EuroSys ASPLOS ISCA MLSys SoCC FAST SIGMOD VLDB NeurIPS ICML SC".split()  # noqa: SIM905
PLACES = "MIT CMU Stanford THU PKU HKUST MSR Google UW ETH".split()  # noqa: SIM905


def title(number: int) -> str:
    words = [WORDS[(number * step + step) % len(WORDS)] for step in (1, 5, 7, 11, 13)]
    return f"Sys{number}: {' '.join(words)} of {number % 977}"


def markdown(entries: int) -> Iterator[str]:
    """A list of so many different works, every tenth with notes, a hundred to a section."""
    yield "# A large list"
    for number in range(entries):
        if number % 100 == 0:
            yield f"\n## Section {number // 100} on {WORDS[number // 100 % len(WORDS)]}"
        venue, place, name = VENUES[number % len(VENUES)], PLACES[number % len(PLACES)], title(number)
        yield f"- [{venue}'{10 + number % 14}][{place}] [{name}](https://example.org/papers/{number})"
        if number % 10 == 0:
            yield f"  - What {name} says, in a few words.\n    - 中文的一句话。"


def bibtex(entries: int) -> Iterator[str]:
    for number in range(entries):
        venue, year = VENUES[number % len(VENUES)], 2010 + number % 14
        author = f"Person{number % 3000}, A. and Other{number % 2000}, B."
        yield (
            f"@inproceedings{{sys{number},\n  title = {{{title(number)}}},\n  author = {{{author}}},\n"
            f"  booktitle = {{{venue}}},\n  year = {{{year}}},\n  url = {{https://example.org/papers/{number}}},\n}}\n"
        )


def measure(name: str, count: int, deed: Callable[[], Any]) -> None:
    start = time.perf_counter()
    deed()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:28}{seconds:8.2f} s {count / seconds:10,.0f} entries/s {peak:8.0f} MB at most so far", flush=True)


def main(entries: int, kind: str) -> None:
    text = "\n".join({"markdown": markdown, "bibtex": bibtex}[kind](entries)) + "\n"
    with new_database() as vendor:
        print(f"{entries:,} entries, {len(text.encode()):,} bytes of {kind}, {vendor}")
        run(text, entries, kind)


def run(text: str, entries: int, kind: str) -> None:
    from django.db import transaction

    from papers.formats import FORMATS
    from papers.importing import bring_in, prepare, undo
    from papers.models import Import, Paper
    from tests.benchmarks.corpus.tables import put

    def rows_alone() -> None:
        """By executemany; on PostgreSQL by COPY."""
        with transaction.atomic():
            put(Paper, "title title_key year", ((paper.title, paper.title_key, paper.year) for paper in papers))
            transaction.set_rollback(True)

    def bare() -> None:
        with transaction.atomic():
            Paper.objects.bulk_create(papers, batch_size=500)
            transaction.set_rollback(True)

    first, second = (Import.objects.create(name="A large list", format=kind, text=text) for _ in range(2))
    measure("reading the file alone", entries, lambda: FORMATS[kind].read(text))
    measure("preparing the rows", entries, lambda: prepare(first))
    measure("bringing them in", entries, lambda: bring_in(first))
    assert Paper.objects.count() == entries, Paper.objects.count()
    measure("preparing the same again", entries, lambda: prepare(second))
    measure("bringing it in again", entries, lambda: bring_in(second))
    papers = [
        Paper(title=f"{paper.title} 2", title_key=paper.title_key, year=paper.year) for paper in Paper.objects.all()
    ]
    measure("bare bulk_create of papers", entries, bare)
    measure("bare executemany of papers", entries, rows_alone)
    measure("undoing the second", entries, lambda: undo(second))
    measure("undoing the first", entries, lambda: undo(first))
    assert not Paper.objects.exists()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, sys.argv[2] if len(sys.argv) > 2 else "markdown")
