"""How long the queue of disagreements takes in a large catalogue.

``python -m tests.benchmarks.disagreements [papers]`` fills a database (in memory, or the one that DATABASE_URL names,
which has to be empty) with that many papers and a fifth as many entries, a tenth of which disagree. It prints what the
page asks with its time, and how the database finds what is open.
"""

from __future__ import annotations

import os
import sys
import time


def main(count: int) -> None:
    os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readinglist.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from papers.provenance import queue

    call_command("migrate", verbosity=0)
    fill(count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def page() -> None:
        places = [(pk, queue.DISPUTABLE[place]) for pk, place in queue.open_places()[:20]]
        queue.disputes(places)

    for name, ask in {
        "count": queue.open_disagreements_count,
        "counts by field": queue.counts_by_field,
        "counts by list": queue.counts_by_list,
        "first page": page,
        "last page": lambda: list(queue.open_places()[queue.open_disagreements_count() - 20 :]),
    }.items():
        with CaptureQueriesContext(connection) as captured:
            start = time.perf_counter()
            ask()
            seconds = time.perf_counter() - start
        print(f"{seconds * 1000:8.0f} ms {len(captured):3} queries   {name}")


def fill(count: int) -> None:
    from django.db import transaction

    from papers.models import ListEntry, Paper, PaperList, Settlement, Venue, VenueAlias

    venues = Venue.objects.bulk_create([Venue(name=f"Venue {number}") for number in range(200)])
    VenueAlias.objects.bulk_create([VenueAlias(venue=venue, name=f"{venue} alias") for venue in venues])
    groups = [PaperList.objects.create(name=f"List {number}") for number in range(20)]
    with transaction.atomic():
        papers = Paper.objects.bulk_create(
            [
                Paper(title=f"Paper {n}", title_key=f"paper {n}", venue=venues[n % 200], year=1990 + n % 30)
                for n in range(count)
            ],
            batch_size=500,
        )
        named = papers[::5]
        ListEntry.objects.bulk_create(
            [
                ListEntry(
                    list=groups[n % 20],
                    paper=paper,
                    position=n,
                    line=n,
                    raw="",
                    claimed_title=paper.title if n % 30 else "Another title",
                    claimed_venue=f"{paper.venue} alias" if n % 10 else "Elsewhere",
                    claimed_year=paper.year if n % 15 else 1980,
                )
                for n, paper in enumerate(named)
            ],
            batch_size=500,
        )
        Settlement.objects.bulk_create(
            [Settlement(paper=paper, field="year", value="1980") for paper in named[::30]], batch_size=500
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
