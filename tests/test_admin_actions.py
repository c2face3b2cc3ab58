"""What a curator does to many rows at once: the page between the list and the deed, and what the deed does."""

import pytest

from notes.models import Summary
from papers.models import Institution, Paper, Tag, Venue
from tests.curation import url
from tests.factories import make_member, make_paper, make_summary, make_topic, make_venue, permit
from tests.pages import elements

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    paper = make_paper("Paper 1", venue="Venue 1", institutions=("Institution 1",), tags=("tag 1",))
    make_summary(paper, "en", in_step_with=1)
    make_summary(paper, "zh-hans", "中文", version=2)
    return paper


def act(client, model, action, rows, **data):
    data = {"action": action, "_selected_action": [row.pk for row in rows], **data}
    return client.post(url(model, "changelist"), data)


def test_papers_are_recommended_and_no_longer(desk, curator):
    papers = [make_paper("One"), make_paper("Two", recommended=True)]
    assert act(desk, Paper, "recommend", papers).status_code == 302
    assert Paper.objects.filter(recommended=True).count() == 2
    assert papers[0].history.latest().history_user == curator
    assert papers[1].history.count() == 1
    act(desk, Paper, "stop_recommending", papers[:1])
    assert [paper.title for paper in Paper.objects.filter(recommended=True)] == ["Two"]


CHOICES = [
    (Paper, "add_tags", lambda: Tag.objects.create(name="gpu")),
    (Paper, "move_to_topic", lambda: make_topic("Training")),
    (Venue, "merge", lambda: make_venue("Kept")),
    (Institution, "merge", lambda: Institution.objects.create(name="Kept")),
    (Tag, "merge", lambda: Tag.objects.create(name="Kept")),
]


@pytest.mark.parametrize(("model", "action", "choice"), CHOICES)
def test_an_action_asks_before_it_acts(desk, paper, model, action, choice):
    rows, chosen = list(model.objects.all()), choice()
    page = act(desk, model, action, rows)
    assert page.status_code == 200
    assert [element.get("value") for element in elements(page, "input", name="_selected_action")] == [
        str(row.pk) for row in rows
    ]
    assert len(elements(page, "select", name="chosen")) == 1
    assert act(desk, model, action, rows, answered=1, chosen=chosen.pk).status_code == 302


@pytest.mark.parametrize(("model", "action", "choice"), CHOICES)
@pytest.mark.parametrize("answer", ["", "0", "nothing", "99999999999999999999"])
def test_an_action_keeps_the_selection_where_the_answer_is_none(desk, paper, model, action, choice, answer):
    rows, before = list(model.objects.all()), model.objects.count()
    page = act(desk, model, action, rows, answered=1, chosen=answer)
    assert page.status_code == 422
    assert len(elements(page, "input", name="_selected_action")) == len(rows)
    assert "errorlist" in page.content.decode()
    assert model.objects.count() == before


def test_an_action_can_be_for_every_row_of_a_filter(desk):
    for number in range(60):
        make_paper(f"Paper {number}", year=2000 + number % 2)
    tag = Tag.objects.create(name="gpu")
    some = [Paper.objects.filter(year=2000).first().pk]
    data = {"action": "add_tags", "select_across": "1", "_selected_action": some}
    page = desk.post(url(Paper, "changelist") + "?year=2000", data)
    assert "30" not in {element.get("value") for element in elements(page, "input", name="_selected_action")}
    data |= {"answered": 1, "chosen": tag.pk}
    desk.post(url(Paper, "changelist") + "?year=2000", data)
    assert {paper.year for paper in Paper.objects.filter(tags=tag)} == {2000}
    assert Paper.objects.filter(tags=tag).count() == 30


def test_a_tag_is_added(desk):
    one, two = make_paper("One", tags=("gpu", "old")), make_paper("Two")
    act(desk, Paper, "add_tags", [one, two], answered=1, chosen=Tag.objects.get(name="gpu").pk)
    assert [sorted(tag.name for tag in paper.tags.all()) for paper in (one, two)] == [["gpu", "old"], ["gpu"]]


def test_papers_move_to_a_topic(desk, curator):
    topic = make_topic("Training")
    one, two = make_paper("One", topics=(make_topic("Old"), make_topic("Older"))), make_paper("Two")
    act(desk, Paper, "move_to_topic", [one, two], answered=1, chosen=topic.pk)
    assert [list(paper.topics.all()) for paper in (one, two)] == [[topic], [topic]]
    assert one.history.latest().history_user == curator


def test_venues_are_merged(desk, curator):
    kept, paper = make_venue("NeurIPS"), make_paper("One", venue="NIPS")
    page = act(desk, Venue, "merge", [paper.venue], answered=1, chosen=kept.pk)
    assert page.status_code == 302
    paper.refresh_from_db()
    assert paper.venue == kept
    assert [alias.name for alias in kept.aliases.all()] == ["NIPS"]
    assert paper.history.latest().history_user == curator
    assert desk.get(url(Paper, "history", paper.pk)).status_code == 200
    assert desk.get("/papers/?venue=NIPS").content.count(b"data-paper=") == 1


def test_institutions_are_merged(desk):
    paper = make_paper("One", institutions=("Standford",))
    kept = Institution.objects.create(name="Stanford")
    act(desk, Institution, "merge", [Institution.objects.get(name="Standford")], answered=1, chosen=kept.pk)
    assert [row.name for row in paper.institutions.all()] == ["Stanford"]
    assert [alias.name for alias in kept.aliases.all()] == ["Standford"]


@pytest.mark.parametrize("model", [Venue, Institution, Tag])
def test_a_name_is_not_merged_into_itself_alone(desk, paper, model):
    row = model.objects.get()
    page = act(desk, model, "merge", [row], answered=1, chosen=row.pk)
    assert page.status_code == 422
    assert "choose another" in page.content.decode()


def test_who_may_not_delete_may_not_merge(as_user, paper):
    helper = make_member("helper", is_staff=True)
    permit(helper, "view_venue", "change_venue")
    kept = make_venue("Kept")
    act(as_user(helper), Venue, "merge", [paper.venue], answered=1, chosen=kept.pk)
    assert Venue.objects.count() == 2


def test_both_languages_are_confirmed_to_match(desk, paper):
    assert Summary.objects.out_of_step().count() == 1
    act(desk, Summary, "confirm", Summary.objects.all())
    assert not Summary.objects.out_of_step().exists()


@pytest.mark.parametrize(
    ("asked", "found"), [("2000", {2000}), ("1066", {2000, 2001, None}), ("x", {2000, 2001, None})]
)
def test_it_is_narrowed_to_a_year_that_papers_have(desk, asked, found):
    for year in (2000, 2001, None):
        make_paper(year=year)
    changes = desk.get(url(Paper, "changelist"), {"year": asked}).context["cl"]
    assert {paper.year for paper in changes.result_list} == found
    assert changes.result_count == len(found)
    (years,) = (one for one in changes.filter_specs if getattr(one, "parameter_name", "") == "year")
    assert [label for _year, label in years.lookup_choices] == ["2000", "2001"]
