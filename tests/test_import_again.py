"""A list that is imported once more: nothing new, nothing lost, nothing that people made undone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notes.models import Summary
from notes.writing import Edit, save_summary
from papers.admin.names import keep_spelling
from papers.importing.sections import point_at
from papers.models import Institution, ListEntry, Paper, PaperList, Section, Tag, Topic, Venue
from tests.factories import make_reading, make_summary, make_topic
from tests.imports import FOUR, A, B, C, D, bring_in, said, tables

pytestmark = pytest.mark.django_db


def test_it_creates_nothing():
    for path in FOUR:
        bring_in(path)
    before = tables()
    again = [bring_in(path) for path in FOUR]
    assert tables() == before
    assert [report["papers_created"] + report["entries_created"] for report in again] == [0, 0, 0, 0]
    assert [report["papers_matched"] for report in again] == [63, 97, 34, 101]
    assert [report["summaries_created"] + report["sections_created"] for report in again] == [0, 0, 0, 0]


def test_it_leaves_alone_what_people_made(member, curator):
    for path in FOUR:
        bring_in(path)
    curate(member, curator)
    before = tables()
    again = [bring_in(path) for path in FOUR]
    assert tables() == before
    assert not any(report["papers_created"] + report["entries_created"] for report in again)


def curate(member, curator):
    """What a curator and a member may do to what four lists brought."""
    alpaserve, gavel = Paper.objects.get(title__startswith="AlpaServe"), Paper.objects.get(nickname="Gavel")
    alpaserve.title, alpaserve.year, alpaserve.venue = "AlpaServe, Renamed", 2022, Venue.objects.create(name="Ours")
    alpaserve.save()
    alpaserve.topics.set([make_topic("Ours", "我们的")])
    gavel.venue = None
    gavel.save()
    gavel.links.all().delete()
    tagged = Paper.objects.filter(tags__isnull=False).first()
    tagged.tags.remove(tagged.tags.first())
    tagged.tags.add("ours")
    Tag.objects.filter(tagged_papers=None).delete()
    point_at(Section.objects.filter(entries__isnull=False).first(), Topic.objects.get(name_en="Ours"))
    point_at(Section.objects.filter(entries__isnull=False).last(), None)
    PaperList.objects.filter(slug="wip-mlsys_papers").update(name="Renamed")
    Venue.objects.filter(name="SOSP").update(name="Symposium")
    Institution.objects.filter(name="MSR").update(name="Research")
    first, second, *_ = Summary.objects.order_by("pk")
    save_summary(first.paper, first.language, Edit("Written anew.", seen=first.version), curator)
    second.delete()
    make_summary(gavel, "en", "Ours.", author=member)
    make_reading(member, gavel, "reading", private_note="Mine.", rating=4)


def test_a_renamed_paper_is_found_by_what_other_lists_call_it():
    bring_in(A)
    Paper.objects.filter(nickname="Gavel").update(title="Gavel", title_key="gavel")
    bring_in(D)
    assert Paper.objects.filter(title__startswith="Heterogeneity-").count() == 0
    assert Paper.objects.get(title="Gavel").entries.count() == 2


def test_a_renamed_venue_is_found_by_the_name_it_had():
    bring_in(A)
    venue = Venue.objects.get(name="OSDI")
    venue.name = "Operating Systems"
    venue.save()
    keep_spelling(venue, "OSDI")
    assert not bring_in(D)["conflicts"]
    assert not Venue.objects.filter(name="OSDI").exists()


def test_it_makes_the_same_catalogue_in_either_order():
    forward = titles_after(FOUR)
    for model in (Summary, ListEntry, Paper):
        model.objects.all().delete()
    assert titles_after(reversed(FOUR)) == forward
    assert len(forward) == 224


def titles_after(paths):
    for path in paths:
        bring_in(path)
    return set(Paper.objects.values_list("title_key", flat=True))


def test_a_dry_run_says_the_same_and_writes_nothing():
    for path in (A, B, C):
        bring_in(path)
    before = tables()
    planned = [bring_in(path, dry_run=True) for path in (D, A)]
    assert tables() == before
    assert without_ids(planned[0]) == without_ids(bring_in(D))
    assert planned[1]["papers_created"] == planned[1]["entries_created"] == 0


def without_ids(report):
    """On PostgreSQL a number that was given out in a dry run is not given out again."""
    pairs = [{**pair, "paper": 0, "other": 0} for pair in report["possible_duplicates"]]
    conflicts = [{**conflict, "paper": 0} for conflict in report["conflicts"]]
    return {**report, "possible_duplicates": pairs, "conflicts": conflicts}


def test_it_tells_a_person_what_it_did():
    bring_in(C)
    text = said(D)
    assert text.startswith("Awesome-DL-training-system (/lists/awesome-dl-training-system/)\n")
    assert "entries             101 (101 new, 0 not taken)\n" in text
    assert "line 53: AlpaServe: Statistical Multiplexing" in text
    assert "year 2022 here, 2023 in the catalogue" in text
    assert "line 96: The link has no closing bracket" in text
    assert "nothing written" in said(A, dry_run=True)


@pytest.mark.parametrize(("path", "language"), [(B, "en"), (C, "zh-hans")])
def test_notes_can_be_given_a_language(path, language):
    bring_in(path, language=language)
    assert {summary.language for summary in Summary.objects.all()} == {language}


def test_notes_never_replace_a_summary(bring, member):
    bring("- [OSDI'20] Gavel: A Paper\n")
    paper = Paper.objects.get()
    make_summary(paper, "en", "Ours.", author=member)
    bring("# Another\n- [OSDI'20] Gavel: A Paper\n  - Theirs, in some words.\n", name="another")
    assert [summary.body for summary in paper.summaries.all()] == ["Ours."]


def test_notes_that_are_too_long_stay_with_their_entry(bring, settings):
    settings.SUMMARY_MAX_CHARS = 50
    report = bring(f"- [OSDI'20] Gavel: A Paper\n  - {'word ' * 20}\n- [OSDI'21] Another: Paper\n  - Short.\n")
    assert (report["notes"], report["summaries_created"]) == (2, 1)
    (problem,) = report["problems"]
    assert problem["line"] == 1
    assert "50 characters" in problem["reason"]
    assert ListEntry.objects.get(line=1).notes


# A file that has changed since


def test_a_new_line_moves_the_others_and_keeps_them(bring):
    bring("# List\n- [OSDI'20] One: A\n- [OSDI'21] Two: B\n")
    before = dict(ListEntry.objects.values_list("claimed_title", "pk"))
    report = bring("# List\n\n- [OSDI'22] Zero: C\n- [OSDI'20] One: A\n- [OSDI'21] Two: B\n")
    assert (report["entries_created"], report["entries_missing"]) == (1, 0)
    assert ListEntry.objects.get(claimed_title="Two: B").pk == before["Two: B"]
    assert list(ListEntry.objects.values_list("claimed_title", "position", "line")) == [
        ("Zero: C", 1, 3), ("One: A", 2, 4), ("Two: B", 3, 5),
    ]  # fmt: skip


def test_a_line_that_went_is_kept_after_the_others(bring):
    bring("# List\n- [OSDI'20] One: A\n- [OSDI'21] Two: B\n")
    report = bring("# List\n- [OSDI'21] Two: B\n- [OSDI'22] Three: C\n")
    assert report["entries_missing"] == 1
    assert list(ListEntry.objects.values_list("claimed_title", "position")) == [
        ("Two: B", 1), ("Three: C", 2), ("One: A", 3),
    ]  # fmt: skip


def test_an_entry_that_moved_stands_in_its_new_section_only(bring):
    bring("# List\n## Old\n- [OSDI'20] One: A\n- [OSDI'21] Two: B\n")
    report = bring("# List\n## Old\n- [OSDI'21] Two: B\n## New\n- [OSDI'20] One: A\n")
    assert (report["entries_created"], report["entries_missing"], report["sections_created"]) == (0, 0, 1)
    paper = Paper.objects.get(title="One: A")
    assert paper.entries.get().section.title == "New"
    assert "New" in [topic.name_en for topic in paper.topics.all()]


def test_a_title_twice_in_a_section_is_two_entries_of_one_paper(bring):
    text = "# List\n## Part\n- [OSDI'20] One: A\n- [OSDI'20] One: A\n"
    report = bring(text)
    assert (report["entries"], report["papers_created"], report["papers_matched"]) == (2, 1, 1)
    assert Paper.objects.get().entries.count() == 2
    before = tables()
    assert bring(text)["entries_created"] == 0
    assert tables() == before


def test_a_section_is_found_again_by_its_place_also_where_its_heading_is_long(bring):
    text = f"# List\n## General\n- [OSDI'20] One: A\n## {'Long ' * 80}\n### General\n- [OSDI'21] Two: B\n"
    bring(text)
    before = tables()
    assert bring(text)["sections_created"] == 0
    assert tables() == before


def test_headings_that_say_nothing_leave_their_papers_to_the_topic_above(bring):
    bring("# List\n## Training\n### General\n- [OSDI'20] One: A\n### 其他\n- [OSDI'21] Two: B\n")
    assert {topic.name for paper in Paper.objects.all() for topic in paper.topics.all()} == {"Training"}


# Work

MORE = 40  # SQLite takes 999 values a statement, so that a table of many columns needs some more statements


def entries(count):
    venues, tags = ("OSDI", "SOSP", "NSDI", "Our Workshop"), ("gpu", "cpu")
    for number in range(count):
        word = f"Name{number}"
        yield f"- [{venues[number % 4]}'20] [{tags[number % 2]}] [{word}: System of Kind {word}x](https://example.org/{number})"
        yield f"  - A note on {word}."


def queries(bring, count, name):
    text = "\n".join(["# List", "## One", *entries(count)])
    with CaptureQueriesContext(
        connection,
    ) as captured:
        report = bring(text, name=name)
    assert (report["papers_created"], report["summaries_created"], report["links"]) == (count, count, count)
    return len(captured)


def test_its_queries_do_not_grow_with_the_entries(bring):
    few = queries(bring, 30, "Few")
    for model in (Summary, ListEntry, Paper, PaperList, Topic, Venue, Tag):
        model.objects.all().delete()
    assert queries(bring, 300, "Many") <= few + MORE


def test_its_queries_do_not_grow_with_the_names(bring):
    few, many = (len(named(bring, numbers)) for numbers in (range(5), range(10, 90)))
    assert (Venue.objects.count(), Institution.objects.count()) == (85, 85)
    assert many <= few + 5


def named(bring, numbers):
    lines = [f"- [Ven{n}x'20][Uni{n}x] [Name{n}: Paper](https://example.org/{n})" for n in numbers]
    with CaptureQueriesContext(connection) as captured:
        bring("\n".join(["# List", *lines]), name=f"From {numbers[0]}")
    return captured
