"""Taking a text on: one member a text, for a week, and nobody in between."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from notes.claiming import claim, release, with_claims
from notes.models import Claim
from notes.writing import Edit, save_summary
from tests.factories import make_curator, make_paper, make_summary, make_writer
from tests.pages import elements

HTMX = {"HX-Request": "true"}
WEEK = timedelta(days=7)


@pytest.fixture
def paper(db):
    return make_paper("Gavel")


@pytest.fixture
def second(db):
    return make_writer("second")


@pytest.fixture
def desk(writer, as_user):
    return as_user(writer)


def held():
    return [(row.paper_id, row.language, row.member.username) for row in Claim.objects.order_by("pk")]


def runs_a_week(row):
    return abs(row.until - timezone.now() - WEEK) < timedelta(minutes=1)


def buttons(answer):
    return [button.get("value") for button in elements(answer, "button", name="action")]


# The rule


def test_it_is_the_member_s_for_a_week(paper, writer):
    row = claim(paper, "en", writer)
    assert row.member == writer
    assert runs_a_week(row)
    assert row.holds


def test_it_lasts_as_long_as_the_settings_say(paper, writer, settings):
    settings.CLAIM_DAYS = 2
    assert claim(paper, "en", writer).until < timezone.now() + timedelta(days=2, minutes=1)


def test_another_gets_nothing_while_it_runs(paper, writer, second):
    before = claim(paper, "en", writer).until
    assert claim(paper, "en", second) is None
    assert held() == [(paper.pk, "en", "writer")]
    assert Claim.objects.get().until == before


def test_the_other_language_and_other_papers_are_free(paper, writer, second):
    claim(paper, "en", writer)
    assert claim(paper, "zh-hans", second).member == second
    assert claim(make_paper(), "en", second).member == second


def test_one_s_own_begins_anew(paper, writer):
    claim(paper, "en", writer)
    Claim.objects.update(until=timezone.now() + timedelta(hours=1))
    assert runs_a_week(claim(paper, "en", writer))
    assert len(held()) == 1


@pytest.mark.parametrize("who", ["writer", "second"])
def test_who_comes_when_it_is_over_takes_it(request, paper, writer, who):
    claim(paper, "en", writer)
    Claim.objects.update(until=timezone.now())
    taken = claim(paper, "en", request.getfixturevalue(who))
    assert runs_a_week(taken)
    assert held() == [(paper.pk, "en", who)]


def test_it_is_given_back_by_its_own_member_only(paper, writer, second):
    claim(paper, "en", writer)
    assert not release(paper, "en", second)
    assert not release(paper, "zh-hans", writer)
    assert release(paper, "en", writer)
    assert held() == []
    assert not release(paper, "en", writer)


def test_papers_carry_the_claims_that_run(paper, writer, second, django_assert_num_queries):
    bare, over = make_paper(), make_paper()
    claim(paper, "zh-hans", writer)
    claim(over, "en", second)
    Claim.objects.filter(paper=over).update(until=timezone.now())
    with django_assert_num_queries(1):
        papers = with_claims([paper, bare, over])
        found = [{code: row.member.username for code, row in one.held.items()} for one in papers]
    assert found == [{"zh": "writer"}, {}, {}]


# Saving a text


@pytest.mark.parametrize(
    ("edit", "is_left"),
    [
        (Edit("New."), False),
        (Edit("New.", state="draft"), True),
        (Edit("Newer.", seen=1, effect="still-to-do"), True),
        (Edit("Newer.", seen=1, effect="in-step"), False),
        (Edit("A summary.", seen=1, effect="in-step"), False),
    ],
)
def test_a_text_that_is_done_is_nobody_s_task(paper, writer, second, edit, is_left):
    if edit.seen:
        make_summary(paper)
    make_summary(paper, "zh-hans", "中文")
    claim(paper, "en", writer)
    claim(paper, "zh-hans", second)
    save_summary(paper, "en", edit, writer)
    rest = [(paper.pk, "zh-hans", "second")]
    assert held() == ([(paper.pk, "en", "writer")] if is_left else []) + rest


# The page


def test_it_takes_and_gives_back(desk, paper):
    response = desk.post(f"/papers/{paper.pk}/claim/zh/", {"action": "take", "next": "/queues/?queue=missing-zh"})
    assert (response.status_code, response["Location"]) == (302, "/queues/?queue=missing-zh")
    assert held() == [(paper.pk, "zh-hans", "writer")]
    response = desk.post(f"/papers/{paper.pk}/claim/zh/", {"action": "give-back", "next": "//evil.example"})
    assert (response.status_code, response["Location"]) == (302, paper.get_absolute_url())
    assert held() == []


def test_it_answers_htmx_with_the_control_itself(desk, paper):
    address = f"/papers/{paper.pk}/claim/en/"
    response = desk.post(address, {"action": "take"}, headers=HTMX)
    assert response.status_code == 200
    assert elements(response)[1].get("id") == f"claim-{paper.pk}-en"
    assert "<html" not in response.content.decode()
    assert buttons(response) == ["give-back"]
    assert buttons(desk.post(address, {"action": "give-back"}, headers=HTMX)) == ["take"]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_it_says_who_has_it_until_when_and_changes_nothing(desk, paper, second, headers):
    claim(paper, "en", second)
    before = list(Claim.objects.values())
    for action in ("take", "nonsense", ""):
        response = desk.post(f"/papers/{paper.pk}/claim/en/", {"action": action}, headers=headers)
        assert response.status_code == (409 if action == "take" else 422)
        assert not buttons(response)
        if action == "take":
            text = response.content.decode()
            assert "second has taken this" in text
            assert f"{timezone.now() + WEEK:%B} {(timezone.now() + WEEK).day}" in text
    assert list(Claim.objects.values()) == before


def test_giving_back_what_another_has_changes_nothing(desk, paper, second):
    claim(paper, "en", second)
    assert desk.post(f"/papers/{paper.pk}/claim/en/", {"action": "give-back"}).status_code == 302
    assert held() == [(paper.pk, "en", "second")]


@pytest.mark.parametrize("code", ["fr", "zh-hans", "EN", "0"])
def test_it_knows_two_languages(desk, paper, code):
    assert desk.post(f"/papers/{paper.pk}/claim/{code}/", {"action": "take"}).status_code == 404
    assert held() == []


def test_it_is_for_those_who_write(shelf, desk, paper, member):
    assert shelf.post(f"/papers/{paper.pk}/claim/en/", {"action": "take"}).status_code == 403
    assert desk.post(f"/papers/{paper.pk + 1}/claim/en/", {"action": "take"}).status_code == 404
    assert held() == []


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_it_writes_by_post_only(desk, paper, method):
    assert getattr(desk, method)(f"/papers/{paper.pk}/claim/en/?action=take").status_code == 405
    assert held() == []


def test_a_paper_s_page_shows_it_beside_what_is_missing(desk, shelf, paper, as_user, second):
    make_summary(paper)
    page = paper.get_absolute_url()
    assert buttons(desk.get(page)) == ["take"]
    claim(paper, "zh-hans", second)
    assert buttons(as_user(second).get(page)) == ["give-back"]
    for client in (desk, shelf):
        assert "second has taken this until" in client.get(page).content.decode()
        assert buttons(client.get(page)) == []


def test_a_paper_s_page_shows_it_beside_what_is_out_of_step(desk, paper):
    make_summary(paper, version=2, in_step_with=1)
    make_summary(paper, "zh-hans", "中文", version=1, in_step_with=1)
    page = desk.get(paper.get_absolute_url())
    assert buttons(page) == ["take"]
    assert elements(page, "div", id=f"claim-{paper.pk}-zh")


def test_a_paper_s_page_shows_none_where_nothing_is_to_do(desk, shelf, paper):
    assert buttons(shelf.get(paper.get_absolute_url())) == []
    make_summary(paper, in_step_with=1)
    make_summary(paper, "zh-hans", "中文", in_step_with=1)
    assert buttons(desk.get(paper.get_absolute_url())) == []


def test_visitors_of_an_open_catalogue_learn_no_names(client, paper, second, settings):
    settings.PUBLIC_CATALOGUE = True
    claim(paper, "en", second)
    assert "second" not in client.get(paper.get_absolute_url()).content.decode()


# At the same moment


def at_once(work, people):
    """What ``work`` returns for each of the people, each in a thread and with a connection of their own."""
    start, results = threading.Barrier(len(people)), [None] * len(people)

    def run(place):
        try:
            start.wait(timeout=10)
            results[place] = work(people[place])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("before", ["nobody", "over"])
def test_of_many_at_once_exactly_one_gets_it(before):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("threads cannot share a database in memory")
    people = [make_curator(f"writer{number}") for number in range(8)]
    for _round in range(5):
        paper = make_paper()
        if before == "over":
            claim(paper, "en", people[-1])
            Claim.objects.update(until=timezone.now())
        results = at_once(lambda member, paper=paper: claim(paper, "en", member), people)
        winners = [row.member.username for row in results if row]
        assert winners == [Claim.objects.get(paper=paper).member.username]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_of_one_member_are_one_claim():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("threads cannot share a database in memory")
    member = make_writer()
    for _round in range(5):
        paper = make_paper()
        results = at_once(lambda who, paper=paper: claim(paper, "en", who), [member] * 6)
        assert all(results)
        assert Claim.objects.filter(paper=paper).count() == 1
