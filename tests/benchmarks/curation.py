"""How quick the curation desk is over a large catalogue: ``python -m tests.benchmarks.curation [papers]``.

Prints the seconds of each page, the second time it is asked for, and of a bulk edit of a tenth of the papers, in a
fresh test database beside that of DATABASE_URL.
"""

from __future__ import annotations

import sys
import time

from tests.benchmarks.databases import new_database
from tests.benchmarks.import_rate import WORDS, title

PAGES = [
    "/curation/", "/curation/gaps/?gap=venue", "/curation/gaps/?gap=topic", "/curation/gaps/?gap=authors",
    "/curation/gaps/?gap=unused-authors", "/curation/tags/", "/curation/venues/", "/curation/topics/",
    "/admin/papers/paper/",
]  # fmt: skip


def main(papers: int) -> None:
    with new_database():
        fill(papers)
        run(papers)


def fill(papers: int) -> None:
    """So many papers, each tenth without one thing or another; half as many authors, a twentieth as many tags."""
    from django.db import connection, transaction

    from papers.formats.folding import title_key
    from papers.models import Author, Authorship, Link, ListEntry, Paper, PaperList, Tag, TaggedPaper, Topic, Venue

    numbers = range(papers)
    with transaction.atomic():
        venues = Venue.objects.bulk_create(Venue(name=f"Venue {number}") for number in range(200))
        topics = [Topic.objects.create(name_en=f"Topic {number}", position=number) for number in range(80)]
        tags = Tag.objects.bulk_create(
            Tag(name=f"{WORDS[n % len(WORDS)]} {WORDS[n % 23]} {n:x}", slug=f"t{n}") for n in range(papers // 20)
        )
        authors = Author.objects.bulk_create(Author(name=f"Person {number}") for number in range(papers // 2))
        group = PaperList.objects.create(name="A large list")
        rows = Paper.objects.bulk_create(
            (
                Paper(
                    title=title(n), title_key=title_key(title(n)), year=2000 + n % 25 if n % 10 else None,
                    venue=venues[n % 200] if n % 10 != 1 else None, doi=f"10.1/{n}" if n % 3 else "",
                )
                for n in numbers
            ),
            batch_size=500,
        )  # fmt: skip
        through = Paper.topics.through
        through.objects.bulk_create(
            (through(paper=rows[n], topic=topics[n % 80]) for n in numbers if n % 10 != 2), batch_size=500
        )
        TaggedPaper.objects.bulk_create(
            (TaggedPaper(content_object=rows[n], tag=tags[n % len(tags)]) for n in numbers), batch_size=500
        )
        Link.objects.bulk_create(
            (Link(paper=rows[n], url=f"https://example.org/{n}") for n in numbers if n % 10 != 3), batch_size=500
        )
        Authorship.objects.bulk_create(
            (Authorship(paper=rows[n], author=authors[n // 2]) for n in numbers if n % 10 != 4), batch_size=500
        )
        ListEntry.objects.bulk_create(
            (
                ListEntry(
                    list=group, paper=rows[n], position=n, line=n, raw="-", claimed_title=title(n),
                    claimed_venue=f"Venue {n % 200}", claimed_year=2000 + n % 25 if n % 50 else 1999,
                )
                for n in numbers
            ),
            batch_size=500,
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def run(papers: int) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import override_settings

    from papers import bulk
    from papers.models import Paper, Tag, Topic
    from tests.factories import make_admin

    person, client = make_admin(), Client()
    client.force_login(person)
    print(f"{papers:,} papers, {connection.vendor}")
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        for page in PAGES:
            client.get(page)
            start = time.perf_counter()
            assert client.get(page).status_code == 200  # noqa: S101 - a figure of an error page says nothing
            print(f"{page:44}{time.perf_counter() - start:8.2f} s", flush=True)
    some = Paper.objects.filter(pk__in=Paper.objects.order_by("pk").values("pk")[: papers // 10])
    for name, deed in {
        "add a tag": lambda: bulk.add_tags(some, [Tag.objects.create(name="new", slug="new")], person),
        "move to a topic": lambda: bulk.move_to_topic(some, Topic.objects.first(), person),
    }.items():
        start = time.perf_counter()
        count = deed()
        print(f"{name + f', {count:,} papers':44}{time.perf_counter() - start:8.2f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
