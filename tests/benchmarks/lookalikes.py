"""How long looking for duplicates takes: ``python -m tests.benchmarks.lookalikes [papers]``.

Prints seconds for the whole catalogue, for an import of 500 papers and for one paper, with the pairs found and the
peak of memory, in a fresh test database beside that of DATABASE_URL. Titles are made of words as unevenly spread as
those of real ones; every hundredth paper stands there twice, a little reworded.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any

from tests.benchmarks.databases import new_database

VENUES = 15
DISTINCT_WORDS = 20_000
OF_A_TITLE = 8


def titles(papers: int) -> Iterator[str]:
    """Titles of words by Zipf's law, always the same ones."""
    chance = random.Random(4)  # noqa: S311 - not for secrets
    words = [f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{n}word"[: 4 + n % 9] + str(n) for n in range(DISTINCT_WORDS)]
    weights = list(accumulate(1 / (rank + 1) for rank in range(DISTINCT_WORDS)))
    for number in range(papers):
        chosen = chance.choices(words, cum_weights=weights, k=OF_A_TITLE)
        title = f"sys{number % (papers // 3 + 1)}: " + " ".join(chosen)
        yield title
        if number % 100 == 0:
            yield title + "s"


def fill(papers: int) -> None:
    from papers.formats.folding import title_key
    from papers.models import Link, Paper, Venue

    venues = [Venue.objects.create(name=f"Venue {n}") for n in range(VENUES)]
    every = [title for title, _n in zip(titles(papers), range(papers), strict=False)]
    rows = [
        Paper(title=title, title_key=title_key(title), year=2000 + n % 25, venue=venues[n % VENUES])
        for n, title in enumerate(every)
    ]
    made = Paper.objects.bulk_create(rows, batch_size=500)
    links = [Link(paper=paper, url=f"https://www.example.org/papers/{n}") for n, paper in enumerate(made)]
    Link.objects.bulk_create(links, batch_size=500)


def measure(name: str, deed: Callable[[], Any]) -> None:
    start, worked = time.perf_counter(), time.process_time()
    found = deed()
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:28}{seconds:9.2f} s {worked:9.2f} s of processor   peak {peak:,.0f} MB   {found or ''}")


def main(papers: int) -> None:
    with new_database() as vendor:
        from papers.lookalikes import look
        from papers.models import Lookalike, Paper

        print(f"{papers:,} papers, {vendor}")
        measure("filling the catalogue", lambda: fill(papers))
        some = list(Paper.objects.order_by("-pk").values_list("pk", flat=True)[:500])
        measure("one paper", lambda: look(some[:1]))
        measure("500 papers", lambda: look(some))
        measure("the whole catalogue", look)
        measure("the whole catalogue again", look)
        measure("one paper", lambda: look(some[:1]))
        print(f"{Lookalike.objects.count():,} pairs")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
