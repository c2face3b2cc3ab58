"""Two papers made one: nothing that lists or people made of either is lost."""

from __future__ import annotations

from datetime import date

import pytest

from notes.models import Reading
from papers.journal import pointing_at
from papers.models import (
    Import,
    ImportRow,
    Link,
    ListEntry,
    Lookalike,
    Merge,
    Origin,
    Paper,
    Redirect,
    Settlement,
    Suggestion,
)
from papers.uniting import SamePaper, merge_papers
from papers.uniting.rows import rows_of
from tests.factories import make_entry, make_list, make_paper, make_reading, make_section, make_topic, make_venue
from tests.merging import make_pair, merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db):
    return make_pair()


# values


def test_it_takes_what_was_chosen_and_fills_what_is_empty(pair):
    kept, dropped = pair
    Paper.objects.filter(pk=kept.pk).update(year=2022, nickname="")
    Paper.objects.filter(pk=dropped.pk).update(
        year=2023, nickname="Hydro", doi="10.1/hydro", abstract="Tuning.", venue=make_venue("OSDI"), recommended=True
    )
    merge(kept, dropped, title="dropped", year="dropped", recommended="kept")
    kept.refresh_from_db()
    assert (kept.title, kept.title_key, kept.year) == ("Hydro in Datacenters", "hydro in datacenters", 2023)
    assert (kept.nickname, kept.doi, kept.abstract, str(kept.venue)) == ("Hydro", "10.1/hydro", "Tuning.", "OSDI")
    assert kept.recommended is False
    assert list(Paper.objects.all()) == [kept]


def test_what_is_empty_is_never_chosen(pair):
    kept, dropped = pair
    Paper.objects.filter(pk=kept.pk).update(year=2022, doi="10.1/a")
    merge(kept, dropped, year="dropped", doi="dropped")
    kept.refresh_from_db()
    assert (kept.year, kept.doi) == (2022, "10.1/a")


def test_an_identifier_that_is_not_chosen_stays_as_a_link(pair):
    kept, dropped = pair
    Paper.objects.filter(pk=kept.pk).update(doi="10.1/a", arxiv_id="2001.00001")
    Paper.objects.filter(pk=dropped.pk).update(doi="10.1/b", arxiv_id="2001.00002")
    merge(kept, dropped, arxiv_id="dropped")
    kept.refresh_from_db()
    assert (kept.doi, kept.arxiv_id) == ("10.1/a", "2001.00002")
    links = set(Link.objects.filter(paper=kept).values_list("url", "kind"))
    assert links == {("https://doi.org/10.1/b", "paper"), ("https://arxiv.org/abs/2001.00001", "preprint")}


@pytest.mark.parametrize(("mine", "stays"), [("hydro", "hydro"), ("", "hydro2023")])
def test_the_citation_key_of_the_kept_paper_stays(pair, mine, stays):
    kept, dropped = pair
    Paper.objects.filter(pk=kept.pk).update(cite_key=mine)
    Paper.objects.filter(pk=dropped.pk).update(cite_key="hydro2023")
    merge(kept, dropped)
    kept.refresh_from_db()
    assert kept.cite_key == stays


def test_it_unites_links_tags_topics_institutions_and_entries():
    both, one, other = make_topic("Both"), make_topic("One"), make_topic("Other")
    kept = make_paper(
        "A", topics=(both, one), tags=("x", "y"), institutions=("MIT",), links=("https://www.usenix.org/a/",)
    )
    dropped = make_paper(
        "B",
        topics=(both, other),
        tags=("y", "z"),
        institutions=("MIT", "CMU"),
        links=("http://usenix.org/a", "https://b.example/x"),
    )
    section = make_section(make_list())
    entries = [make_entry(kept, section), make_entry(dropped, section)]
    before = ListEntry.objects.order_by("pk").values_list("raw", "claimed_title", "position", "line")
    before = list(before)
    merge(kept, dropped)
    assert set(kept.topics.all()) == {both, one, other}
    assert sorted(kept.tags.names()) == ["x", "y", "z"]
    assert sorted(kept.institutions.values_list("name", flat=True)) == ["CMU", "MIT"]
    assert [link.url for link in kept.links.all()] == ["https://www.usenix.org/a/", "https://b.example/x"]
    assert list(kept.entries.order_by("pk")) == entries
    assert list(ListEntry.objects.order_by("pk").values_list("raw", "claimed_title", "position", "line")) == before


@pytest.mark.parametrize(("choice", "names"), [("kept", ["Ada"]), ("dropped", ["Bob", "Ada"])])
def test_one_list_of_authors_stays_whole(choice, names):
    kept, dropped = make_paper("A", authors=("Ada",)), make_paper("B", authors=("Bob", "Ada"))
    merge(kept, dropped, authors=choice)
    assert [str(row) for row in kept.authorships.all()] == names


def test_an_empty_list_of_authors_is_filled():
    kept, dropped = make_paper("A"), make_paper("B", authors=("Bob",))
    merge(kept, dropped, authors="kept")
    assert [str(row) for row in kept.authorships.all()] == ["Bob"]


def test_the_history_says_that_they_were_merged(pair, curator):
    kept, dropped = pair
    merge(kept, dropped, curator)
    newest = kept.history.latest()
    assert newest.history_change_reason == "Merged with “Hydro in Datacenters”"
    assert newest.history_user == curator
    assert [row.history_type for row in Paper.history.filter(id=dropped.pk).order_by("history_id")] == ["+", "-"]


# readings


@pytest.mark.parametrize(
    ("mine", "theirs", "status"),
    [
        ("to-read", "read", "read"),
        ("read", "reading", "read"),
        ("set-aside", "reading", "reading"),
        ("to-read", "set-aside", "set-aside"),
        ("", "to-read", "to-read"),
    ],
)
def test_the_furthest_along_wins(pair, member, mine, theirs, status):
    kept, dropped = pair
    make_reading(member, kept, mine, rating=1 if not mine else None)
    make_reading(member, dropped, theirs)
    merge(kept, dropped)
    assert Reading.objects.get().status == status


def test_dates_rating_and_both_notes_are_kept(pair, member):
    kept, dropped = pair
    make_reading(member, kept, "reading", started=date(2024, 5, 1), rating=3, private_note="Mine.")
    make_reading(
        member, dropped, "read", started=date(2024, 1, 1), finished=date(2024, 2, 1), private_note="Theirs **bold**."
    )
    merge(kept, dropped)
    reading = Reading.objects.get()
    assert (reading.paper, reading.status, reading.rating) == (kept, "read", 3)
    assert (reading.started, reading.finished) == (date(2024, 1, 1), date(2024, 2, 1))
    assert reading.private_note == "Mine.\n\n---\n\nTheirs **bold**."
    assert "<strong>bold</strong>" in reading.note_html


def test_the_rating_of_the_furthest_along_wins(pair, member):
    kept, dropped = pair
    make_reading(member, kept, "read", rating=2)
    make_reading(member, dropped, "reading", rating=5)
    merge(kept, dropped)
    assert Reading.objects.get().rating == 2


def test_the_same_note_is_kept_once(pair, member):
    kept, dropped = pair
    for paper in pair:
        make_reading(member, paper, private_note="Same.")
    merge(kept, dropped)
    assert Reading.objects.get().private_note == "Same."


def test_a_reading_of_the_other_paper_moves_untouched(pair, member, other):
    kept, dropped = pair
    make_reading(member, kept, "read")
    moved = make_reading(other, dropped, "reading", private_note="# Note")
    merge(kept, dropped)
    again = Reading.objects.get(member=other)
    assert (again.pk, again.paper, again.status, again.changed) == (moved.pk, kept, "reading", moved.changed)


# curation


def test_what_curators_said_of_either_holds_for_both(pair, curator):
    kept, dropped = pair
    stranger = make_paper("Hydra")
    merge_row = {"by": curator, "distinct": True}
    Lookalike.objects.create(one=kept, other=dropped, score=96)
    Lookalike.objects.create(one=dropped, other=stranger, **merge_row)
    for paper in pair:
        Settlement.objects.create(paper=paper, field="year", value="2022")
    Settlement.objects.create(paper=dropped, field="year", value="2021")
    Origin.objects.create(paper=dropped, field="year", value="2023", source="curator")
    Suggestion.objects.create(by=curator, record={"title": "Hydro"}, paper=dropped)
    row = ImportRow.objects.create(of=Import.objects.create(name="x"), position=1, line=1, paper=dropped)
    merge(kept, dropped)
    found = Lookalike.objects.get()
    assert (found.one, found.other, found.distinct) == (kept, stranger, True)
    assert sorted(kept.settlements.values_list("value", flat=True)) == ["2021", "2022"]
    assert Origin.objects.get().paper == Suggestion.objects.get().paper == kept
    row.refresh_from_db()
    assert row.paper == kept


def test_it_knows_every_model_that_points_at_a_paper():
    ours = {rows.model._meta.label for rows in rows_of({1, 2})}
    pointing = {model._meta.label for model, _field in pointing_at(Paper)}
    notes = {"notes.Summary_mentioned", "notes.Summary", "notes.Draft", "notes.Claim", "notes.Reading"}
    assert pointing - notes <= ours
    assert {label for label in pointing if label.startswith("notes.")} == notes


# redirects


def test_a_chain_of_merges_leads_to_the_last(pair):
    kept, dropped = pair
    last = make_paper("Hydro, the last")
    merge(kept, dropped)
    merge(last, kept)
    assert dict(Redirect.objects.values_list("old", "paper")) == {dropped.pk: last.pk, kept.pk: last.pk}
    assert set(Merge.objects.values_list("kept", flat=True)) == {last.pk}


def test_a_paper_is_not_merged_with_itself_nor_with_one_that_is_gone(pair):
    kept, dropped = pair
    with pytest.raises(SamePaper):
        merge(kept, kept)
    merge(kept, dropped)
    with pytest.raises(Paper.DoesNotExist):
        merge_papers(Paper(pk=dropped.pk), kept, {}, None)
    with pytest.raises(Paper.DoesNotExist):
        merge_papers(kept, Paper(pk=dropped.pk), {}, None)
