"""What is missing: the reports, the tools in them, and what nothing uses."""

import pytest

from papers.gaps import GAPS, ORPHANS
from papers.models import Author, Institution, Paper, PaperList, Tag, Topic, Venue
from tests.factories import (
    make_entry,
    make_institution,
    make_list,
    make_paper,
    make_section,
    make_topic,
    make_venue,
)
from tests.pages import elements
from tests.test_queries import queries

pytestmark = pytest.mark.django_db

PAGE = "/curation/gaps/"


def whole(title="Whole", **changes):
    facts = {"venue": "OSDI", "year": 2020, "topics": (Topic.objects.first() or make_topic(),), "authors": ("Ada",)}
    facts |= {"links": ("https://example.org/",), "doi": f"10.1/{title.casefold()}"}
    return make_paper(title, **facts | changes)


LACKING = {
    "venue": {"venue": ""}, "year": {"year": None}, "topic": {"topics": ()}, "link": {"links": ()},
    "authors": {"authors": ()}, "identifier": {"doi": ""},
}  # fmt: skip


@pytest.mark.parametrize("gap", GAPS)
def test_each_report_shows_just_the_papers_that_lack_it(desk, gap):
    whole()
    lacking = whole("Lacking", **LACKING[gap])
    page = desk.get(PAGE, {"gap": gap})
    assert [int(box.get("value")) for box in elements(page, "input", name="paper")] == [lacking.pk]
    assert f"/admin/papers/paper/{lacking.pk}/change/" in page.content.decode()
    for other in GAPS.keys() - {gap}:
        assert not elements(desk.get(PAGE, {"gap": other}), "input", name="paper")


def test_the_chosen_papers_get_what_is_filled_in(desk, curator):
    make_venue("NeurIPS", aliases=("NIPS",)), make_topic("Training", "训练")
    one, two, other = (make_paper(title) for title in ("One", "Two", "Other"))
    data = {"paper": [one.pk, two.pk], "venue": "nips", "year": "2019", "topic": "训练", "tag": " new  tag "}
    answer = desk.post(f"{PAGE}?gap=venue&page=1", data)
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?gap=venue&page=1")
    for paper in (one, two):
        paper.refresh_from_db()
        assert (paper.venue.name, paper.year) == ("NeurIPS", 2019)
        assert [topic.name_en for topic in paper.topics.all()] == ["Training"]
        assert list(paper.tags.names()) == ["new tag"]
        assert paper.history.first().history_user == curator
    other.refresh_from_db()
    assert (other.venue, other.tags.count()) == (None, 0)
    assert "2 papers changed." in desk.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"venue": "Nowhere"}, "Nothing here is called “Nowhere”."), ({"topic": "None"}, "Nothing here is called"),
        ({"year": "12"}, "1600"), ({"year": "x"}, "whole number"), ({"tag": "x" * 101}, "100 characters"),
        ({"tag": "a\x00"}, "Null characters"), ({"venue": "\x00"}, "Null characters"), ({}, "Fill in what"),
    ],
)  # fmt: skip
def test_what_cannot_be_given_is_said_and_nothing_is_lost(desk, data, words):
    paper = make_paper("One")
    page = desk.post(f"{PAGE}?gap=venue", {"paper": [paper.pk], **data})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert [box.get("checked") for box in elements(page, "input", name="paper")] == [""]
    for name, value in data.items():
        if "\x00" not in value:
            assert elements(page, "input", name=name)[0].get("value") == value
    paper.refresh_from_db()
    assert (paper.venue, paper.year, Tag.objects.count()) == (None, None, 0)


def test_nothing_chosen_is_said(desk):
    make_venue("OSDI"), make_paper("One")
    page = desk.post(f"{PAGE}?gap=venue", {"venue": "OSDI"})
    assert page.status_code == 422
    assert "Choose the papers first." in page.content.decode()


@pytest.mark.parametrize("pk", ["x", "9" * 30, "\x00", "-1", ""])
def test_a_number_of_no_paper_is_refused(desk, pk):
    assert desk.post(f"{PAGE}?gap=venue", {"paper": [pk], "tag": "x"}).status_code == 400
    assert desk.post(f"{PAGE}?gap=unused-tags", {"row": [pk]}).status_code == 400


def make_used_and_unused():
    """For each kind of name one that is used and one that is not."""
    used = make_topic("Used")
    make_topic("Above", parent=None).children.add(make_topic("Under a parent that is thereby used"))
    paper = make_paper("One", "OSDI", (used,), ("used",), ("Stanford",), ("Ada",))
    make_paper("Two", topics=(Topic.objects.get(name_en__startswith="Under"),))
    make_section(make_list("Pointing"), topic=make_topic("Of a section"))
    make_entry(paper, PaperList.objects.get(name="Pointing"))
    return {
        "unused-tags": Tag.objects.create(name="unused one", slug="nobodys"),
        "unused-venues": make_venue("Nowhere"),
        "unused-institutions": make_institution("Nobody there"),
        "unused-authors": Author.objects.create(name="Nobody"),
        "unused-topics": make_topic("Unused"),
        "empty-lists": make_list("Empty"),
    }


@pytest.mark.parametrize("name", ORPHANS)
def test_each_report_shows_just_what_nothing_uses(desk, name):
    unused = make_used_and_unused()[name]
    page = desk.get(PAGE, {"gap": name})
    assert list(page.context["page"]) == [unused]
    assert str(unused) in page.content.decode()


@pytest.mark.parametrize("name", [name for name in ORPHANS if name != "empty-lists"])
def test_what_nothing_uses_is_deleted_and_the_rest_stays(desk, name):
    unused = make_used_and_unused()[name]
    before = set(type(unused).objects.values_list("pk", flat=True))
    answer = desk.post(f"{PAGE}?gap={name}", {"row": list(before)}, follow=True)
    assert set(type(unused).objects.values_list("pk", flat=True)) == before - {unused.pk}
    assert "1 row deleted." in answer.content.decode()
    assert "in use by now" in answer.content.decode()


def test_an_empty_list_is_deleted_by_administrators_only(desk, administrator, as_user):
    empty = make_used_and_unused()["empty-lists"]
    assert not elements(desk.get(PAGE, {"gap": "empty-lists"}), "input", name="row")
    assert desk.post(f"{PAGE}?gap=empty-lists", {"row": [empty.pk]}).status_code == 403
    assert as_user(administrator).post(f"{PAGE}?gap=empty-lists", {"row": [empty.pk]}).status_code == 302
    assert [group.name for group in PaperList.objects.all()] == ["Pointing"]


def test_what_came_into_use_meanwhile_stays(desk):
    venue = make_venue("Nowhere")
    make_paper("One", "Nowhere")
    desk.post(f"{PAGE}?gap=unused-venues", {"row": [venue.pk]})
    assert Venue.objects.filter(pk=venue.pk).exists()


@pytest.mark.parametrize("gap", [*GAPS, *ORPHANS])
def test_it_asks_as_often_for_20_rows_as_for_10(desk, gap):
    def more(start):
        for number in range(start, start + 10):
            make_paper(f"P {number}"), make_venue(f"V {number}"), make_institution(f"I {number}")
            make_topic(f"T {number}"), make_list(f"L {number}"), Author.objects.create(name=f"A {number}")
            Tag.objects.create(name=f"t{number}", slug=f"t{number}")

    more(0)
    ten = queries(desk, f"{PAGE}?gap={gap}")
    more(10)
    assert queries(desk, f"{PAGE}?gap={gap}") == ten


@pytest.mark.parametrize(
    "query", ["", "?gap=x", "?gap=%00", "?gap=venue&page=x", "?gap=venue&page=" + "9" * 30, "?page=-1"]
)
def test_an_odd_address_is_answered(desk, query):
    make_paper("One"), Institution.objects.create(name="x")
    assert desk.get(PAGE + query).status_code == 200


def test_it_comes_in_pages(desk, settings):
    settings.PAGE_SIZE = 2
    Paper.objects.bulk_create([Paper(title=f"P {number}") for number in range(5)])
    page = desk.get(PAGE, {"gap": "year", "page": 2})
    assert len(elements(page, "input", name="paper")) == 2
    assert elements(page, "a", rel="next")[0].get("href") == "?gap=year&page=3"
