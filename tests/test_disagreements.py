"""What lists and catalogue have differently: one rule in SQL and in memory, decisions that last, and undo."""

from __future__ import annotations

import pytest
from django.utils import timezone

from papers.models import ListEntry, Origin, Paper, PaperList, Settlement, Venue, VenueAlias
from papers.provenance import claims_on, open_disagreements_count, queue, settling
from papers.provenance.settling import Moved
from tests.curation import url
from tests.disputes import dispute, make_disputed, places, settled
from tests.factories import make_entry, make_list, make_paper, make_summary, make_venue
from tests.imports import C, D, bring_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def gavel():
    return make_disputed()


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
