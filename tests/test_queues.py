"""What wants hands: four queues, for the group and for what one has read, by topic, counted as they are."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlparse

import pytest
from django.test import Client

from notes.claiming import claim
from notes.models import Reading, Summary
from papers.models import Paper, Topic
from tests.factories import make_curator, make_member, make_paper, make_reading, make_summary, make_topic, make_writer
from tests.pages import elements, links_in, papers_in
from tests.test_facets import lineage
from tests.test_queries import queries

QUEUES = ["missing-en", "missing-zh", "out-of-step", "drafts"]


@pytest.fixture
def work(catalogue, member, other):
    """The catalogue, with a draft of ``member`` beside those of nobody, and a paper whose two sides both moved on."""
    Summary.objects.filter(paper=catalogue["attention"]).update(author=member)
    both = make_paper("Both moved on", topics=tuple(catalogue.papers["vllm"].topics.all()), year=2001)
    make_summary(both, version=3, in_step_with=1)
    make_summary(both, "zh-hans", "中文", version=3, in_step_with=1)
    make_reading(member, both, "read")
    solo = make_paper("English alone")
    make_summary(solo)
    catalogue.papers |= {"both": both, "solo": solo}
    return catalogue


# A recount in plain Python, over all papers


def stands_in(paper, user):
    """The queues that the paper stands in for the user."""
    texts = {text.language: text for text in Summary.objects.filter(paper=paper)}
    published = {language: text for language, text in texts.items() if text.state == "published"}
    found = {"missing-en"} if "en" not in published else set()
    found |= {"missing-zh"} if "zh-hans" not in published else set()
    if len(published) == 2:
        for one, two in (("en", "zh-hans"), ("zh-hans", "en")):
            seen = published[one].in_step_with
            found |= {"out-of-step"} if seen is not None and seen < published[two].version else set()
    drafts = [text for text in texts.values() if text.state == "draft"]
    if user.has_perm("notes.change_summary") and user.has_perm("notes.add_summary"):
        mine = [text for text in drafts if text.author_id == user.pk or user.has_perm("notes.see_drafts")]
        found |= {"drafts"} if mine else set()
    return found


def recount(user, queue, only_read=False, topic=""):
    """The ids of the papers."""
    found = set()
    for paper in Paper.objects.all():
        is_read = Reading.objects.filter(member=user, paper=paper, status="read").exists()
        topics = set().union({""}, *(lineage(one) for one in paper.topics.all()))
        if queue in stands_in(paper, user) and topic in topics and (is_read or not only_read):
            found.add(paper.pk)
    return found


@pytest.fixture
def person(request, work, member):
    """A plain member, a writer or a curator, each with what ``member`` has read and drafted."""
    found = {"member": make_member, "writer": make_writer, "curator": make_curator}[request.param]("somebody")
    for reading in Reading.objects.filter(member=member):
        make_reading(found, reading.paper, reading.status)
    Summary.objects.filter(author=member).update(author=found)
    return found


each_person = pytest.mark.parametrize("person", ["member", "writer", "curator"], indirect=True)


@each_person
@pytest.mark.parametrize("scope", ["", "read"])
@pytest.mark.parametrize("topic", ["", "systems", "llm-serving", "models"])
def test_it_counts_what_a_recount_finds(work, person, as_user, scope, topic):
    client = as_user(person)
    response = client.get("/queues/", {"scope": scope, "topic": topic})
    expected = {queue: len(recount(person, queue, bool(scope), topic)) for queue in QUEUES}
    if not person.has_perm("notes.add_summary"):
        assert expected.pop("drafts") == 0
    assert {selection.queue.value: count for selection, count in response.context["tabs"]} == expected


@each_person
@pytest.mark.parametrize("scope", ["", "read"])
def test_its_table_counts_what_a_recount_finds(work, person, as_user, scope):
    response = as_user(person).get("/queues/", {"scope": scope, "topic": "systems"})
    for line in response.context["lines"]:
        slug = line.topic.slug if line.topic else ""
        counted = {selection.queue.value: count for selection, count in line.cells}
        assert counted == {queue: len(recount(person, queue, bool(scope), slug)) for queue in counted}
    shown = [line.topic.slug for line in response.context["lines"] if line.topic]
    assert "systems" in shown
    assert {"scheduling", "llm-serving"} & set(shown)


@each_person
@pytest.mark.parametrize("scope", ["", "read"])
@pytest.mark.parametrize("queue", QUEUES)
def test_its_rows_are_those_and_its_links_lead_to_the_same(work, person, as_user, queue, scope):
    client = as_user(person)
    for topic in ("", "systems"):
        wanted = recount(person, queue, bool(scope), topic)
        assert set(papers_in(client.get("/papers/", {"summary": queue, "status": scope, "topic": topic}))) == wanted
        response = client.get("/queues/", {"queue": queue, "scope": scope, "topic": topic})
        if queue == "drafts" and not wanted:
            continue
        assert set(papers_in(response)) == wanted
        chosen = response.context["chosen"].catalogue
        assert {name: value[0] for name, value in parse_qs(urlparse(chosen).query).items()} == {
            name: value for name, value in {"summary": queue, "status": scope, "topic": topic}.items() if value
        }
        assert (chosen in links_in(response)) == bool(wanted)


@each_person
def test_every_number_of_the_table_leads_to_as_many_papers(work, person, as_user):
    client = as_user(person)
    table = client.get("/queues/?scope=read&topic=systems").content.decode().split('<table class="lengths"')[1]
    links = re.findall(r'<td class="count"><a href="([^"]+)">(\d+)</a>', table)
    assert len(links) > 3
    for address, count in links:
        assert len(papers_in(client.get(address.replace("&amp;", "&")))) == int(count), address


# What is shown


def test_it_begins_with_the_first_queue_that_holds_anything(shelf):
    assert shelf.get("/queues/").context["chosen"].queue == "missing-en"
    paper = make_paper()
    make_summary(paper, version=2, in_step_with=1)
    make_summary(paper, "zh-hans", "中文", version=1, in_step_with=1)
    response = shelf.get("/queues/")
    assert response.context["chosen"].queue == "out-of-step"
    assert elements(response, "a", aria_current="page")[0].text == "Out of step"
    make_paper()
    assert shelf.get("/queues/").context["chosen"].queue == "missing-en"


@pytest.mark.parametrize(
    ("query", "ignored"),
    [
        ("queue=nonsense", ["nonsense"]),
        ("scope=all&topic=nowhere", ["all", "nowhere"]),
        ("queue=drafts", ["drafts"]),
        ("queue=%00&topic=%F0%9F%A6%84&page=x&other=1", ["🦄"]),
        ("topic=" + "a" * 5000, ["a" * 256]),
        ("queue=missing-zh&topic=systems&scope=read&page=99999999999999999999", []),
    ],
)
def test_it_sets_aside_what_it_does_not_know_and_says_so(work, shelf, query, ignored):
    response = shelf.get(f"/queues/?{query}")
    assert response.status_code == 200
    assert sorted(value for _, value in response.context["unknown"]) == sorted(ignored)
    text = response.content.decode()
    assert all(f"nothing is known by “{value}”" in text for value in ignored)
    assert ("Ignored" in text) == bool(ignored)


def test_a_topic_is_known_by_its_name_too(work, shelf):
    assert shelf.get("/queues/", {"topic": "系统"}).context["chosen"].topic.slug == "systems"


def test_it_offers_drafts_to_those_only_who_can_go_on_with_them(work, shelf, desk):
    assert "?queue=drafts" not in links_in(shelf.get("/queues/"))
    assert "?queue=drafts" in links_in(desk.get("/queues/"))


def test_another_writer_s_draft_is_not_counted(work, as_user):
    client = as_user(make_writer())
    assert {selection.queue.value: count for selection, count in client.get("/queues/").context["tabs"]}["drafts"] == 0
    facet = client.get("/papers/").context["filters"].facets["summary"]
    assert "drafts" not in [choice.value for choice in facet.choices]


def test_the_facet_of_drafts_counts_what_it_shows(work, shelf, desk):
    facet = {choice.value: choice.count for choice in desk.get("/papers/").context["filters"].facets["summary"].choices}
    assert facet["drafts"] == len(papers_in(desk.get("/papers/?summary=drafts"))) == 2
    facet = shelf.get("/papers/").context["filters"].facets["summary"]
    assert "drafts" not in [choice.value for choice in facet.choices]
    assert papers_in(shelf.get("/papers/?summary=drafts")) == []


def test_visitors_of_an_open_catalogue_find_no_drafts(work, settings):
    settings.PUBLIC_CATALOGUE = True
    response = Client().get("/papers/?summary=drafts")
    assert papers_in(response) == []
    assert "/queues/" not in links_in(response)
    assert Client().get("/queues/")["Location"] == "/accounts/login/?next=/queues/"


@pytest.mark.parametrize(
    ("queue", "name", "words"),
    [
        ("missing-zh", "gavel", {"Finish the Chinese draft": "write"}),
        ("missing-en", "attention", {"Finish the English draft": "write"}),
        ("missing-zh", "solo", {"Translate into Chinese": "translate/zh"}),
        ("missing-en", "survey", {"Translate into English": "translate/en"}),
        ("missing-en", "undated", {"Write the English": "write"}),
        ("missing-zh", "undated", {"Write the Chinese": "write"}),
        ("out-of-step", "vllm", {"Bring the English up to date": "translate/en"}),
        (
            "out-of-step",
            "both",
            {"Bring the English up to date": "translate/en", "Bring the Chinese up to date": "translate/zh"},
        ),
        ("drafts", "attention", {"Finish the English draft": "write"}),
        ("drafts", "gavel", {"Finish the Chinese draft": "write"}),
    ],
)
def test_a_row_says_what_wants_doing_and_leads_there(work, desk, shelf, queue, name, words):
    def tasks(client):
        page = client.get(f"/queues/?queue={queue}")
        row = page.content.decode().split(f'data-paper="{work[name]}"')[1].split("</article>")[0]
        return row, {link.text: link.get("href") for link in elements(row, "a")}

    row, found = tasks(desk)
    addresses = {text: f"/papers/{work[name]}/{place}/" for text, place in words.items()}
    assert {text: found.get(text) for text in addresses} == addresses
    if queue != "drafts":
        assert not set(words) & set(tasks(shelf)[1])


def test_a_row_leads_nobody_to_another_s_draft(work, as_user, curator):
    Summary.objects.filter(paper=work["gavel"], state="draft").update(author=curator)
    page = as_user(make_writer()).get("/queues/?queue=missing-zh").content.decode()
    row = page.split(f'data-paper="{work["gavel"]}"')[1].split("</article>")[0]
    assert "Somebody has begun a draft" in row
    assert "by curator" in row
    assert not elements(row, "button")
    assert [link.get("href") for link in elements(row, "a")] == [work.papers["gavel"].get_absolute_url()]


def test_a_row_says_who_has_taken_it_and_offers_it_to_those_who_write(work, desk, shelf, curator, other):
    claim(work.papers["solo"], "zh-hans", curator)
    claim(work.papers["undated"], "zh-hans", other)

    def row(client, name):
        text = client.get("/queues/?queue=missing-zh").content.decode()
        return text.split(f'data-paper="{work[name]}"')[1].split("</article>")[0]

    assert "Yours until" in row(desk, "solo")
    assert [button.get("value") for button in elements(row(desk, "solo"), "button")] == ["give-back"]
    assert "other has taken this until" in row(desk, "undated")
    assert elements(row(desk, "undated"), "button") == []
    assert [button.get("value") for button in elements(row(desk, "attention"), "button")] == ["take"]
    assert "curator has taken this until" in row(shelf, "solo")
    assert elements(row(shelf, "attention"), "button") == []
    assert elements(row(desk, "solo"), "input", name="next")[0].get("value") == "/queues/?queue=missing-zh"


def test_it_goes_page_by_page_the_newest_first(shelf, settings):
    settings.PAGE_SIZE = 10
    made = [make_paper(year=2000 + number).pk for number in range(14)]
    pages = [papers_in(shelf.get(f"/queues/?queue=missing-zh&page={number}")) for number in (1, 2)]
    assert pages[0] + pages[1] == made[::-1]
    following = elements(shelf.get("/queues/?queue=missing-zh"), "a", rel="next")
    assert [link.get("href") for link in following] == [f"?queue=missing-zh&page=2&after={pages[0][-1]}"]


def test_it_says_so_where_nothing_is_left(shelf):
    response = shelf.get("/queues/")
    assert "Nothing stands in this queue." in response.content.decode()
    assert papers_in(response) == []


def test_it_opens_the_tree_along_the_chosen_topic(shelf):
    root, other = make_topic("Systems"), make_topic("Theory", position=1)
    child = make_topic("Serving", parent=root)
    grandchild = make_topic("Batching", parent=child)
    make_topic("Empty")
    for topic in (other, child, grandchild):
        make_paper(topics=(topic,))

    def shown(query):
        return [line.topic and line.topic.slug for line in shelf.get(f"/queues/{query}").context["lines"]]

    assert shown("") == [None, "systems", "theory"]
    assert shown("?topic=systems") == [None, "systems", "serving", "theory"]
    assert shown("?topic=batching") == [None, "systems", "serving", "batching", "theory"]


@pytest.mark.parametrize("path", ["/", "/papers/"])
def test_it_is_linked_from_home_and_from_the_catalogue(shelf, path):
    make_paper()
    assert "/queues/" in links_in(shelf.get(path))


@pytest.mark.parametrize("query", ["", "?queue=drafts", "?queue=out-of-step&topic=systems&scope=read"])
def test_it_asks_as_often_for_20_rows_as_for_10(desk, curator, other, query):
    def ten_more():
        root = Topic.objects.filter(slug="systems").first() or make_topic("Systems")
        for number in range(10):
            paper = make_paper(venue="OSDI", topics=(make_topic("Topic", parent=root),))
            make_reading(curator, paper, "read")
            claim(paper, "zh-hans", (curator, other)[number % 2])
            if number % 3:
                make_summary(
                    paper, version=2, in_step_with=1, state="draft" if number % 2 else "published", author=other
                )
                make_summary(paper, "zh-hans", "中文", version=2, in_step_with=1)
        return queries(desk, f"/queues/{query}")

    few = ten_more()
    assert papers_in(desk.get(f"/queues/{query}"))
    assert ten_more() == few <= 12
