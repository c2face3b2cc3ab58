"""What may be deleted, by whom, what goes along, what stays, and what the page says before."""

import pytest

from notes.models import Reading, Summary
from papers.models import ListEntry, Paper, PaperList, Section
from papers.people import FORMER
from tests.curation import url
from tests.factories import (
    make_entry,
    make_list,
    make_member,
    make_paper,
    make_reading,
    make_section,
    make_summary,
    make_topic,
)
from tests.pages import links_in

pytestmark = pytest.mark.django_db

YES = {"post": "yes"}


@pytest.fixture
def admin(administrator, as_user):
    return as_user(administrator)


@pytest.fixture
def paper():
    return make_paper("Gavel", topics=(make_topic("Scheduling"),), tags=("gpu",), links=("https://example.org/",))


@pytest.fixture
def group(paper, member):
    """A list with two papers, of which one is read and has a summary that came with the list."""
    group = make_list("Brought in by mistake")
    section = make_section(group, topic=paper.topics.get())
    entry = make_entry(paper, section)
    make_entry(make_paper("Pollux"), section)
    make_summary(paper, after=entry)
    make_reading(member, paper, private_note="Mine.")
    return group


def test_a_paper_that_nobody_names_is_deleted(desk, paper):
    assert desk.post(url(paper, "delete"), YES).status_code == 302
    assert not Paper.objects.exists()


def test_a_paper_that_a_list_names_stays_and_merging_is_offered(desk, admin, group, paper):
    for client in (desk, admin):
        page = client.get(url(paper, "delete"))
        assert page.status_code == 200
        assert {f"/curation/duplicates/?one={paper.pk}", url(paper)} <= set(links_in(page))
        assert "cannot be deleted" in page.content.decode() or "administrator" in page.content.decode()
        assert client.post(url(paper, "delete"), YES).status_code in {200, 403}
    words = admin.get(url(paper, "delete")).content.decode()
    assert "lists name it" in words and "Brought in by mistake" in words and "line 1" in words
    assert Paper.objects.count() == 2


def test_a_paper_that_members_read_is_deleted_by_administrators_only(desk, admin, member, paper):
    make_reading(member, paper)
    page = desk.get(url(paper, "delete"))
    assert "Members have written something of their own" in page.content.decode()
    assert desk.post(url(paper, "delete"), YES).status_code == 403
    assert Paper.objects.exists()
    assert admin.post(url(paper, "delete"), YES).status_code == 302
    assert not Paper.objects.exists() and not Reading.objects.exists()


def test_several_papers_of_which_a_list_names_one_all_stay(desk, group):
    make_paper("Nobody names it")
    data = {"action": "delete_selected", "_selected_action": list(Paper.objects.values_list("pk", flat=True)), **YES}
    page = desk.post(url(Paper, "changelist"), data)
    assert "Papers that lists name cannot be deleted" in page.content.decode()
    assert Paper.objects.count() == 3


def test_a_list_is_deleted_by_an_administrator_and_what_people_made_stays(admin, group, paper):
    page = admin.get(url(group, "delete"))
    words = page.content.decode()
    assert "List entries: 2" in words and "Sections: 1" in words and "The 2 papers that it names stay" in words
    assert admin.post(url(group, "delete"), YES).status_code == 302
    assert not PaperList.objects.exists() and not ListEntry.objects.exists() and not Section.objects.exists()
    assert Paper.objects.count() == 2
    assert (Reading.objects.get().private_note, Summary.objects.get().body) == ("Mine.", "A summary.")
    assert (paper.topics.count(), paper.tags.count(), paper.links.count()) == (1, 1, 1)
    assert group.history.filter(history_type="-").exists()


def test_a_curator_deletes_no_list(desk, group):
    assert desk.get(url(group, "delete")).status_code == 403
    assert desk.post(url(group, "delete"), YES).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [group.pk], **YES}
    desk.post(url(PaperList, "changelist"), data)
    assert ListEntry.objects.count() == 2


def test_a_long_list_is_asked_about_in_numbers(admin, group, django_assert_max_num_queries):
    paper = make_paper("Again")
    rows = [ListEntry(list=group, paper=paper, position=n, line=n, raw="-", claimed_title="x") for n in range(3, 1000)]
    ListEntry.objects.bulk_create(rows)
    with django_assert_max_num_queries(20):
        page = admin.get(url(group, "delete")).content.decode()
    assert "List entries: 999" in page
    assert page.count("<li>") < 40


def test_a_member_with_readings_is_deleted_by_an_administrator(desk, admin, paper):
    leaving = make_member("leaving")
    make_reading(leaving, paper), make_summary(paper, author=leaving, last_editor=leaving)
    assert desk.post(url(leaving, "delete"), YES).status_code == 403
    assert admin.get(url(leaving, "delete")).status_code == 200
    assert admin.post(url(leaving, "delete"), YES).status_code == 302
    assert not Reading.objects.exists()
    assert Summary.objects.get().author.username == FORMER


@pytest.mark.parametrize("who", ["desk", "admin"])
def test_entries_and_readings_are_not_deleted_by_themselves(request, group, who):
    client = request.getfixturevalue(who)
    for row in (ListEntry.objects.first(), Reading.objects.get()):
        assert client.post(url(row, "delete"), YES).status_code == 403
        data = {"action": "delete_selected", "_selected_action": [row.pk], **YES}
        client.post(url(type(row), "changelist"), data)
        assert type(row).objects.filter(pk=row.pk).exists()
        assert "deletelink" not in client.get(url(row)).content.decode()
