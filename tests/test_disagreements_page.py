"""The page of what lists and catalogue have differently: one click decides, another takes it back."""

from __future__ import annotations

import pytest

from papers.models import ListEntry, Paper, PaperList, VenueAlias
from papers.provenance import settling
from tests.disputes import dispute, make_disputed, places, settled
from tests.factories import make_curator, make_entry, make_list, make_paper, make_section
from tests.pages import elements, links_in
from tests.test_queries import queries

ADDRESS = "/curation/disagreements/"
HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def gavel():
    return make_disputed()


def form_for(paper, field, **choice):
    return {"paper": paper.pk, "field": field, "seen": dispute(paper, field).seen, **choice}


def rows(answer):
    return [element.get("data-paper") for element in elements(answer, "article") if element.get("data-paper")]


def buttons(answer):
    return {(one.get("name"), one.get("value")): one.text for one in elements(answer, "button") if one.get("name")}


def test_it_shows_each_claim_with_its_line_and_what_can_be_done(desk, gavel):
    answer = desk.get(f"{ADDRESS}?field=year")
    assert rows(answer) == [f"{gavel.pk}-year"]
    text = answer.content.decode()
    assert "line 5" in text
    assert "line 3" in text
    entry = ListEntry.objects.get(claimed_year=2019)
    assert f"/lists/differs/?entry={entry.pk}#entry-{entry.pk}" in links_in(answer)
    assert buttons(answer)["keep", "1"] == "Keep OSDI 2020"
    assert buttons(answer)["take", "2019"] == "Take 2019"
    assert not [name for name, _value in buttons(answer) if name == "alias"]


def test_it_offers_another_name_only_where_that_may_be(desk, gavel):
    assert buttons(desk.get(f"{ADDRESS}?field=venue"))["alias", "sosp"] == "SOSP is another name of OSDI"


def test_it_filters_by_field_and_list(desk, gavel):
    other = make_paper("Other", year=2000)
    make_entry(other, make_list("Third"), claimed_year=2001)
    every = [f"{gavel.pk}-title", f"{gavel.pk}-venue", f"{gavel.pk}-year", f"{other.pk}-year"]
    assert rows(desk.get(ADDRESS)) == every
    assert rows(desk.get(f"{ADDRESS}?field=year")) == [every[2], every[3]]
    assert rows(desk.get(f"{ADDRESS}?list=third")) == [every[3]]
    assert rows(desk.get(f"{ADDRESS}?list=differs&field=title")) == [every[0]]
    assert rows(desk.get(f"{ADDRESS}?list=agrees")) == []
    answer = desk.get(ADDRESS)
    assert [(str(label), count) for label, _address, count, _chosen in answer.context["tabs"]] == [
        ("All", 4), ("Title", 1), ("Venue", 1), ("Year", 2)
    ]  # fmt: skip
    assert [(one.name, one.count) for one in answer.context["lists"]] == [("Differs", 3), ("Third", 1)]


@pytest.mark.parametrize(
    "query", ["field=nonsense", "list=nothing", "state=x", "page=-1", "page=NaN", "done=1", "q=%00"]
)
def test_it_sets_unknown_values_aside(desk, gavel, query):
    answer = desk.get(f"{ADDRESS}?{query}")
    assert answer.status_code == 200
    assert len(rows(answer)) == 3


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_one_click_settles_and_one_takes_it_back(desk, gavel, headers):
    here = f"{ADDRESS}?field=year"
    answer = desk.post(ADDRESS, form_for(gavel, "year", keep=1, next=here), headers=headers)
    if not headers:
        assert (answer.status_code, answer["Location"]) == (302, f"{here}&done=1")
        answer = desk.get(answer["Location"])
    assert answer.status_code == 200
    assert "Kept “OSDI 2020”." in answer.content.decode()
    assert places() == [(gavel.pk, "title"), (gavel.pk, "venue")]
    token = next(value for name, value in buttons(answer) if name == "take_back")
    answer = desk.post(ADDRESS, {"take_back": token, "next": here}, headers=headers)
    assert (answer.status_code, settled()) == (200 if headers else 302, [])
    assert len(places()) == 3
    if headers:
        assert buttons(answer)["keep", "1"] == "Keep OSDI 2020"


def test_a_claim_is_taken_through_the_page(desk, gavel, curator):
    answer = desk.post(ADDRESS, form_for(gavel, "venue", take="sosp"), headers=HTMX)
    assert "Took “SOSP”." in answer.content.decode()
    assert Paper.objects.get(pk=gavel.pk).venue.name == "SOSP"
    assert settled() == [("venue", "osdi", "curator")]


def test_another_name_is_taken_through_the_page(desk, gavel):
    answer = desk.post(ADDRESS, form_for(gavel, "venue", alias="sosp"), headers=HTMX)
    assert "SOSP is another name of OSDI now." in answer.content.decode()
    assert VenueAlias.objects.get().name == "SOSP"


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_it_answers_409_with_the_new_state_where_the_paper_has_changed(desk, gavel, headers):
    form = form_for(gavel, "year", take="2019")
    Paper.objects.filter(pk=gavel.pk).update(year=2021)
    answer = desk.post(ADDRESS, form, headers=headers)
    assert answer.status_code == 409
    assert rows(answer) == [f"{gavel.pk}-year"]
    assert buttons(answer)["keep", "1"] == "Keep OSDI 2021"
    assert "Nothing was overwritten" in answer.content.decode()
    assert Paper.objects.get(pk=gavel.pk).year == 2021


def test_of_two_curators_the_second_is_told(desk, gavel, as_user):
    form = form_for(gavel, "year", keep=1)
    as_user(make_curator("second")).post(ADDRESS, form)
    answer = desk.post(ADDRESS, form, headers=HTMX)
    assert answer.status_code == 409
    assert "Nothing disagrees here any more." in answer.content.decode()
    assert settled() == [("year", "2019", "second")]


def test_a_paper_that_is_gone_answers_409(desk, gavel):
    form = form_for(gavel, "year", keep=1)
    ListEntry.objects.all().delete()
    gavel.delete()
    answer = desk.post(ADDRESS, form, headers=HTMX)
    assert answer.status_code == 409
    assert "no longer in the catalogue" in answer.content.decode()


@pytest.mark.parametrize(
    "form",
    [
        {}, {"paper": "x", "keep": 1}, {"keep": 1, "seen": "0" * 41}, {"take": "2019", "keep": 1},
        {"field": "doi", "keep": 1},
        {"paper": 10**20, "keep": 1}, {"take": "a\x00b"}, {"take_back": "forged"}, {"take_back": ""},
    ],
)  # fmt: skip
def test_a_malformed_form_answers_422_and_changes_nothing(desk, gavel, form):
    base = {} if not form else form_for(gavel, "year")
    answer = desk.post(ADDRESS, base | form)
    assert answer.status_code == 422
    assert settled() == []


def test_a_whole_page_is_kept_at_once_and_taken_back(desk, gavel):
    seen = [f"{pk}-{field}-{dispute(gavel, field).seen}" for pk, field in places()]
    Paper.objects.filter(pk=gavel.pk).update(year=2021)
    answer = desk.post(ADDRESS, {"keep_all": 1, "row": [*seen, "x", "1-doi-0"]}, follow=True)
    assert places() == [(gavel.pk, "year")]
    assert "1 had changed meanwhile and still waits." in answer.content.decode()
    token = next(value for name, value in buttons(answer) if name == "take_back")
    desk.post(ADDRESS, {"take_back": token})
    assert len(places()) == 3


def test_what_is_settled_can_be_looked_up_and_opened_again(desk, gavel, curator):
    settling.keep((gavel.pk, "year"), dispute(gavel, "year").seen, curator)
    answer = desk.get(f"{ADDRESS}?state=settled")
    assert "2019" in answer.content.decode()
    number = next(value for name, value in buttons(answer) if name == "reopen")
    desk.post(ADDRESS, {"reopen": number})
    assert settled() == []
    for wrong in (number, "x", "9" * 30):
        assert desk.post(ADDRESS, {"reopen": wrong}).status_code == 302


def test_looking_writes_nothing(desk, gavel):
    for query in ("", "?done=1", "?state=settled", "?keep=1&paper=1&field=year"):
        desk.get(ADDRESS + query)
    assert settled() == []


def test_its_forms_lead_to_the_same_host_only(desk, gavel):
    answer = desk.post(ADDRESS, form_for(gavel, "year", keep=1, next="//evil.example/"))
    assert answer["Location"] == f"{ADDRESS}?done=1"


def test_it_escapes_what_lists_claim(desk):
    evil = '"><script>alert(1)</script>'
    paper = make_paper(evil, venue="OSDI", year=2020)
    make_entry(paper, make_list(evil), claimed_title=f"{evil} 2", claimed_venue=evil[:80])
    answer = desk.get(ADDRESS)
    assert len(rows(answer)) == 2
    assert not [one for one in elements(answer, "script") if not one.get("src")]


def test_it_asks_as_often_for_20_rows_as_for_10(desk, settings):
    settings.PAGE_SIZE = 30

    def fill():
        for _ in range(10):
            paper = make_paper(venue="OSDI", year=2020)
            for _ in range(3):
                make_entry(
                    paper, make_section(make_list("L", slug=f"l{PaperList.objects.count()}")), claimed_venue="SOSP"
                )

    fill()
    ten = queries(desk, ADDRESS)
    fill()
    assert len(rows(desk.get(ADDRESS))) == 20
    assert queries(desk, ADDRESS) == ten


def test_it_is_paged(desk, settings):
    settings.PAGE_SIZE = 2
    for _ in range(5):
        make_entry(make_paper(year=2020), make_list(slug=f"l{PaperList.objects.count()}"), claimed_year=2019)
    shown = [len(rows(desk.get(f"{ADDRESS}?page={page}"))) for page in (1, 2, 3)]
    assert shown == [2, 2, 1]
