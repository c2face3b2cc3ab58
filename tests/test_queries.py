"""A page with twice as many rows asks the database no more often."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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

MOST = 16  # queries of a page of the catalogue, with every filter at once
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


@pytest.mark.parametrize(
    "path",
    ["/", "/papers/", f"/papers/?{EVERY_FILTER}", "/papers/?q=gpu", "/lists/", "/lists/a-list/",
     "/queues/", "/queues/?scope=read&topic=systems", "/me/", "/me/?status=read", "/me/export.csv"],
)  # fmt: skip
def test_it_asks_as_often_for_20_rows_as_for_10(shelf, member, path):
    make_rows(member, 10)
    ten = queries(shelf, path)
    make_rows(member, 10)
    assert queries(shelf, path) == ten


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


@pytest.mark.parametrize("query", ["", "q=gpu", "sort=title"])
def test_a_larger_catalogue_asks_as_often(shelf, member, query):
    make_rows(member, 20)
    small = queries(shelf, f"/papers/?{query}")
    make_rows(member, 80)
    assert queries(shelf, f"/papers/?{query}") == small


@pytest.mark.parametrize("query", ["", EVERY_FILTER], ids=["no filter", "every filter"])
def test_a_page_of_the_catalogue_asks_so_often_at_most(shelf, member, query):
    make_rows(member, 20)
    assert queries(shelf, f"/papers/?{query}") <= MOST


def test_the_chosen_papers_are_really_there(shelf, member):
    make_rows(member, 20)
    assert shelf.get(f"/papers/?{EVERY_FILTER}").context["page"].paginator.count >= 10
