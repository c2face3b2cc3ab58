"""The four lists that the project began from: what an import finds in them, makes of them and says of them."""

import re
from itertools import accumulate

import pytest
from django.db import transaction

from notes.models import Summary
from papers.models import ListEntry, Paper, Section, Topic, Venue
from tests.imports import FOUR, bring_in

pytestmark = pytest.mark.django_db

KEYS = {
    "entries", "papers_created", "papers_matched", "sections", "tags", "notes",
    "conflicts", "possible_duplicates", "problems",
}  # fmt: skip


@pytest.fixture(scope="module")
def reports(django_db_setup, django_db_blocker):
    """Each test sees the four lists, imported once; what it changes is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield [bring_in(path) for path in FOUR]
        transaction.set_rollback(True)


def counts(reports, name):
    return [len(report[name]) if isinstance(report[name], list) else report[name] for report in reports]


def paper(title):
    start, _, end = title.partition("…")
    return Paper.objects.get(title__startswith=start, title__endswith=end)


def test_it_takes_every_entry(reports):
    assert counts(reports, "entries") == [63, 97, 34, 101]
    assert counts(reports, "entries_refused") == [0, 0, 0, 0]
    assert Paper.objects.count() == 224
    assert ListEntry.objects.count() == 295
    assert Section.objects.filter(entries__isnull=False).distinct().count() == 55


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("sections", [16, 12, 11, 16]), ("notes", [0, 17, 13, 0]), ("summaries_created", [0, 17, 13, 0]),
        ("tags", [11, 0, 0, 0]), ("distinct_tags", [9, 0, 0, 0]), ("links", [0, 0, 0, 101]),
        ("institutions", [0, 0, 0, 101]), ("entries_missing", [0, 0, 0, 0]), ("conflicts", [0, 0, 0, 1]),
    ],
)  # fmt: skip
def test_it_counts(reports, name, numbers):
    assert counts(reports, name) == numbers


def test_it_reports_under_the_names_that_others_rely_on(reports):
    for report in reports:
        assert report.keys() >= KEYS
        assert report["entries"] == report["papers_created"] + report["papers_matched"]
        assert all({"line", "text", "reason"} == problem.keys() for problem in report["problems"])
    assert [problem["line"] for report in reports for problem in report["problems"]] == [167, 30, 22, 96]


def test_it_keeps_both_claims_where_lists_disagree(reports):
    alpaserve = paper("AlpaServe")
    (conflict,) = reports[3]["conflicts"]
    assert (conflict["line"], conflict["paper"], conflict["field"]) == (53, alpaserve.pk, "year")
    assert (conflict["claimed"], conflict["present"]) == (2022, 2023)
    assert alpaserve.year == 2023
    assert sorted(alpaserve.entries.values_list("claimed_year", flat=True)) == [2022, 2023]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hydro: …in Datacenters", "Hydro: …in the Datacenter"),
        ("Orca: …Language Generation Tasks", "Orca: …Generative Models"),
        ("SwapAdvisor: Push …", "SwapAdvisor: Pushing …"),
        ("Grinder", "Cocktailer"),
    ],
)  # fmt: skip
def test_it_suggests_likely_duplicates_and_keeps_them_apart(reports, one, other):
    pairs = [{pair["paper"], pair["other"]} for report in reports for pair in report["possible_duplicates"]]
    assert {paper(one).pk, paper(other).pk} in pairs


def test_it_never_takes_the_name_of_a_system_for_the_paper(reports):
    assert Paper.objects.filter(title__istartswith="janus").count() == 2
    pairs = [pair for report in reports for pair in report["possible_duplicates"]]
    assert not [pair for pair in pairs if pair["title"].lower().startswith("janus")]


def test_it_gives_a_bare_title_what_another_list_knows(reports):
    bare = ListEntry.objects.filter(list__slug=reports[2]["slug"], claimed_venue="").select_related("paper__venue")
    assert len(bare) == 16
    assert sum(bool(entry.paper.venue and entry.paper.year) for entry in bare) == 7
    assert paper("Bagpipe").appeared == "SOSP ’23"


def test_it_knows_a_venue_by_all_its_spellings(reports):
    assert not Venue.objects.filter(name__in=["NIPS", "arxiv", "Arxiv", "USENIX ATC"]).exists()
    assert Venue.objects.get(aliases__name="NIPS").name == "NeurIPS"
    assert Venue.objects.get(name="arXiv").kind == Venue.Kind.PREPRINT_SERVER


def test_it_puts_papers_under_the_topics_of_their_sections(reports):
    for entry in ListEntry.objects.select_related("section__topic", "paper"):
        assert entry.section.topic in entry.paper.topics.all()
    assert not Topic.objects.filter(ancestors__isnull=True).exists()


def test_its_list_can_be_read_and_exported_in_order(reports):
    for path, report in zip(FOUR, reports, strict=True):
        entries = ListEntry.objects.filter(list__slug=report["slug"]).order_by("position")
        assert [entry.position for entry in entries] == [*range(1, report["entries"] + 1)]
        lines = path.read_text().split("\n")
        assert all(entry.raw.split("\n")[0].strip() in lines[entry.line - 1] for entry in entries)


# Notes


def test_notes_become_published_summaries_credited_to_their_entry(reports):
    assert Summary.objects.count() == 30
    assert {summary.state for summary in Summary.objects.all()} == {"published"}
    for summary in Summary.objects.select_related("after"):
        assert (summary.after.paper_id, summary.after.notes) == (summary.paper_id, summary.body)
        assert summary.author is None


def test_notes_are_in_the_language_they_are_written_in(reports):
    languages = {report["slug"]: report for report in reports}
    for summary in Summary.objects.select_related("after__list"):
        expected = "zh-hans" if languages[summary.after.list.slug]["name"] == reports[1]["name"] else "en"
        assert summary.language == expected


def test_nested_notes_stay_nested(reports):
    depths = [depth(summary.html) for summary in Summary.objects.filter(language="zh-hans")]
    assert max(depths) == 4


def depth(html):
    """How many lists stand inside one another."""
    steps = [-1 if tag.startswith("</") else 1 for tag in re.findall(r"</?[uo]l\b", html)]
    return max(accumulate(steps), default=0)
