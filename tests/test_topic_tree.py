"""The tree of topics as curators put it in order: each step, what it says, what it refuses, and two at once."""

import pytest
from django.urls import reverse

from papers.models import Deed, Paper, Topic, TopicAlias
from papers.topic_tree import DEEPEST, Tree
from tests.factories import make_entry, make_list, make_paper, make_section, make_topic
from tests.pages import elements, papers_in
from tests.test_queries import queries

pytestmark = pytest.mark.django_db

PAGE = "/curation/topics/"


@pytest.fixture
def tree():
    """One, with Below and Beside under it; Two; Three."""
    one, two, three = (make_topic(name, position=place) for place, name in enumerate(("One", "Two", "Three"), start=1))
    return {
        "One": one,
        "Two": two,
        "Three": three,
        "Below": make_topic("Below", parent=one, position=1),
        "Beside": make_topic("Beside", parent=one, position=2),
    }


def shown():
    return [("  " * topic.depth) + topic.name_en for topic in Topic.objects.as_tree()]


def do(client, topic, deed, stamp=None, htmx=False, **data):
    address = reverse("curation-topic", args=[topic.pk])
    data = {"deed": deed, "tree": stamp or Tree().stamp, **data}
    return client.post(address, data, headers={"HX-Request": "true"} if htmx else {})


def ancestors_agree():
    for topic in Topic.objects.all():
        line = {topic.pk}
        above = topic.parent
        while above:
            line.add(above.pk)
            above = above.parent
        assert set(topic.ancestors.values_list("pk", flat=True)) == line


STEPS = [
    ("Two", "up", ["Two", "One", "  Below", "  Beside", "Three"]),
    ("One", "down", ["Two", "One", "  Below", "  Beside", "Three"]),
    ("Beside", "up", ["One", "  Beside", "  Below", "Two", "Three"]),
    ("Two", "in", ["One", "  Below", "  Beside", "  Two", "Three"]),
    ("Beside", "in", ["One", "  Below", "    Beside", "Two", "Three"]),
    ("Below", "out", ["One", "  Beside", "Below", "Two", "Three"]),
    ("Beside", "out", ["One", "  Below", "Beside", "Two", "Three"]),
]


@pytest.mark.parametrize(("name", "step", "after"), STEPS)
def test_a_topic_goes_one_step(desk, curator, tree, name, step, after):
    answer = do(desk, tree[name], step)
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}#topic-{tree[name].pk}")
    assert shown() == after
    ancestors_agree()
    version = Topic.history.order_by("-history_id").first()
    assert (version.history_user, version.history_type) == (curator, "~")


@pytest.mark.parametrize(("name", "step"), [("One", "up"), ("Three", "down"), ("One", "in"), ("Two", "out")])
def test_a_step_that_leads_nowhere_says_so_and_changes_nothing(desk, tree, name, step):
    before, versions = shown(), Topic.history.count()
    page = do(desk, tree[name], step)
    assert page.status_code == 422
    assert elements(page, "p", role="alert")
    assert (shown(), Topic.history.count()) == (before, versions)


def test_topics_without_an_order_of_their_own_get_one(desk):
    first, second, third = (make_topic(name) for name in ("A", "B", "C"))  # all at position 0
    do(desk, third, "up")
    assert shown() == ["A", "C", "B"]
    do(desk, first, "down")
    assert shown() == ["C", "A", "B"]
    assert second.name == "B"


def test_a_swap_says_where_the_topic_is_now_and_keeps_the_buttons_where_they_were(desk, tree):
    page = do(desk, tree["Below"], "down", htmx=True)
    assert page.status_code == 200
    assert "“Below” is now 2 of 2 below “One”." in page.content.decode()
    assert len(elements(page, id=f"topic-{tree['Below'].pk}-down")) == 1
    assert elements(page, id="topics-said")[0].get("hx-swap-oob") == "innerHTML"
    assert "<html" not in page.content.decode()


def test_the_tree_has_only_so_many_levels(desk):
    above = None
    for level in range(DEEPEST):
        above = make_topic(f"Level {level}", parent=above, position=1)
    beside = make_topic("Beside", parent=above.parent, position=2)
    assert do(desk, beside, "in").status_code == 422
    assert "at most 6 levels" in do(desk, beside, "in").content.decode()


def test_whoever_saw_an_older_tree_is_shown_the_present_one(desk, tree):
    stamp = Tree().stamp
    do(desk, tree["Two"], "up")
    page = do(desk, tree["Three"], "in", stamp)
    assert page.status_code == 409
    assert "nothing was done" in page.content.decode()
    assert shown()[0] == "Two" and "Three" in shown()
    (stamp_now,) = {element.get("value") for element in elements(page, "input", name="tree")}
    assert stamp_now == Tree().stamp
    assert do(desk, tree["Three"], "in", stamp_now).status_code == 302


def test_names_typed_over_an_older_tree_are_kept(desk, tree):
    stamp = Tree().stamp
    do(desk, tree["Two"], "up")
    page = do(desk, tree["Three"], "rename", stamp, name_en="Drei", name_zh="三")
    assert page.status_code == 409
    assert elements(page, "input", id=f"topic-{tree['Three'].pk}-en")[0].get("value") == "Drei"
    assert Topic.objects.get(pk=tree["Three"].pk).name_en == "Three"


def test_a_topic_deleted_meanwhile_is_no_fault(desk, tree):
    stamp = Tree().stamp
    Topic.objects.filter(pk=tree["Three"].pk).delete()
    assert do(desk, tree["Three"], "up", stamp).status_code == 409
    assert do(desk, tree["Three"], "up").status_code == 409


def test_both_names_are_changed_in_place(desk, tree):
    assert do(desk, tree["Two"], "rename", name_en=" Second  one ", name_zh="二").status_code == 302
    topic = Topic.objects.get(pk=tree["Two"].pk)
    assert (topic.name_en, topic.name_zh, topic.slug) == ("Second one", "二", "two")


@pytest.mark.parametrize(("english", "chinese"), [("", ""), (" ", ""), ("x" * 121, ""), ("a\x00b", "")])
def test_names_that_are_none_are_refused_with_words(desk, tree, english, chinese):
    page = do(desk, tree["Two"], "rename", name_en=english, name_zh=chinese)
    assert page.status_code == 422
    assert elements(page, "p", role="alert")
    assert "topic_has_a_name" not in page.content.decode()
    assert Topic.objects.get(pk=tree["Two"].pk).name_en == "Two"


def test_a_topic_is_added_at_the_end(desk, tree):
    answer = desk.post(PAGE, {"name_en": "Four", "name_zh": "四", "tree": Tree().stamp})
    topic = Topic.objects.get(name_en="Four")
    assert answer["Location"] == f"{PAGE}#topic-{topic.pk}"
    assert shown()[-1] == "Four"
    ancestors_agree()


def test_a_topic_without_a_name_is_not_added(desk, tree):
    assert desk.post(PAGE, {"name_en": "", "name_zh": "", "tree": Tree().stamp}).status_code == 422
    assert desk.post(PAGE, {"name_en": "Typed", "name_zh": "", "tree": "old"}).status_code == 409
    assert Topic.objects.count() == len(tree)


def test_only_an_empty_topic_is_deleted(desk, tree):
    make_paper("One", topics=(tree["Two"],))
    make_section(make_list("A list"), topic=tree["Three"])
    for name in ("One", "Two", "Three"):
        assert do(desk, tree[name], "delete").status_code == 422
    assert do(desk, tree["Beside"], "delete").status_code == 302
    assert shown() == ["One", "  Below", "Two", "Three"]


def test_two_topics_become_one(desk, curator, tree):
    paper, both = make_paper("Moves", topics=(tree["One"],)), make_paper("Both", topics=(tree["One"], tree["Two"]))
    section = make_section(make_list("A list"), topic=tree["One"])
    make_entry(paper, section)
    assert do(desk, tree["One"], "merge", into="two").status_code == 302
    assert shown() == ["Two", "  Below", "  Beside", "Three"]
    assert [set(one.topics.all()) for one in (paper, both)] == [{tree["Two"]}, {tree["Two"]}]
    section.refresh_from_db()
    assert section.topic == tree["Two"]
    assert paper.history.latest().history_user == curator
    ancestors_agree()
    for old in ("one", "One"):
        assert set(papers_in(desk.get(f"/papers/?topic={old}"))) == {paper.pk, both.pk}


def test_a_merge_of_topics_is_taken_back(desk, tree):
    paper = make_paper("Moves", topics=(tree["One"],))
    section = make_section(make_list("A list"), topic=tree["One"])
    before = shown()
    do(desk, tree["One"], "merge", into="Two")
    assert desk.post(reverse("names-undo", args=[Deed.objects.get().pk])).status_code == 302
    assert shown() == before
    assert list(paper.topics.all()) == [tree["One"]]
    section.refresh_from_db()
    assert section.topic == tree["One"]
    assert not TopicAlias.objects.exists()
    assert not Deed.objects.exists()
    assert [link.topic for link in Paper.history.filter(id=paper.pk).latest().topics.all()] == [tree["One"]]
    ancestors_agree()


@pytest.mark.parametrize("into", ["", "nothing", "Below", "One"])
def test_a_topic_is_not_merged_into_what_cannot_take_it(desk, tree, into):
    make_paper("One", topics=(tree["One"],))
    page = do(desk, tree["One"], "merge", into=into)
    assert page.status_code == 422
    assert Topic.objects.count() == len(tree)


def test_an_unknown_deed_is_refused(desk, tree):
    assert do(desk, tree["One"], "explode").status_code == 422


def test_it_asks_as_often_for_20_topics_as_for_10(desk):
    for number in range(10):
        make_paper("P", topics=(make_topic(f"A {number}"),))
    ten = queries(desk, PAGE)
    for number in range(10):
        make_paper("P", topics=(make_topic(f"B {number}", parent=make_topic(f"C {number}")),))
    assert queries(desk, PAGE) == ten


def test_the_admin_s_list_of_topics_leads_there(desk):
    assert PAGE in desk.get("/admin/papers/topic/").content.decode()
