"""Bulk edits of papers: what each does, what it leaves alone, what the histories say, and how many queries it takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers import bulk
from papers.models import Origin, Paper, Tag, TaggedPaper
from tests.curation import url
from tests.factories import make_paper, make_topic, make_venue

pytestmark = pytest.mark.django_db


def act(client, action, rows, address="", **data):
    data = {"action": action, "_selected_action": [row.pk for row in rows], **data}
    return client.post(url(Paper, "changelist") + address, data)


def tags_of(paper):
    return sorted(paper.tags.names())


def test_several_tags_are_added_and_removed(desk):
    one, two, other = make_paper("One", tags=("old",)), make_paper("Two"), make_paper("Other", tags=("old",))
    tags = [Tag.objects.create(name=name, slug=name) for name in ("gpu", "公平")]
    answer = {"answered": 1, "chosen": [tag.pk for tag in tags]}
    assert act(desk, "add_tags", [one, two], **answer).status_code == 302
    assert [tags_of(paper) for paper in (one, two, other)] == [["gpu", "old", "公平"], ["gpu", "公平"], ["old"]]
    answer["chosen"] = [tags[0].pk, Tag.objects.get(name="old").pk]
    act(desk, "remove_tags", [one, two], **answer)
    assert [tags_of(paper) for paper in (one, two, other)] == [["公平"], ["公平"], ["old"]]


def test_a_topic_is_added_beside_the_others_and_removed_alone(desk):
    old, new = make_topic("Old"), make_topic("New")
    one, two = make_paper("One", topics=(old,)), make_paper("Two")
    act(desk, "add_topic", [one, two], answered=1, chosen=new.pk)
    assert [set(paper.topics.all()) for paper in (one, two)] == [{old, new}, {new}]
    act(desk, "remove_topic", [one, two], answered=1, chosen=new.pk)
    assert [set(paper.topics.all()) for paper in (one, two)] == [{old}, set()]


def test_the_venue_is_set_with_the_year_or_without(desk):
    venue = make_venue("SOSP")
    one, two = make_paper("One", venue="OSDI", year=2020), make_paper("Two")
    act(desk, "set_venue", [one, two], answered=1, chosen=venue.pk)
    assert list(Paper.objects.order_by("pk").values_list("venue__name", "year")) == [("SOSP", 2020), ("SOSP", None)]
    act(desk, "set_venue", [one, two], answered=1, chosen=venue.pk, year="2021")
    assert set(Paper.objects.values_list("venue__name", "year")) == {("SOSP", 2021)}


@pytest.mark.parametrize("year", ["1200", "nine", "99999999999999999999"])
def test_a_year_that_is_none_changes_nothing(desk, year):
    paper, venue = make_paper("One", venue="OSDI"), make_venue("SOSP")
    page = act(desk, "set_venue", [paper], answered=1, chosen=venue.pk, year=year)
    assert page.status_code == 422
    assert f'value="{year}"' in page.content.decode()
    paper.refresh_from_db()
    assert paper.venue.name == "OSDI"


def test_only_what_changes_is_counted_dated_and_kept_as_a_version(desk, curator):
    topic = make_topic("Training")
    there, new = make_paper("There", topics=(topic,)), make_paper("New", institutions=("Stanford",))
    before = {paper.pk: (paper.changed, paper.history.count()) for paper in (there, new)}
    page = desk.post(
        url(Paper, "changelist"),
        {"action": "add_topic", "_selected_action": [there.pk, new.pk], "answered": 1, "chosen": topic.pk},
        follow=True,
    )
    assert "1 paper changed." in page.content.decode()
    there.refresh_from_db(), new.refresh_from_db()
    assert (there.changed, there.history.count()) == before[there.pk]
    assert new.changed > before[new.pk][0]
    version = new.history.latest()
    assert (version.history_user, version.history_type) == (curator, "~")
    assert [link.topic for link in version.topics.all()] == [topic]
    assert [link.institution.name for link in version.institutions.all()] == ["Stanford"]
    assert desk.get(url(new, "history")).status_code == 200


def test_it_says_who_gave_the_value(curator):
    paper, venue, topic = make_paper("One"), make_venue("SOSP"), make_topic("Training")
    every = Paper.objects.all()
    bulk.set_venue(every, venue, curator, 2021)
    bulk.add_topic(every, topic, curator)
    bulk.add_tags(every, [Tag.objects.create(name="gpu")], curator)
    said = {(row.field, row.value, row.by) for row in Origin.objects.filter(paper=paper)}
    assert said == {
        ("venue", "SOSP", curator), ("year", "2021", curator), ("topics", topic.slug, curator), ("tags", "gpu", curator)
    }  # fmt: skip


def deeds(curator):
    topic, venue, tag = make_topic("Training"), make_venue("SOSP"), Tag.objects.create(name="new")
    return {
        "add_tags": lambda papers: bulk.add_tags(papers, [tag], curator),
        "remove_tags": lambda papers: bulk.remove_tags(papers, list(Tag.objects.filter(name="gpu")), curator),
        "add_topic": lambda papers: bulk.add_topic(papers, topic, curator),
        "move_to_topic": lambda papers: bulk.move_to_topic(papers, topic, curator),
        "remove_topic": lambda papers: bulk.remove_topic(papers, papers.first().topics.get(), curator),
        "set_venue": lambda papers: bulk.set_venue(papers, venue, curator, 2001),
    }


@pytest.mark.parametrize("name", ["add_tags", "remove_tags", "add_topic", "move_to_topic", "remove_topic", "set_venue"])
def test_it_asks_as_often_for_20_papers_as_for_10(curator, name):
    deed, old = deeds(curator)[name], make_topic("Old")
    counts = []
    for year, many in ((1990, 10), (1991, 20)):
        for number in range(many):
            make_paper(f"{year} {number}", "OSDI", (old,), ("gpu",), year=year, institutions=("Stanford",))
        with CaptureQueriesContext(connection) as captured:
            assert deed(Paper.objects.filter(year=year)) == many
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_it_reaches_ten_thousand_papers_across_all_pages(desk):
    Paper.objects.bulk_create([Paper(title=f"Paper {number}", title_key=f"paper {number}") for number in range(10_000)])
    tag = Tag.objects.create(name="gpu")
    some = Paper.objects.first()
    with CaptureQueriesContext(connection) as captured:
        answer = act(desk, "add_tags", [some], select_across="1", answered=1, chosen=tag.pk)
    assert answer.status_code == 302
    assert TaggedPaper.objects.filter(tag=tag).count() == 10_000
    assert Paper.history.count() == 10_000
    assert len(captured) < 1_000  # some 45 for every 500 papers: versions, sources, the search


# What no browser of ours sends


@pytest.mark.parametrize("pk", ["nothing", "-1", "1.5", "9" * 30, "\x00", "1\x00", "", "٣x"])
@pytest.mark.parametrize("action", ["recommend", "add_tags", "delete_selected"])
def test_a_choice_that_is_no_number_is_refused(desk, action, pk):
    make_paper("One")
    answer = desk.post(url(Paper, "changelist"), {"action": action, "_selected_action": [pk]})
    assert answer.status_code == 400
    assert not Paper.objects.filter(recommended=True).exists()


def test_a_choice_of_thousands_of_rows_by_hand_is_refused(desk):
    paper = make_paper("One")
    answer = desk.post(url(Paper, "changelist"), {"action": "recommend", "_selected_action": [paper.pk] * 2500})
    assert answer.status_code == 400
    paper.refresh_from_db()
    assert not paper.recommended


@pytest.mark.parametrize(
    "address",
    ["?q=%00", "?q=a%00b", "?year=%00", "?venue__area=%00", "?missing=%00", "?%00=1", "?o=%00", "?p=%00", "%00/change/",
     "0%00/history/", "%00/delete/", "?e=%00", "add/?title=%00", "?topics__id__exact=%00"],
)  # fmt: skip
def test_a_nul_in_an_address_is_no_fault_of_the_server(desk, address):
    assert desk.get(url(Paper, "changelist") + address).status_code in {400, 404}
    assert desk.post(url(Paper, "changelist") + address).status_code in {400, 403, 404}


def test_a_nul_in_a_search_for_completion_is_refused(desk):
    address = "/admin/autocomplete/?app_label=papers&model_name=paper&field_name=venue&term=%00"
    assert desk.get(address).status_code == 400
