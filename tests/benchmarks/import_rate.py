"""How fast a large list comes in: ``python -m tests.benchmarks.import_rate [entries]``.

Prints entries a second for a first and a second import into a fresh test database beside that of DATABASE_URL, the peak
of memory, and, from the same run, the rate at which the bare papers alone could be written.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import django

WORDS = """
    elastic fair adaptive sparse dynamic serverless distributed federated quantized speculative pipelined asynchronous
    scheduling training inference serving caching placement checkpointing compression sharding batching profiling
    clusters accelerators datacenters storage memory networks workloads models graphs recommenders transformers tenants
""".split()  # noqa: SIM905 - easier to read than a list
VENUES = "OSDI SOSP NSDI ATC EuroSys ASPLOS ISCA MLSys SoCC FAST SIGMOD VLDB NeurIPS ICML SC".split()  # noqa: SIM905
PLACES = "MIT CMU Stanford THU PKU HKUST MSR Google UW ETH".split()  # noqa: SIM905


def lines(entries: int) -> Iterator[str]:
    """A list of so many different works, every tenth with notes, a hundred to a section."""
    yield "# A large list"
    for number in range(entries):
        if number % 100 == 0:
            yield f"\n## Section {number // 100} on {WORDS[number // 100 % len(WORDS)]}"
        words = [WORDS[(number * step + step) % len(WORDS)] for step in (1, 5, 7, 11, 13)]
        venue, place = VENUES[number % len(VENUES)], PLACES[number % len(PLACES)]
        title = f"Sys{number}: {' '.join(words)} of {number % 977}"
        yield f"- [{venue}'{10 + number % 14}][{place}] [{title}](https://example.org/papers/{number})"
        if number % 10 == 0:
            yield f"  - What {title} says, in a few words.\n    - 中文的一句话。"


def measure(name: str, count: int, deed: object) -> None:
    start = time.perf_counter()
    deed()  # type: ignore[operator]
    seconds = time.perf_counter() - start
    print(f"{name:28}{seconds:8.2f} s {count / seconds:10,.0f} entries/s")


def main(entries: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readinglist.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    with TemporaryDirectory() as directory:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = f"{directory}/test.sqlite3"
        path = Path(directory) / "large.md"
        path.write_text("\n".join(lines(entries)) + "\n")
        before = connection.creation.create_test_db(verbosity=0, autoclobber=True)
        print(f"{entries:,} entries, {path.stat().st_size:,} bytes, {connection.vendor}: {before.rsplit('/', 1)[-1]}")
        try:
            run(path, entries, call_command)
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


def run(path: Path, entries: int, call_command: object) -> None:
    from django.db import transaction

    from papers.formats import markdown
    from papers.models import Paper

    def import_list() -> None:
        with open(os.devnull, "w") as nowhere:
            call_command("import_list", path, json=True, stdout=nowhere)  # type: ignore[operator]

    def bare() -> None:
        with transaction.atomic():
            Paper.objects.bulk_create(papers, batch_size=500)
            transaction.set_rollback(True)

    measure("import", entries, import_list)
    print(f"{'peak memory':28}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")
    assert Paper.objects.count() == entries, Paper.objects.count()
    measure("the same list again", entries, import_list)
    measure("reading the file alone", entries, lambda: markdown.read(path.read_text()))
    papers = [
        Paper(title=f"{paper.title} 2", title_key=paper.title_key, year=paper.year) for paper in Paper.objects.all()
    ]
    measure("bare bulk_create of papers", entries, bare)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
