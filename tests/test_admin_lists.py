"""Curating lists, topics and names: sections that point elsewhere, a tree without loops, names that stay known."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.models import Institution, PaperList, Section, Topic, Venue
from tests.curation import save, url
from tests.factories import make_entry, make_list, make_paper, make_section, make_topic, make_venue
from tests.filling import filled

pytestmark = pytest.mark.django_db


def test_papers_follow_where_a_section_points(desk):
    old, new, group = make_topic("Old"), make_topic("New"), make_list("List")
    section, other = make_section(group, "One", topic=old), make_section(group, "Two", topic=old)
    moves, stays = make_paper("Moves", topics=(old,)), make_paper("Stays", topics=(old,))
    for paper, where in ((moves, section), (stays, section), (stays, other)):
        make_entry(paper, where)
    assert save(desk, group, sections__0__topic=new.pk).status_code == 302
    assert list(moves.topics.all()) == [new]
    assert set(stays.topics.all()) == {old, new}
    assert [section.topic for section in Section.objects.all()] == [new, old]


def test_a_section_can_point_nowhere(desk):
    old, group = make_topic("Old"), make_list("List")
    paper = make_paper("One", topics=(old, make_topic("Other")))
    make_entry(paper, make_section(group, topic=old))
    save(desk, group, sections__0__topic="")
    assert [topic.name for topic in paper.topics.all()] == ["Other"]


def test_a_section_is_neither_renamed_nor_deleted_nor_added(desk):
    group = make_list("List")
    make_section(group, "One")
    fields = filled(desk.get(url(group)), "paperlist_form", name="Renamed")
    fields |= {"sections-0-title": ["Two"], "sections-0-DELETE": ["on"], "sections-TOTAL_FORMS": ["2"]}
    desk.post(url(group), fields)
    assert PaperList.objects.get().name == "Renamed"
    assert [section.title for section in Section.objects.all()] == ["One"]


def test_a_topic_cannot_stand_below_itself(desk):
    top = make_topic("Top")
    below = make_topic("Below", parent=top)
    page = save(desk, top, parent=below.pk)
    assert "cannot stand below itself" in page.content.decode()
    assert Topic.objects.get(name_en="Top").parent is None


@pytest.mark.parametrize("model", [Venue, Institution])
def test_a_name_that_is_changed_stays_known(desk, model):
    row = model.objects.create(name="NIPS")
    assert save(desk, row, name="NeurIPS").status_code == 302
    assert [alias.name for alias in row.aliases.all()] == ["NIPS"]
    save(desk, row, name="NIPS")
    assert [alias.name for alias in row.aliases.all()] == ["NeurIPS"]


def test_a_change_of_case_is_no_other_spelling(desk):
    venue = make_venue("arxiv")
    save(desk, venue, name="arXiv")
    assert not venue.aliases.exists()


def test_two_venues_have_not_one_name(desk):
    make_venue("OSDI")
    page = save(desk, make_venue("SOSP"), name="osdi")
    assert page.status_code == 200
    assert "errornote" in page.content.decode()


@pytest.mark.parametrize("few", [2, 12])
def test_a_page_asks_once_for_the_topics_of_all_sections(desk, few):
    group = make_list("List")
    for number in range(few):
        make_section(group, topic=make_topic(f"Topic {number}"))
    with CaptureQueriesContext(connection) as captured:
        page = desk.get(url(group)).content.decode()
    assert all(f"Topic {number}" in page for number in range(few))
    assert sum("papers_topic" in query["sql"] for query in captured) == 1


def test_a_page_asks_once_for_the_names_of_all_authors(desk):
    paper = make_paper("One", authors=[f"Author {number}" for number in range(9)])
    with CaptureQueriesContext(connection) as captured:
        assert "Author 8" in desk.get(url(paper)).content.decode()
    assert sum('"papers_author"' in query["sql"] for query in captured) == 1
