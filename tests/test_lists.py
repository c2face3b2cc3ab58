"""The lists as they came in: their sections in order, and how far one has read."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from papers.list_pages import Outline
from papers.models import PaperList
from tests.factories import make_entry, make_list, make_paper, make_reading, make_section
from tests.pages import control_in, elements, links_in, papers_in


def test_it_names_every_list_with_its_numbers(catalogue, shelf):
    response = shelf.get("/lists/")
    shown = [
        (group.name, group.paper_count, group.section_count, group.entry_count, group.read)
        for group in response.context["lists"]
    ]
    assert sorted(group[:4] for group in shown) == [("Cluster papers", 2, 2, 3), ("大模型论文", 1, 1, 1)]
    assert {"/lists/cluster-papers/", "/lists/%E5%A4%A7%E6%A8%A1%E5%9E%8B%E8%AE%BA%E6%96%87/"} <= set(
        links_in(response)
    )


def test_it_says_how_much_of_each_list_one_has_read(catalogue, shelf, other, as_user):
    def read(client):
        return {bar.get("max"): bar.get("value") for bar in elements(client.get("/lists/"), "progress")}

    assert read(shelf) == {"2": "1", "1": "0"}
    assert read(as_user(other)) == {"2": "0", "1": "0"}


def test_it_says_that_there_is_no_list(shelf):
    assert "No list has been imported." in shelf.get("/lists/").content.decode()


def test_it_shows_sections_and_entries_in_order(shelf):
    group, papers = make_list("Cluster papers"), [make_paper() for _ in range(4)]
    second, first = make_section(group, "Second", position=2), make_section(group, "First", position=1)
    make_entry(papers[0], second, position=3)
    make_entry(papers[1], second, position=2)
    make_entry(papers[2], first, position=9)
    make_entry(papers[3], make_section(make_list("Another"), "Elsewhere"))
    response = shelf.get("/lists/cluster-papers/")
    assert papers_in(response) == [papers[2].pk, papers[1].pk, papers[0].pk]
    assert [element.text for element in elements(response, "h2")][:2] == ["First", "Second"]


def test_it_shows_an_entry_twice_where_the_list_names_a_paper_twice(catalogue, shelf):
    response = shelf.get("/lists/cluster-papers/")
    assert catalogue.named(papers_in(response)) == ["gavel", "gavel", "vllm"]
    assert len({item.get("id") for item in elements(response, "li") if item.get("id").startswith("entry-")}) == 3


def test_it_puts_what_stands_outside_all_sections_first(shelf):
    group = make_list("Cluster papers")
    inside, outside = make_paper(), make_paper()
    make_entry(inside, make_section(group), position=1)
    make_entry(outside, group, position=2)
    assert papers_in(shelf.get("/lists/cluster-papers/")) == [outside.pk, inside.pk]


@pytest.mark.parametrize("outside", [False, True])
def test_it_knows_how_deep_each_section_stands(db, outside):
    group = make_list()
    root = make_section(group, "Root")
    child = make_section(group, "Child", parent=root)
    make_entry(make_paper(), make_section(group, "Grandchild", parent=child))
    make_entry(make_paper(), make_section(group, "Another root"))
    if outside:
        make_entry(make_paper(), group)
    sections = {section.title: section.depth for section in Outline(group).sections}
    assert sections == {"Root": 0, "Child": 1, "Grandchild": 2, "Another root": 0} | ({"": 0} if outside else {})


def test_it_leaves_out_sections_that_hold_nothing(db):
    group = make_list()
    full, empty = make_section(group, "Full"), make_section(group, "Empty")
    make_section(group, "Empty below", parent=empty)
    make_entry(make_paper(), make_section(group, "Below", parent=full))
    assert [section.title for section in Outline(group).sections] == ["Full", "Below"]


def test_it_counts_each_section_s_read_papers(shelf, member, other):
    group = make_list("Cluster papers")
    one, two, three = (make_paper() for _ in range(3))
    first, second = make_section(group, "First"), make_section(group, "Second")
    for paper, section in ((one, first), (one, first), (two, first), (three, second)):
        make_entry(paper, section)
    make_reading(member, one, "read")
    make_reading(member, two, "reading")
    make_reading(other, three, "read")
    shown = shelf.get("/lists/cluster-papers/")
    bars = [(bar.get("value"), bar.get("max")) for bar in elements(shown, "progress")]
    assert bars == [("1", "2"), ("0", "1")]


def test_it_shows_one_s_own_status_in_each_row(catalogue, shelf):
    response = shelf.get("/lists/cluster-papers/")
    assert control_in(response, catalogue["gavel"])["Read"] == "none"
    assert control_in(response, catalogue["gavel"])["To read"] == "to-read"
    assert control_in(response, catalogue["vllm"])["Reading"] == "none"


@pytest.mark.parametrize("name", ["Cluster papers", "大模型论文"])
def test_it_leads_to_the_same_papers_with_filters(catalogue, shelf, name):
    page = shelf.get(PaperList.objects.get(name=name).get_absolute_url())
    place = next(link for link in links_in(page) if link.startswith("/papers/?list="))
    assert set(papers_in(shelf.get(place))) == set(papers_in(page))


@pytest.mark.parametrize("slug", ["nothing", "cluster-papers-2", "没有", "CLUSTER-PAPERS"])
def test_it_knows_no_other_list(catalogue, shelf, slug):
    assert shelf.get(f"/lists/{slug}/").status_code == 404


def test_it_escapes_what_a_list_says(shelf):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    group = make_list("Evil", description=evil)
    make_entry(make_paper(evil), make_section(group, evil))
    for path in ("/lists/", "/lists/evil/"):
        response = shelf.get(path)
        assert not elements(response, "img")
        assert not [script for script in elements(response, "script") if not script.get("src")]


@pytest.mark.django_db
def test_it_refuses_a_second_list_of_the_same_name_before_the_database_does():
    make_list("Cluster papers")
    with pytest.raises(ValidationError) as error:
        PaperList(name="Cluster Papers").full_clean()
    assert list(error.value.message_dict) == ["slug"]


@pytest.mark.parametrize("open_catalogue", [False, True])
@pytest.mark.parametrize("path", ["/lists/", "/lists/cluster-papers/"])
def test_it_is_for_visitors_only_where_the_catalogue_is_open(catalogue, settings, path, open_catalogue):
    settings.PUBLIC_CATALOGUE = open_catalogue
    response = Client().get(path)
    assert response.status_code == (200 if open_catalogue else 302)
    assert not elements(response, "progress")


@pytest.fixture
def long_list(shelf, monkeypatch):
    """Five entries outside, then sections with three, none and four, of which three fit on a page."""
    monkeypatch.setattr("papers.list_pages.PAGE_SIZE", 3)
    group = make_list("Long")
    first, between = make_section(group, "First"), make_section(group, "Between")
    below, last = make_section(group, "Below", parent=between), make_section(group, "Last")
    places = [group] * 2 + [first] * 3 + [below] * 4 + [last]
    return [make_entry(make_paper(), place, position=number) for number, place in enumerate(places, start=1)]


def titles_in(response):
    return [section.title for section in response.context["shown"]]


def test_it_shows_a_long_list_page_by_page(long_list, shelf):
    pages = [shelf.get(f"/lists/long/?page={number}") for number in (1, 2, 3, 4)]
    assert sum(map(papers_in, pages), []) == [entry.paper_id for entry in long_list]
    assert [titles_in(page) for page in pages] == [
        ["", "First"], ["First", "Between", "Below"], ["Between", "Below"], ["Last"],
    ]  # fmt: skip
    assert [section.goes_on for section in pages[1].context["shown"]] == [True, False, False]
    assert [link.get("href") for link in elements(pages[1], "a", rel="next")] == ["?page=3"]


def test_its_outline_leads_to_the_page_of_each_section(long_list, shelf):
    response = shelf.get("/lists/long/?page=2")
    numbers = {section.title: (section.entry_count, section.page) for section in response.context["sections"]}
    assert numbers == {"": (2, 1), "First": (3, 1), "Between": (0, 2), "Below": (4, 2), "Last": (1, 4)}
    links = links_in(response)
    assert any(re.fullmatch(r"\?page=4#section-\d+", link) for link in links)
    assert any(re.fullmatch(r"#section-\d+", link) for link in links)


def test_it_counts_a_section_s_papers_over_all_of_its_pages(long_list, shelf, member):
    for entry in long_list[5:9]:
        make_reading(member, entry.paper, "read")
    bars = {bar.get("value"): bar.get("max") for bar in elements(shelf.get("/lists/long/?page=3"), "progress")}
    assert bars == {"4": "4"}


def test_it_opens_the_page_on_which_an_entry_stands(long_list, shelf):
    for entry in long_list:
        assert entry.paper_id in papers_in(shelf.get(entry.get_absolute_url()))


@pytest.mark.parametrize("query", ["entry=0", "entry=x", "entry=99999999999999999999", "page=-1", "page=x", "entry=٣"])
def test_it_opens_some_page_whatever_is_asked(long_list, shelf, query):
    response = shelf.get(f"/lists/long/?{query}")
    assert response.status_code == 200 and papers_in(response)


def test_what_is_gone_from_the_file_stands_apart(shelf, member):
    group = make_list("Living")
    section, left = make_section(group, "Here"), make_section(group, "Left")
    here, gone = make_paper("Still there"), make_paper("Taken out")
    make_entry(here, section)
    make_entry(gone, left, gone=timezone.now())
    make_reading(member, gone, "read")
    response = shelf.get("/lists/living/")
    assert papers_in(response) == [here.pk]
    assert [element.text for element in elements(response, "h2")][:1] == ["Here"] == titles_in(response)
    fold = response.content.decode().split("No longer in the list")[1]
    assert "Taken out" in fold and "Still there" not in fold
    assert [bar.get("max") for bar in elements(response, "progress")] == ["1"]
    index = shelf.get("/lists/").context["lists"]
    assert [(one.paper_count, one.section_count, one.entry_count, one.read) for one in index] == [(1, 1, 1, 0)]
    assert papers_in(shelf.get("/papers/?list=living")) == [here.pk]


def test_a_file_that_is_a_source_only_is_shown_nowhere(shelf, member):
    group = make_list("A file", kind=PaperList.Kind.FILE)
    paper = make_paper()
    make_entry(paper, make_section(group))
    assert "A file" not in shelf.get("/lists/").content.decode()
    assert shelf.get("/lists/a-file/").status_code == 404
    assert shelf.get("/lists/a-file/export/").status_code == 404
    response = shelf.get("/papers/?list=a-file")
    assert "Ignored" in response.content.decode() and papers_in(response) == [paper.pk]
    assert not response.context["filters"].facets["list"].choices
