"""How fast each format is read and written: ``python -m tests.benchmarks.formats [entries]``.

Prints entries a second and, from a second run, the peak of memory that reading takes beyond the text itself. Beside
BibTeX stands the bare parser, which splits the file into fields and decodes nothing.
"""

from __future__ import annotations

import gc
import sys
import time
import tracemalloc
from collections.abc import Callable

from bibtexparser import parse_string

from papers.formats import FORMATS
from papers.formats.records import Link, Record
from tests.benchmarks.import_rate import PLACES, VENUES, WORDS


def record(number: int) -> Record:
    """One of so many different works, every tenth with an abstract, notes and a summary."""
    words = [WORDS[(number * step + step) % len(WORDS)] for step in (1, 5, 7, 11, 13)]
    long = number % 10 == 0
    return Record(
        title=f"Sys{number}: {' '.join(words)} of {number % 977}",
        nickname=f"Sys{number}",
        venue=VENUES[number % len(VENUES)],
        year=2010 + number % 14,
        venue_kind="conference",
        authors=tuple(f"Ada {word.capitalize()}" for word in words[:4]),
        institutions=(PLACES[number % len(PLACES)],),
        tags=(words[0], words[1]),
        links=(Link(f"https://example.org/papers/{number}", "other"),),
        doi=f"10.1145/{3000000 + number}.{number}",
        abstract=" ".join(words * 20) if long else "",
        notes=f"- What {words[0]} says, in a few words.\n  - 中文的一句话。" if long else "",
        key=f"sys{number}",
        summaries=(("en", "**Problem.** " + " ".join(words * 20)),) if long else (),
    )


def seconds(deed: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    deed()
    return time.process_time() - start


def peak(deed: Callable[[], object]) -> float:
    """Megabytes at most in use beyond those before."""
    gc.collect()
    tracemalloc.start()
    deed()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def show(name: str, entries: int, text: str, deed: Callable[[], object]) -> None:
    size, took = len(text.encode()) / 1e6, seconds(deed)
    print(f"{name:24}{size:8.1f} MB {took:8.2f} s {entries / took:10,.0f} entries/s{peak(deed):8.0f} MB")


def main(entries: int) -> None:
    records = [record(number) for number in range(entries)]
    for name, module in FORMATS.items():
        if name == "identifiers":
            text = "\n".join(f"- {each.doi}" for each in records)
        else:
            text = module.write(records)
            took = seconds(lambda module=module: module.write(records))
            print(f"{name + ' written':24}{'':12}{took:8.2f} s {entries / took:10,.0f} entries/s")
        found = module.read(text)
        assert len(found.records) == entries, (name, len(found.records), found.problems[:3])
        show(f"{name} read", entries, text, lambda module=module, text=text: module.read(text))
        if name == "bibtex":
            show("  bare parser", entries, text, lambda text=text: parse_string(text))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
