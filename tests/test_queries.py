"""A page with twice as many rows asks the database no more often."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notes.models import SavedFilter
from papers.models import Author, Authorship, Link, PaperList, Topic
from tests.factories import (
    make_entry,
    make_institution,
    make_list,
    make_member,
    make_paper,
    make_reading,
    make_section,
    make_summary,
    make_topic,
)

MOST = 16  # queries of a page of the catalogue
FOR_NAMES = 1  # a further one where tag, venue, institution and list are all looked up by name
FOR_WORDS = 8  # further ones where words are searched: the glossary, own notes, the order, and why each paper was found
EVERY_FILTER = (
    "q=paper&topic=systems&tag=gpu&tag=memory&venue=OSDI&venue=SOSP&year_min=1990&year_max=2090&institution=Stanford"
    "&list=a-list&status=read&summary=both&sort=venue"
)


def make_rows(member, count):
    """Papers with everything a row can show, in one list, each of a topic, a section and a reader of its own."""
    root = Topic.objects.filter(slug="systems").first() or make_topic("Systems")
    group = PaperList.objects.first() or make_list("A list")
    for number in range(count):
        paper = make_paper(
            venue=("OSDI", "SOSP")[number % 2], year=2000 + number % 25, topics=(make_topic("Topic", parent=root),),
            tags=("GPU", "memory"), institutions=("Stanford", "MIT"), authors=("Ada", "Li Hua"),
            recommended=number % 3 == 0,
        )  # fmt: skip
        Link.objects.create(paper=paper, url="https://a.example/")
        make_entry(paper, make_section(group))
        SavedFilter.objects.create(owner=member, name=f"Filter {paper.pk}", query=f"tag=gpu&topic=topic-{number}")
        make_reading(member, paper, ("read", "reading", "to-read")[number % 3] if number % 2 else "read")
        make_reading(make_member(f"reader{paper.pk}"), paper, "read")
        make_summary(paper, in_step_with=1)
        make_summary(paper, "zh-hans", "中文", version=2, in_step_with=1)
    return paper


def queries(client, path):
    client.get(path)  # what is asked once and remembered does not count
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
        if response.streaming:
            list(response.streaming_content)
    assert response.status_code == 200
    return len(captured)


PAGES = [
    "/", "/papers/", f"/papers/?{EVERY_FILTER}", "/papers/?q=gpu", "/papers/facets/tag/?find=g",
    "/lists/", "/lists/a-list/",
    "/queues/", "/queues/?scope=read&topic=systems", "/filters/", "/me/", "/me/?status=read", "/me/export.csv",
    "/lists/a-list/export/", "/lists/a-list/export/?format=bibtex&summaries=both", "/papers/export/?format=csv",
    f"/papers/export/?{EVERY_FILTER}&summaries=both", "/me/export/?format=ris&mine=yes&summaries=en",
]  # fmt: skip


def test_they_ask_as_often_for_20_rows_as_for_10(shelf, member):
    make_rows(member, 10)
    ten = {path: queries(shelf, path) for path in PAGES}
    make_rows(member, 10)
    assert {path: queries(shelf, path) for path in PAGES} == ten


def test_a_paper_s_page_asks_as_often_however_much_it_holds(shelf, member):
    paper = make_rows(member, 1)
    few = queries(shelf, paper.get_absolute_url())
    for number in range(10):
        paper.topics.add(make_topic("More", parent=make_topic("Above")))
        paper.tags.add(f"tag {number}")
        paper.institutions.add(make_institution(f"Institution {number}"))
        Authorship.objects.create(paper=paper, author=Author.objects.create(name=f"Author {number}"), position=number)
        Link.objects.create(paper=paper, url=f"https://a.example/{number}")
        section = make_section(make_list(f"List {number}"), parent=make_section(make_list(f"Parent {number}")))
        make_entry(paper, section)
        make_reading(make_member(f"another{number}"), paper, "read")
        make_summary(make_paper(f"Naming {number}"), body=f"[[{paper.title}]]")
    assert queries(shelf, paper.get_absolute_url()) == few


@pytest.mark.parametrize("query", ["", EVERY_FILTER])
def test_a_longer_page_asks_as_often(shelf, member, settings, query):
    make_rows(member, 40)
    settings.PAGE_SIZE = 10
    short = queries(shelf, f"/papers/?{query}")
    settings.PAGE_SIZE = 20
    assert queries(shelf, f"/papers/?{query}") == short


def test_a_larger_catalogue_asks_as_often(shelf, member):
    pages = ["/papers/", "/papers/?q=gpu", "/papers/?sort=title"]
    make_rows(member, 20)
    small = {path: queries(shelf, path) for path in pages}
    make_rows(member, 80)
    assert {path: queries(shelf, path) for path in pages} == small


@pytest.mark.parametrize(
    "query", ["", EVERY_FILTER.replace("q=paper&", ""), EVERY_FILTER], ids=["no filter", "every filter", "and words"]
)
def test_a_page_of_the_catalogue_asks_so_often_at_most(shelf, member, query, settings):
    settings.KEEP_COUNTS = True  # as members have it
    make_rows(member, 20)
    assert queries(shelf, f"/papers/?{query}") <= MOST + (FOR_NAMES if query else 0) + (
        FOR_WORDS if "q=" in query else 0
    )


def test_the_chosen_papers_are_really_there(shelf, member):
    make_rows(member, 20)
    assert shelf.get(f"/papers/?{EVERY_FILTER}").context["page"].paginator.count >= 10
