"""How fast the catalogue leaves the house: ``python -m tests.benchmarks.exports [papers]``.

For each format the papers of the whole catalogue as an answer sends them: papers a second, bytes, and by how much the
process grew; then the same as one list, whose Markdown is read again while it is written, and the list's first page.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterable

from tests.benchmarks.databases import new_database
from tests.benchmarks.import_rate import VENUES, title


def memory() -> float:
    """The peak of memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name: str, count: int, deed: Callable[[], Iterable[str]]) -> None:
    before, start, worked = memory(), time.perf_counter(), time.process_time()
    size = sum(len(text.encode()) for text in deed())
    seconds, worked, grown = time.perf_counter() - start, time.process_time() - worked, memory() - before
    rate = count / worked
    print(f"{name:20}{seconds:7.1f} s {worked:7.1f} s of work {rate:8,.0f}/s {size:11,} bytes {grown:6.0f} MB more")


def main(papers: int) -> None:
    with new_database():
        fill(papers)
        run(papers)


def fill(papers: int) -> None:
    """One list with a section for every hundred papers, each with a link, every tenth with notes and a summary."""
    from notes.models import Summary
    from papers.formats.plain import plain
    from papers.formats.records import Link as Claimed
    from papers.formats.records import Record
    from papers.models import Link, ListEntry, Paper, PaperList, Section, Venue

    group = PaperList.objects.create(name="A large list", style="numbered")
    venues = [Venue.objects.get_or_create(name=name)[0] for name in VENUES]
    for first in range(0, papers, 100):
        section = Section.objects.create(list=group, title=f"Section {first // 100}", level=2, position=first // 100)
        made = [
            Paper(title=title(n), title_key=title(n).casefold(), venue=venues[n % len(venues)], year=2010 + n % 14,
                  cite_key=f"key{n}")
            for n in range(first, min(first + 100, papers))
        ]  # fmt: skip
        Paper.objects.bulk_create(made)
        Link.objects.bulk_create(Link(paper=paper, url=f"https://example.org/{paper.pk}") for paper in made)
        Summary.objects.bulk_create(
            Summary(paper=one, language="en", body="- Text.", state="published") for one in made[::10]
        )
        ListEntry.objects.bulk_create(
            ListEntry(
                list=group, section=section, paper=paper, position=first + place, line=first + place,
                claimed_title=paper.title,
                record=plain(
                    Record(
                        paper.title, venue=paper.venue.name, year=paper.year,
                        notes="" if place % 10 else "- 中文的一句话。", links=(Claimed(f"https://example.org/{paper.pk}"),),
                    )
                ),
            )
            for place, paper in enumerate(made)
        )  # fmt: skip


def run(papers: int) -> None:
    from papers.exporting import WRITTEN, Export
    from papers.list_pages import Outline
    from papers.models import Paper, PaperList
    from papers.transfer import records_by_number

    print(f"{papers:,} papers, {memory():.0f} MB before the first export")
    numbers, group = Paper.objects.newest().values_list("pk", flat=True), PaperList.objects.get()
    for name in sorted(WRITTEN, key=lambda name: name == "markdown"):
        export = Export(format=name, summaries="both")
        measure(name, papers, lambda: export.record_pieces(records_by_number(numbers, export.languages), "Papers"))  # noqa: B023
    measure("list, bibtex", papers, lambda: Export(format="bibtex").list_pieces(group))
    measure("list, markdown", papers, lambda: Export().list_pieces(group))
    start = time.process_time()
    outline = Outline(group)
    list(outline.shown_on(outline.page_of("1", None)))
    print(f"a page of the list  {time.process_time() - start:7.2f} s of work")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
