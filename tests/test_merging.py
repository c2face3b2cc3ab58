"""Two names made one: nothing that stood under the dropped name is lost, and the name still leads somewhere."""

import pytest

from papers.merging import keep_spelling, merge_institutions, merge_venues
from papers.models import Institution, InstitutionAlias, Paper, Tag, TaggedPaper, Venue, VenueAlias
from papers.tagging import merge_tags
from tests.factories import make_paper, make_venue

pytestmark = pytest.mark.django_db


def spellings(row):
    return sorted(alias.name for alias in row.aliases.all())


def test_it_moves_papers_and_spellings_of_venues():
    kept, dropped = make_venue("NeurIPS", aliases=("NIPS",)), make_venue("Neural Systems", aliases=("N.I.P.S.",))
    papers = [make_paper("One", venue="NeurIPS"), make_paper("Two", venue="Neural Systems")]
    assert merge_venues(Venue.objects.all(), kept) == 1
    assert set(kept.papers.all()) == set(papers)
    assert spellings(kept) == ["N.I.P.S.", "NIPS", "Neural Systems"]
    assert Venue.objects.get() == kept
    assert dropped.history.latest().history_type == "-"


def test_it_notes_the_new_venue_in_the_paper():
    kept, dropped, paper = make_venue("ATC"), make_venue("USENIX"), make_paper("One", venue="USENIX")
    before = paper.changed
    merge_venues([dropped], kept)
    paper.refresh_from_db()
    assert paper.changed > before
    assert paper.history.latest().venue == kept


def test_it_merges_a_venue_with_itself_into_itself():
    venue = make_venue("ATC", aliases=("USENIX ATC",))
    assert merge_venues([venue], venue) == 0
    assert spellings(venue) == ["USENIX ATC"]


def test_it_moves_papers_of_institutions_once():
    both, one = make_paper("Both", institutions=("MIT", "M.I.T.")), make_paper("One", institutions=("M.I.T.",))
    kept, dropped = Institution.objects.get(name="MIT"), Institution.objects.get(name="M.I.T.")
    dropped.aliases.create(name="Massachusetts")
    assert merge_institutions([dropped], kept) == 1
    assert sorted(kept.papers.values_list("title", flat=True)) == ["Both", "One"]
    assert both.institutions.count() == one.institutions.count() == 1
    assert spellings(kept) == ["M.I.T.", "Massachusetts"]


def test_it_gives_the_kept_tag_to_the_papers_of_the_others():
    make_paper("Both", tags=("scheduling", "scehduling"))
    make_paper("One", tags=("scehduling",))
    kept = Tag.objects.get(name="scheduling")
    assert merge_tags(Tag.objects.all(), kept) == 1
    assert sorted(kept.tagged_papers.values_list("content_object__title", flat=True)) == ["Both", "One"]
    assert TaggedPaper.objects.count() == 2
    assert Tag.objects.get() == kept


def test_a_spelling_that_is_somebody_elses_stays_with_them():
    kept, dropped, other = make_venue("A"), make_venue("NIPS"), make_venue("NeurIPS")
    other.aliases.create(name="nips")
    merge_venues([dropped], kept)
    assert spellings(kept) == []
    assert VenueAlias.objects.get().venue == other


@pytest.mark.parametrize("name", ["MIT", "mit", "ＭＩＴ", " mit  ", "M.I.T.", "m.i.t."])
def test_a_spelling_is_kept_once(name):
    row = Institution.objects.create(name="MIT")
    row.aliases.create(name="M.I.T.")
    keep_spelling(row, name)
    assert InstitutionAlias.objects.count() == 1


def test_nothing_moves_where_something_fails(monkeypatch):
    kept, dropped = make_venue("ATC"), make_venue("USENIX")
    make_paper("One", venue="USENIX")

    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr("papers.merging.take_names", fail)
    with pytest.raises(RuntimeError):
        merge_venues([dropped], kept)
    assert Paper.objects.get().venue == dropped
