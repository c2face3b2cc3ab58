"""What was written about two papers that were made one: no text is lost, shown too early, or said to match."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from notes.models import Claim, Draft, Summary
from notes.versions import versions_of
from papers.models import Paper
from tests.factories import make_paper, make_writer
from tests.merging import make_pair, merge, text, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db):
    return make_pair()


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
