"""Two papers made one: nothing that lists or people made of either is lost, and all of it comes back."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.http import Http404
from django.utils import timezone

from notes.access import reading_for_edit
from notes.models import Claim, Draft, Reading, Summary
from notes.private_notes import render_note
from notes.versions import versions_of
from notes.writing import Edit, save_summary
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
    Topic,
)
from papers.uniting import CannotPart, SamePaper, merge_papers, part
from papers.uniting.rows import rows_of
from tests.factories import (
    make_entry,
    make_list,
    make_member,
    make_paper,
    make_reading,
    make_section,
    make_topic,
    make_venue,
    make_writer,
)
from tests.imports import tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db):
    """The kept paper and the one that goes, bare."""
    return make_paper("Hydro in the Datacenter"), make_paper("Hydro in Datacenters")


def merge(kept, dropped, by=None, **choices):
    return merge_papers(dropped, kept, choices, by)


def write(paper, language, body, editor, **edit):
    present = Summary.objects.filter(paper=paper, language=language).first()
    return save_summary(paper, language, Edit(body=body, seen=present.version if present else 0, **edit), editor)


def text(paper, language="en"):
    return Summary.objects.get(paper=paper, language=language)


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


# summaries


def test_a_text_that_only_one_has_moves_with_its_history(pair, writer):
    kept, dropped = pair
    write(dropped, "en", "First.", writer)
    write(dropped, "en", "Second.", writer)
    merge(kept, dropped)
    summary = text(kept)
    assert (summary.body, summary.version, summary.author) == ("Second.", 2, writer)
    assert {row.version: row.body for row in versions_of(kept, writer)} == {1: "First.", 2: "Second."}
    assert f'id="{kept.pk}-en' not in summary.html


def test_a_text_goes_on_counting_where_a_deleted_one_had_stopped(pair, writer):
    kept, dropped = pair
    write(kept, "en", "Gone.", writer).delete()
    write(dropped, "en", "There.", writer)
    write(dropped, "zh-hans", "在。", writer, other_seen=1)
    merge(kept, dropped)
    assert (text(kept).version, text(kept, "zh-hans").in_step_with) == (2, 2)
    assert {row.version: row.body for row in versions_of(kept, writer) if row.language == "en"} == {
        1: "Gone.",
        2: "There.",
    }


def test_two_texts_that_differ_stand_under_each_other_and_the_history_has_all(pair, writer, curator):
    kept, dropped = pair
    write(kept, "en", "Mine 1.", writer)
    write(kept, "en", "Mine 2.", writer)
    write(dropped, "en", "Theirs 1.", curator)
    write(dropped, "en", "Theirs 2.", curator)
    merge(kept, dropped, curator)
    summary = text(kept)
    assert summary.body == "Mine 2.\n\n---\n\nTheirs 2."
    assert (summary.version, summary.author, summary.last_editor) == (5, writer, curator)
    assert "<hr" in summary.html
    history = {row.version: row.body for row in versions_of(kept, writer)}
    assert history == {1: "Mine 1.", 2: "Mine 2.", 3: "Theirs 1.", 4: "Theirs 2.", 5: summary.body}
    assert Summary.objects.count() == 1


def test_the_next_version_is_numbered_on(pair, writer):
    kept, dropped = pair
    write(kept, "en", "Mine.", writer)
    write(dropped, "en", "Theirs.", writer)
    merge(kept, dropped)
    assert write(kept, "en", "One.", writer).version == 4


def test_the_same_text_is_kept_once(pair, writer):
    kept, dropped = pair
    for paper in pair:
        write(paper, "en", "Same.", writer)
    merge(kept, dropped)
    assert (text(kept).body, text(kept).version) == ("Same.", 1)


def test_footnotes_of_two_texts_stay_apart(pair, writer):
    kept, dropped = pair
    write(kept, "en", "One.[^1]\n\n[^1]: Mine.", writer)
    write(dropped, "en", "Two.[^1]\n\n[^1]: Theirs.", writer)
    merge(kept, dropped)
    assert "Mine." in text(kept).html and "Theirs." in text(kept).html
    assert text(kept).body.endswith("Two.[^1-2]\n\n[^1-2]: Theirs.")


def test_texts_too_long_together_are_kept_apart(pair, writer, curator, settings):
    kept, dropped = pair
    write(kept, "en", "Mine.", writer)
    write(dropped, "en", "Theirs.", writer)
    settings.SUMMARY_MAX_CHARS = 12
    merge(kept, dropped, curator)
    assert text(kept).body == "Mine."
    assert Draft.objects.get().body == "Theirs." and Draft.objects.get().member == curator
    assert "Theirs." in {row.body for row in versions_of(kept, writer)}


@pytest.mark.parametrize("is_draft_kept", [True, False])
def test_a_draft_is_shown_to_nobody_who_could_not_see_it(pair, is_draft_kept):
    kept, dropped = pair
    alice, bob = make_writer("alice"), make_writer("bob")
    write(kept if is_draft_kept else dropped, "en", "Unfinished.", alice, state="draft")
    write(dropped if is_draft_kept else kept, "en", "Finished.", bob)
    merge(kept, dropped)
    summary = text(kept)
    assert (summary.body, summary.state, summary.author) == ("Finished.", "published", bob)
    assert (Draft.objects.get().member, Draft.objects.get().body) == (alice, "Unfinished.")
    assert "Unfinished." not in {row.body for row in versions_of(kept, bob)}
    assert "Unfinished." in {row.body for row in versions_of(kept, alice)}


def test_drafts_of_two_writers_are_not_shown_to_each_other(pair):
    kept, dropped = pair
    alice, bob = make_writer("alice"), make_writer("bob")
    write(kept, "en", "Alice.", alice, state="draft")
    write(dropped, "en", "Bob.", bob, state="draft")
    merge(kept, dropped)
    assert (text(kept).body, text(kept).author, text(kept).state) == ("Alice.", alice, "draft")
    assert (Draft.objects.get().member, Draft.objects.get().body) == (bob, "Bob.")


def standing(paper):
    english, chinese = text(paper), text(paper, "zh-hans")
    return english.is_behind(chinese), chinese.is_behind(english), english.in_step_with, chinese.in_step_with


def test_pairs_that_were_in_step_are_in_step_together(pair, writer):
    kept, dropped = pair
    for paper, words in ((kept, ("One.", "一。")), (dropped, ("Two.", "二。"))):
        write(paper, "en", words[0], writer)
        write(paper, "zh-hans", words[1], writer, other_seen=1)
    merge(kept, dropped)
    assert standing(kept) == (False, False, 3, 3)


def test_one_that_was_behind_makes_the_whole_behind(pair, writer):
    kept, dropped = pair
    for paper, words in ((kept, ("One.", "一。")), (dropped, ("Two.", "二。"))):
        write(paper, "en", words[0], writer)
        write(paper, "zh-hans", words[1], writer, other_seen=1)
    write(dropped, "en", "Two more.", writer)
    merge(kept, dropped)
    assert standing(kept)[:2] == (False, True)


def test_a_text_that_got_more_leaves_the_other_language_behind(pair, writer):
    kept, dropped = pair
    write(kept, "en", "One.", writer)
    write(kept, "zh-hans", "一。", writer, other_seen=1)
    write(dropped, "en", "Two.", writer)
    merge(kept, dropped)
    assert standing(kept) == (False, True, 1, 1)


def test_a_translation_that_moves_beside_two_texts_is_behind(pair, writer):
    kept, dropped = pair
    write(kept, "en", "One.", writer)
    write(dropped, "en", "Two.", writer)
    write(dropped, "zh-hans", "二。", writer, other_seen=1)
    merge(kept, dropped)
    assert standing(kept) == (False, True, 1, 2)


def test_two_texts_that_nobody_compared_are_not_said_to_match(pair, writer):
    kept, dropped = pair
    write(kept, "en", "One.", writer)
    write(dropped, "zh-hans", "二。", writer)
    merge(kept, dropped)
    assert standing(kept) == (False, False, None, None)


def test_a_translation_of_just_the_same_text_stays_in_step(pair, writer):
    kept, dropped = pair
    for paper in pair:
        write(paper, "en", "Same.", writer)
    write(dropped, "en", "Same!", writer)
    write(dropped, "en", "Same.", writer)
    write(dropped, "zh-hans", "一样。", writer, other_seen=3)
    merge(kept, dropped)
    assert standing(kept) == (False, False, 1, 1)


# the desk


def test_unsaved_texts_and_claims_move(pair, writer, curator):
    kept, dropped = pair
    write(kept, "en", "Mine.", writer)
    write(dropped, "en", "Theirs.", writer)
    Draft.objects.create(member=writer, paper=dropped, language="en", body="Theirs, better.", version=1)
    Draft.objects.create(member=curator, paper=kept, language="en", body="A", version=1)
    Draft.objects.create(member=curator, paper=dropped, language="en", body="B", version=1)
    later = timezone.now() + timedelta(days=3)
    Claim.objects.create(member=writer, paper=kept, language="en", until=later)
    Claim.objects.create(member=curator, paper=dropped, language="en", until=later)
    Claim.objects.create(member=curator, paper=dropped, language="zh-hans", until=later)
    merge(kept, dropped)
    assert (Draft.objects.get(member=writer).paper, Draft.objects.get(member=writer).version) == (kept, 2)
    assert Draft.objects.get(member=curator).body == "A\n\n---\n\nB"
    assert set(Claim.objects.values_list("member__username", "language")) == {("writer", "en"), ("curator", "zh-hans")}


def test_a_claim_that_has_run_out_gives_way(pair, writer, curator):
    kept, dropped = pair
    now = timezone.now()
    Claim.objects.create(member=writer, paper=kept, language="en", until=now - timedelta(days=1))
    Claim.objects.create(member=curator, paper=dropped, language="en", until=now + timedelta(days=1))
    merge(kept, dropped)
    assert (Claim.objects.get().member, Claim.objects.get().paper) == (curator, kept)


# links between papers


def test_links_by_any_of_the_names_lead_to_the_kept_paper(pair, writer):
    kept, dropped = pair
    Paper.objects.filter(pk=dropped.pk).update(nickname="Hydra")
    about = make_paper("Another")
    summary = write(about, "en", "After [[Hydro in Datacenters]], [[Hydra]] and [[Hydro in the Datacenter]].", writer)
    merge(kept, dropped)
    summary.refresh_from_db()
    assert summary.html.count(f'href="/papers/{kept.pk}/') == 3
    assert list(summary.mentioned.all()) == [kept]
    later = write(make_paper("A third"), "en", "As in [[hydro in datacenters]].", writer)
    assert list(later.mentioned.all()) == [kept]


def test_a_name_that_another_paper_has_means_that_one(pair, writer):
    kept, dropped = pair
    merge(kept, dropped)
    namesake = make_paper("Hydro in Datacenters")
    summary = write(make_paper("Another"), "en", "[[Hydro in Datacenters]]", writer)
    assert list(summary.mentioned.all()) == [namesake]


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


# parting


@pytest.fixture
def much(pair, member, other, writer, curator):
    """Two papers about which there is everything that there can be."""
    kept, dropped = pair
    Paper.objects.filter(pk=kept.pk).update(year=2022, doi="10.1/a", arxiv_id="2001.00001", venue=make_venue("arXiv"))
    Paper.objects.filter(pk=dropped.pk).update(
        year=2023, doi="10.1/b", nickname="Hydra", venue=make_venue("OSDI"), cite_key="hydro23", abstract="Tuning."
    )
    shared = make_topic("Both")
    for place, paper in enumerate(pair):
        paper.refresh_from_db()
        paper.save()
        paper.topics.add(shared, make_topic(f"Own {place}"))
        paper.tags.add("shared", f"own {place}")
        paper.institutions.add(*make_paper(f"x{place}", institutions=("MIT", f"Place {place}")).institutions.all())
        section = make_section(make_list(f"List {place}"))
        make_entry(paper, section)
        Link.objects.create(paper=paper, url="https://a.example/same")
        Link.objects.create(paper=paper, url=f"https://a.example/{place}")
        make_paper(f"y{place}", authors=(f"Ada {place}", "Bob")).authorships.update(paper=paper)
        for language, words in (("en", "Said {} of [[Hydra]].[^1]\n\n[^1]: Note."), ("zh-hans", "说的{}。")):
            write(paper, language, words.format(place), writer)
            write(paper, language, words.format(place) + " More.", curator)
        for person, status in ((member, "read"), (other, "to-read")):
            reading = make_reading(person, paper, status, rating=place + 1, private_note=f"Note {place} [[Hydra]]")
            render_note(reading)
            reading.save()
            Draft.objects.create(member=person, paper=paper, language="en", body=f"Draft {place}", version=2)
        Claim.objects.create(member=writer, paper=paper, language="en", until=timezone.now() + timedelta(days=1))
        Settlement.objects.create(paper=paper, field="year", value="2021", by=curator)
        Origin.objects.create(paper=paper, field="year", value=str(paper.year), source="curator", by=curator)
        Suggestion.objects.create(by=member, record={"title": f"Suggested {place}"}, paper=paper)
        ImportRow.objects.create(of=Import.objects.create(name=f"Import {place}"), position=1, line=1, paper=paper)
    make_reading(writer, dropped, "set-aside", private_note="Alone.")
    stranger = make_paper("A stranger")
    Lookalike.objects.create(one=kept, other=dropped, score=96, reasons=[{"code": "likeness", "score": 96}])
    Lookalike.objects.create(one=kept, other=stranger, score=80)
    Lookalike.objects.create(one=dropped, other=stranger, distinct=True, by=curator)
    earlier = make_paper("An earlier one")
    make_reading(member, earlier, "reading")
    merge(dropped, earlier, curator)
    about = make_paper("Another")
    write(about, "en", "See [[Hydra]], [[An earlier one]] and [[Hydro in the Datacenter]].", writer)
    write(about, "zh-hans", "没有链接 [[Nothing]]。", writer)
    return kept, dropped


CHOICES = [
    {},
    {"title": "dropped", "doi": "dropped", "year": "dropped", "venue": "dropped", "authors": "dropped"},
    {"arxiv_id": "dropped", "nickname": "dropped", "kind": "dropped", "abstract": "kept"},
]


@pytest.mark.parametrize("choices", CHOICES)
@pytest.mark.parametrize("is_turned", [False, True])
def test_parted_everything_is_as_before(much, curator, choices, is_turned):
    kept, dropped = reversed(much) if is_turned else much
    before = tables()
    done = merge_papers(dropped, kept, choices, curator)
    assert tables() != before
    assert part(done).pk == dropped.pk
    after = tables()
    assert {label: (rows, after[label]) for label, rows in before.items() if rows != after[label]} == {}
    connection.check_constraints()


def test_a_chain_is_taken_back_from_its_end(much, curator):
    kept, dropped = much
    last = make_paper("The last")
    before = tables()
    first = merge(kept, dropped, curator)
    between = tables()
    second = merge(last, kept, curator)
    with pytest.raises(CannotPart) as error:
        part(first)
    assert error.value.reasons == ["The paper was merged again since. Undo the later merge first."]
    part(second)
    assert tables() == between
    part(first)
    assert tables() == before


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda paper, member, writer: write(paper, "en", "Edited.", writer), "Hydro in the Datacenter (English)"),
        (
            lambda paper, member, writer: Summary.objects.filter(paper=paper, language="en").delete(),
            "summaries (1)",
        ),
        (
            lambda paper, member, writer: Reading.objects.filter(member=member, paper=paper).update(status="reading"),
            "readings (1)",
        ),
        (lambda paper, member, writer: Paper.objects.filter(pk=paper.pk).update(nickname="mine"), "“Hydro in the"),
        (lambda paper, member, writer: make_paper("Thief", doi="10.1/b"), "“Thief” has got 10.1/b since."),
    ],
)
def test_it_refuses_where_something_was_built_on_it(much, member, writer, change, reason):
    kept, dropped = much
    done = merge(kept, dropped)
    change(kept, member, writer)
    before = tables()
    with pytest.raises(CannotPart) as error:
        part(done)
    assert reason in " ".join(error.value.reasons)
    assert tables() == before


def test_what_does_not_touch_the_merge_does_not_stand_in_its_way(much, member, writer, curator):
    kept, dropped = much
    newcomer, newcomers = make_member("newcomer"), make_paper("Newer")
    done = merge(kept, dropped, curator)
    make_reading(newcomer, kept, "read")
    kept.tags.add("new")
    kept.tags.remove("own 1")
    entry = ListEntry.objects.get(list__name="List 1")
    ListEntry.objects.filter(pk=entry.pk).update(paper=newcomers)
    paper = Paper.objects.get(pk=kept.pk)
    paper.kind = "report"
    paper.save()
    write(Paper.objects.get(title="Another"), "en", "Now only [[Hydra]].", writer)
    part(done)
    kept.refresh_from_db()
    assert (kept.kind, kept.year) == ("report", 2022)
    assert "new" in kept.tags.names()
    assert set(Paper.objects.get(pk=dropped.pk).tags.names()) == {"shared"}
    assert ListEntry.objects.get(pk=entry.pk).paper == newcomers
    assert Reading.objects.get(member=newcomer).paper == kept
    about = text(Paper.objects.get(title="Another"))
    assert list(about.mentioned.all()) == [dropped]
    assert f'href="/papers/{dropped.pk}/' in about.html


def test_what_was_deleted_since_does_not_come_back(much, member, curator):
    kept, dropped = much
    done = merge(kept, dropped, curator)
    for topic in Topic.objects.filter(name_en="Both"):
        topic.delete()
    Paper.objects.get(title="A stranger").delete()
    part(done)
    connection.check_constraints()
    assert set(Paper.objects.get(pk=dropped.pk).topics.values_list("name_en", flat=True)) == {"Own 1"}


def test_a_citation_key_that_another_paper_has_got_since_is_not_taken_from_it(much):
    kept, dropped = much
    done = merge(kept, dropped)
    Paper.objects.filter(pk=make_paper("Newer").pk).update(cite_key="hydro23")
    assert part(done).cite_key not in {"hydro23", ""}
    assert Paper.objects.get(cite_key="hydro23").title == "Newer"


def at_once(*deeds):
    """Do all at the same moment, each on a connection of its own; return what each raised, or None."""
    raised = [None] * len(deeds)

    def run(place):
        try:
            deeds[place]()
        except (Paper.DoesNotExist, Merge.DoesNotExist, Http404, OperationalError, IntegrityError) as error:
            raised[place] = type(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


together = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite's test database lives in one connection"
)


@together
@pytest.mark.django_db(transaction=True)
def test_two_curators_who_merge_at_once_each_into_the_other():
    for turn in range(10):
        one, other = make_paper(f"One {turn}"), make_paper(f"Other {turn}")
        raised = at_once(lambda: merge(one, other), lambda: merge(other, one))  # noqa: B023 - done before the next turn
        assert sorted(raised, key=str) == [Paper.DoesNotExist, None]
    assert Paper.objects.count() == Merge.objects.count() == 10


@together
@pytest.mark.django_db(transaction=True)
def test_two_curators_who_undo_at_once():
    one, other = make_paper("One"), make_paper("Other")
    done = merge(one, other)
    assert sorted(at_once(lambda: part(done), lambda: part(done)), key=str) == [Merge.DoesNotExist, None]
    assert Paper.objects.count() == 2


@together
@pytest.mark.django_db(transaction=True)
def test_a_member_who_reads_meanwhile_loses_nothing():
    members = [make_member(f"member {number}") for number in range(8)]
    for turn in range(5):
        one, other = make_paper(f"One {turn}"), make_paper(f"Other {turn}")

        def read(member, paper):
            with transaction.atomic():
                reading = reading_for_edit(member, paper)
                reading.move_to("read")
                reading.save()

        deeds = [partial(read, member, other.pk) for member in members]
        raised = at_once(*deeds, partial(merge, one, other))
        assert set(raised) <= {None, Http404}
        assert Reading.objects.filter(paper=one, status="read").count() == raised[:-1].count(None)


def test_it_is_parted_once(much):
    kept, dropped = much
    done = merge(kept, dropped)
    part(done)
    with pytest.raises(Merge.DoesNotExist):
        part(done)
