"""The queue of what lists and catalogue have differently: one rule in SQL and in memory, decisions that last, undo."""

from __future__ import annotations

import pytest
from django.utils import timezone

from papers.models import ListEntry, Origin, Paper, PaperList, Settlement, Venue, VenueAlias
from papers.provenance import claims_on, open_disagreements_count, queue, settling
from papers.provenance.settling import Moved
from tests.curation import url
from tests.factories import make_curator, make_entry, make_list, make_paper, make_section, make_summary, make_venue
from tests.imports import C, D, bring_in
from tests.pages import elements, links_in
from tests.test_queries import queries

ADDRESS = "/curation/disagreements/"
HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def gavel():
    """OSDI 2020 in the catalogue; one list agrees, one says SOSP 2019 under another title."""
    paper = make_paper("Gavel", venue="OSDI", year=2020)
    make_entry(paper, make_list("Agrees"), claimed_venue="osdi", claimed_year=2020, line=3)
    make_entry(
        paper, make_section(make_list("Differs"), "Scheduling"), claimed_title="Gavel 2", claimed_venue="SOSP",
        claimed_year=2019, line=5,
    )  # fmt: skip
    return paper


def dispute(paper, field):
    return queue.disputes([(paper.pk, field)])[0]


def form_for(paper, field, **choice):
    return {"paper": paper.pk, "field": field, "seen": dispute(paper, field).seen, **choice}


def settled():
    return list(Settlement.objects.order_by("pk").values_list("field", "value", "by__username"))


def places():
    return [(pk, queue.DISPUTABLE[place]) for pk, place in queue.open_places()]


# One rule


CLAIMS = [
    ("title", "GAVEL!", False), ("title", "The  Ｇavel", False), ("title", "Gavel 2", True), ("title", "", False),
    ("venue", "OSDI", False), ("venue", " osdi ", False), ("venue", "ＯＳＤＩ", False), ("venue", "usenix osdi", False),
    ("venue", "SOSP", True), ("venue", "", False), ("venue", "Straße", True),
    ("year", 2020, False), ("year", 2019, True), ("year", None, False),
]  # fmt: skip


@pytest.mark.parametrize(("field", "claimed", "differs"), CLAIMS)
def test_sql_and_memory_agree_on_what_differs(field, claimed, differs):
    make_venue("OSDI", aliases=("USENIX OSDI",))
    paper = make_paper("Gavel", venue="OSDI", year=2020)
    make_entry(paper, make_list(), **{f"claimed_{field}": claimed})
    claim = claims_on(Paper.objects.for_page().get(pk=paper.pk))[0]
    assert [one.field for one in claim.differences] == ([field] if differs else [])
    for name in queue.DISPUTABLE:
        assert ListEntry.objects.disagreeing(name).exists() is (differs and name == field)
    assert open_disagreements_count() == int(differs)


@pytest.mark.parametrize("field", queue.DISPUTABLE)
def test_there_is_nothing_to_differ_on_where_the_catalogue_says_nothing(field):
    paper = make_paper("Gavel")
    make_entry(paper, make_list(), claimed_venue="OSDI", claimed_year=2020)
    assert not ListEntry.objects.disagreeing(field).exists()


@pytest.mark.parametrize("alias", ["STRASSE", "straße"])
def test_names_are_folded_alike_on_both_databases(alias):
    make_venue("Journal", aliases=(alias,))
    make_entry(make_paper(venue="Journal"), make_list(), claimed_venue="Straße")
    assert not ListEntry.objects.disagreeing("venue").exists()


def test_a_name_written_otherwise_is_folded_anew(gavel):
    Venue.objects.filter(name="OSDI").get().aliases.create(name="Sosp")
    assert not ListEntry.objects.disagreeing("venue").exists()
    entry = ListEntry.objects.get(claimed_year=2019)
    entry.claimed_venue, entry.claimed_title = "ICML", "The Gavel"
    ListEntry.objects.bulk_update([entry], ["claimed_venue", "claimed_title"])
    assert [one.claimed_venue_key for one in ListEntry.objects.disagreeing("venue")] == ["icml"]
    assert not ListEntry.objects.disagreeing("title").exists()


def test_what_is_gone_or_settled_disagrees_no_more(gavel, curator):
    assert places() == [(gavel.pk, "title"), (gavel.pk, "venue"), (gavel.pk, "year")]
    Settlement.objects.create(paper=gavel, field="year", value="2019")
    Settlement.objects.create(paper=gavel, field="venue", value="icml")  # another claim
    assert places() == [(gavel.pk, "title"), (gavel.pk, "venue")]
    ListEntry.objects.update(gone=timezone.now())
    assert places() == []


def test_a_file_disagrees_as_a_list_does():
    make_entry(make_paper(year=2020), make_list("refs.bib", kind=PaperList.Kind.FILE), claimed_year=2019)
    assert open_disagreements_count() == 1


def test_curation_filters_by_the_same_rule(desk, gavel):
    make_paper("Alone", venue="OSDI", year=2020)
    for field in queue.DISPUTABLE:
        answer = desk.get(f"{url(Paper, 'changelist')}?disagree={field}")
        assert [paper.title for paper in answer.context["cl"].result_list] == ["Gavel"]
        Settlement.objects.create(
            paper=gavel, field=field, value={"title": "gavel 2", "venue": "sosp"}.get(field, "2019")
        )
        answer = desk.get(f"{url(Paper, 'changelist')}?disagree={field}")
        assert not answer.context["cl"].result_list


def test_it_groups_by_paper_and_field(gavel):
    make_entry(gavel, make_list("Differs too"), claimed_venue="sosp", line=8)
    make_entry(gavel, make_list("Another"), claimed_venue="ICML", line=9)
    found = dispute(gavel, "venue")
    assert found.present == "OSDI"
    assert [(one.name, one.line) for one in found.agreeing] == [("Agrees", 3)]
    assert {claim.folded: [one.name for one in claim.sources] for claim in found.claims} == {
        "icml": ["Another"], "sosp": ["Differs", "Differs too"]
    }  # fmt: skip


# Deciding


def test_keeping_settles_every_claim(gavel, curator):
    settling.keep((gavel.pk, "year"), dispute(gavel, "year").seen, curator)
    assert settled() == [("year", "2019", "curator")]
    gavel.refresh_from_db()
    assert gavel.year == 2020
    assert not Origin.objects.exists()


@pytest.mark.parametrize(
    ("field", "claim", "value"), [("year", "2019", 2019), ("venue", "sosp", "SOSP"), ("title", "gavel 2", "Gavel 2")]
)
def test_taking_gives_the_paper_the_value_signed_and_in_its_history(gavel, curator, field, claim, value):
    settling.take((gavel.pk, field), dispute(gavel, field).seen, claim, curator)
    paper = Paper.objects.get(pk=gavel.pk)
    assert str(getattr(paper, field)) == str(value)
    assert paper.history.first().history_user == curator
    assert str(getattr(paper.history.first(), field)) == str(value)
    assert [(one.field, one.value, one.by) for one in Origin.objects.all()] == [(field, str(value), curator)]
    before = {"year": "2020", "venue": "osdi", "title": "gavel"}[field]
    assert settled() == [(field, before, "curator")]
    assert (gavel.pk, field) not in places()


def test_taking_a_title_mends_the_links_to_it(gavel, curator):
    summary = make_summary(make_paper("Another"), body="After [[Gavel]].")
    settling.take((gavel.pk, "title"), dispute(gavel, "title").seen, "gavel 2", curator)
    summary.refresh_from_db()
    assert f"/papers/{gavel.pk}/" not in summary.html


@pytest.mark.parametrize("field", queue.DISPUTABLE)
def test_what_was_decided_is_taken_back_completely(gavel, curator, field):
    claim = {"title": "gavel 2", "venue": "sosp", "year": "2019"}[field]
    before = Paper.objects.values().get(pk=gavel.pk), sorted(Venue.objects.values_list("name"))
    for decide in (settling.keep, settling.take):
        choice = (claim,) if decide is settling.take else ()
        done = decide((gavel.pk, field), dispute(gavel, field).seen, *choice, curator)
        settling.take_back(done)
        after = Paper.objects.values().get(pk=gavel.pk)
        after["changed"] = before[0]["changed"]
        assert (after, sorted(Venue.objects.values_list("name"))) == before
        assert (settled(), Origin.objects.count()) == ([], 0)


def test_a_decision_on_what_has_changed_changes_nothing(gavel, curator):
    seen = dispute(gavel, "year").seen
    Paper.objects.filter(pk=gavel.pk).update(year=2021)
    for decide in (lambda: settling.keep((gavel.pk, "year"), seen, curator),
                   lambda: settling.take((gavel.pk, "year"), seen, "2019", curator)):  # fmt: skip
        with pytest.raises(Moved) as news:
            decide()
        assert news.value.dispute.present == "2021"
    assert settled() == []
    assert Paper.objects.get(pk=gavel.pk).year == 2021


def test_a_new_claim_meanwhile_is_not_settled_unseen(gavel, curator):
    seen = dispute(gavel, "year").seen
    make_entry(gavel, make_list("Newer"), claimed_year=2018)
    with pytest.raises(Moved):
        settling.keep((gavel.pk, "year"), seen, curator)
    assert settled() == []


def test_only_a_claim_can_be_taken(gavel, curator):
    with pytest.raises(Moved):
        settling.take((gavel.pk, "year"), dispute(gavel, "year").seen, "1999", curator)
    with pytest.raises(Moved):
        settling.take((0, "year"), "", "1999", curator)


def test_taking_back_refuses_where_the_value_has_changed_since(gavel, curator):
    done = settling.take((gavel.pk, "year"), dispute(gavel, "year").seen, "2019", curator)
    Paper.objects.filter(pk=gavel.pk).update(year=2021)
    with pytest.raises(Moved):
        settling.take_back(done)
    assert settled() == [("year", "2020", "curator")]


# Another name of the same venue


def test_a_name_that_nobody_has_may_be_another_name(gavel, curator):
    make_entry(gavel, make_list("Old"), claimed_venue="Symposium on OSDI")
    found = dispute(gavel, "venue")
    assert found.other_names == {"sosp", "symposium on osdi"}
    done = settling.take_as_alias((gavel.pk, "venue"), found.seen, "symposium on osdi", curator)
    assert list(gavel.venue.aliases.values_list("name", flat=True)) == ["Symposium on OSDI"]
    assert {claim.folded for claim in dispute(gavel, "venue").claims} == {"sosp"}
    assert settled() == []
    settling.take_back(done)
    assert not VenueAlias.objects.exists()
    assert {claim.folded for claim in dispute(gavel, "venue").claims} == {"sosp", "symposium on osdi"}


def test_a_venue_that_no_paper_has_becomes_another_name_with_its_own_names(gavel, curator):
    make_venue("SOSP", aliases=("Symposium on OS Principles",), full_name="Old", area="systems")
    done = settling.take_as_alias((gavel.pk, "venue"), dispute(gavel, "venue").seen, "sosp", curator)
    assert sorted(gavel.venue.aliases.values_list("name", flat=True)) == ["SOSP", "Symposium on OS Principles"]
    assert not Venue.objects.filter(name="SOSP").exists()
    settling.take_back(done)
    back = Venue.objects.get(name="SOSP")
    assert (back.full_name, [alias.name for alias in back.aliases.all()]) == ("Old", ["Symposium on OS Principles"])
    assert not gavel.venue.aliases.exists()


def test_a_venue_with_papers_is_no_other_name(gavel, curator):
    make_paper(venue="SOSP")
    make_venue("ICML", aliases=("SysML",))
    make_entry(gavel, make_list("Old"), claimed_venue="sysml")
    found = dispute(gavel, "venue")
    assert found.other_names == set()
    with pytest.raises(Moved):
        settling.take_as_alias((gavel.pk, "venue"), found.seen, "sosp", curator)
    assert Venue.objects.filter(name="SOSP").exists()


# The page


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


# With the lists as they are


def test_it_stays_settled_when_the_list_is_imported_again(curator, tmp_path):
    """AlpaServe is OSDI '22 in one of the lists and '23 in another."""
    bring_in(C)
    bring_in(D)
    paper = Paper.objects.get(title__startswith="AlpaServe")
    assert paper.year == 2023
    assert (paper.pk, "year") in places()
    settling.keep((paper.pk, "year"), dispute(paper, "year").seen, curator)
    bring_in(D)
    bring_in(C)
    assert (paper.pk, "year") not in places()
    again = tmp_path / "list_d.txt"
    lines = D.read_text(encoding="utf-8").split("\n")
    line = next(number for number, text in enumerate(lines) if "AlpaServe" in text)
    lines[line] = lines[line].replace("22", "21", 1)
    again.write_text("\n".join(lines), encoding="utf-8")
    bring_in(again, name="Another copy")
    assert [claim.folded for claim in dispute(paper, "year").claims] == ["2021"]
