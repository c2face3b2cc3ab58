"""A file into rows for review: what each is beside the catalogue, and that nothing but rows is written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.formats.plain import record_of
from papers.formats.records import Link, Record
from papers.importing import Cancelled, Refused, correct, prepare
from papers.importing.choosing import complete, look_again, resolve, take_as
from papers.models import Import, ImportRow, Paper, Settlement, Venue
from tests.factories import make_paper, make_venue
from tests.imports import FOUR, brought, prepared, tables

pytestmark = pytest.mark.django_db

LONG = "Word " * 101


def told(imported):
    return list(imported.rows.values_list("line", "status"))


def row_of(imported, title):
    return next(row for row in imported.rows.all() if row.record.get("title", "").startswith(title))


def test_it_says_of_each_row_what_it_is():
    make_paper("Gavel: A Scheduler", venue="OSDI", year=2020)
    make_paper("Hydro: Surrogate-Based Hyperparameter Tuning Service in Datacenters", venue="OSDI", year=2023)
    make_paper("Themis: Fair Sharing", venue="NSDI", year=2020)
    imported = prepared(
        "# List\n## Part\n- [OSDI'20] Gavel: A Scheduler\n- [OSDI'21] Pollux: Another Scheduler\n"
        "- [OSDI'23] Hydro: Surrogate-Based Hyperparameter Tuning Service in the Datacenter\n"
        f"- [NSDI'21] Themis: Fair Sharing\n- [OSDI'22] {LONG}\n"
    )
    assert told(imported) == [(3, "match"), (4, "new"), (5, "duplicate"), (6, "conflict"), (7, "problem")]
    assert row_of(imported, "Gavel").paper.title == "Gavel: A Scheduler"
    (candidate,) = row_of(imported, "Hydro").candidates
    assert candidate["title"].endswith("in Datacenters")
    assert candidate["score"] > 90
    assert row_of(imported, "Themis").conflicts == [
        {"field": "year", "claimed": 2021, "present": 2020, "keep": "present"}
    ]
    bad = imported.rows.get(line=7)
    assert (bad.choice, bad.record["title"].startswith("Word")) == ("skip", True)
    assert "more than 500 characters" in bad.reason


def test_it_writes_nothing_but_rows():
    make_paper("Gavel: A Scheduler", venue="OSDI", year=2020)
    before = tables()
    for path in FOUR:
        prepared(path.read_text(), path.stem)
    assert tables() == before


def test_it_can_be_done_again():
    imported = prepared("- [OSDI'20] One: A\n- [OSDI'20] Two: B\n")
    prepare(imported)
    assert [row.position for row in imported.rows.all()] == [1, 2]


def test_a_problem_stands_with_its_record_or_alone():
    d = FOUR[3].read_text()
    imported = prepared(d, "D")
    assert imported.rows.count() == 101
    row = imported.rows.get(line=96)
    assert (row.status, row.choice, bool(row.record)) == ("problem", "take", True)
    assert "no closing bracket" in row.reason
    alone = prepared("# List\n- [OSDI'20] One: A\n  - [SOSP'21] Nested: B\n", "Other").rows.get(line=3)
    assert (alone.status, alone.choice, alone.record) == ("problem", "skip", {})
    assert "nested under another" in alone.reason


def test_two_lines_of_one_work_make_one_paper():
    imported = prepared("- [OSDI'20] One: A Paper of Some Words\n- [OSDI'20] One: A paper of some words\n")
    first, second = imported.rows.all()
    assert (first.status, second.status) == ("new", "match")
    assert [(c["paper"], c["line"]) for c in second.candidates] == [(None, 1)]


def test_two_lines_that_look_alike_are_told():
    imported = prepared(
        "- [OSDI'22] Orca: A Distributed Serving System for Transformer-Based Generative Models\n"
        "- [OSDI'22] Orca: A Distributed Serving System for Transformer-Based Language Generation Tasks\n"
    )
    assert [row.status for row in imported.rows.all()] == ["duplicate", "duplicate"]
    assert [row.candidates[0]["line"] for row in imported.rows.all()] == [2, 1]


def test_a_settled_disagreement_is_no_conflict():
    paper = make_paper("Themis: Fair Sharing", venue="NSDI", year=2020)
    Settlement.objects.create(paper=paper, field="year", value="2021")
    assert told(prepared("- [NSDI'21] Themis: Fair Sharing\n")) == [(1, "match")]


def test_a_spelling_that_the_vocabulary_knows_is_no_conflict():
    make_paper("Some Net: A Paper", venue="NeurIPS", year=2012)
    assert told(prepared("- [NIPS'12] Some Net: A Paper\n")) == [(1, "match")]
    assert Venue.objects.count() == 1


def test_an_identifier_of_another_paper_is_named():
    make_paper("Fair Sharing of Clusters", doi="10.1145/1234.5678")
    (row,) = prepared("- [SOSP'21] [Paged Attention for Models](https://doi.org/10.1145/1234.5678)\n").rows.all()
    assert (row.status, row.paper) == ("problem", None)
    assert "10.1145/1234.5678 belongs to a paper of another title" in row.reason


def test_control_characters_are_refused_and_can_be_corrected():
    text = '[{"type": "article", "title": "A bad\\u0000 title"}, {"type": "article", "title": "A good title"}]'
    imported = prepared(text, format="csl-json")
    assert row_of(imported, "A good title").status == "new"
    assert all("\x00" not in str(row.record) for row in imported.rows.all())


def test_a_file_of_too_many_rows_is_refused_with_the_limit(settings):
    settings.IMPORT_MAX_ROWS = 2
    with pytest.raises(Refused, match="3 rows, and the limit is 2 rows"):
        prepared("- [OSDI'20] One: A\n- [OSDI'20] Two: B\n- [OSDI'20] Three: C\n")
    assert not ImportRow.objects.exists()


def test_it_can_be_cancelled_between_its_steps():
    imported = Import.objects.create(text="- [OSDI'20] One: A\n", format="markdown", name="List")

    def stop(done, total):
        raise Cancelled

    with pytest.raises(Cancelled):
        prepare(imported, stop)
    assert not imported.rows.exists()


def test_it_finds_the_list_of_its_name():
    first = brought("- [OSDI'20] One: A\n", "Our list")
    assert prepared("- [OSDI'20] One: A\n", "our List").list == first.list


def test_its_queries_do_not_grow_with_the_rows():
    few, many = (len(queries(count)) for count in (30, 300))
    assert many <= few + 25  # a statement takes so many values and no more


def queries(count):
    for number in range(count):
        make_paper(f"Known{number} {count}: A Study of Kind {number}", venue="OSDI", year=2020)
    lines = [f"- [OSDI'21] Known{n} {count}: A Study of Kind {n}" for n in range(count)]
    lines += [f"- [OSDI'21] Fresh{n} {count}: Something of Sort {n}" for n in range(count)]
    with CaptureQueriesContext(connection) as captured:
        prepared("# List\n" + "\n".join(lines) + "\n", f"List {count}")
    return captured


# Choices


def test_a_corrected_row_is_matched_again():
    paper = make_paper("Gavel: A Scheduler", venue="OSDI", year=2020)
    imported = prepared(f"# List\n## Part\n- [OSDI'20] Gavle A Scheduler of Sorts\n- [OSDI'20] {LONG}\n")
    row, bad = imported.rows.all()
    assert row.status == "new"
    correct(row, Record("Gavel: A Scheduler", venue="OSDI", year=2020))
    row.refresh_from_db()
    assert (row.status, row.paper, row.corrected) == ("match", paper, True)
    assert record_of(row.record).section == 0
    correct(bad, Record("Short: A Title"))
    bad.refresh_from_db()
    assert (bad.status, bad.choice, bad.reason) == ("new", "take", "")


def test_a_correction_that_does_not_fit_says_so():
    (row,) = prepared("- [OSDI'20] One: A\n").rows.all()
    correct(row, Record(LONG))
    row.refresh_from_db()
    assert (row.status, row.choice) == ("problem", "skip")
    assert "500 characters" in row.reason


def test_a_problem_without_a_record_can_become_an_entry():
    row = prepared("# List\n- [OSDI'20] One: A\n  - [SOSP'21] Nested: B\n").rows.get(line=3)
    correct(row, Record("Nested: B", venue="SOSP", year=2021))
    row.refresh_from_db()
    assert (row.status, row.choice, row.record["line"]) == ("new", "take", 3)


def test_a_look_up_completes_what_is_lacking_and_no_more():
    imported = prepared("2309.06180\n", format="identifiers")
    (row,) = imported.rows.all()
    found = Record("Efficient Memory Management", authors=("A. Person",), year=2023, venue="SOSP", doi="10.1/x",
                   links=(Link("https://example.org/p", "paper"),))  # fmt: skip
    filled = complete(row, found)
    row.refresh_from_db()
    assert {"title", "authors", "year", "doi", "links"} <= set(filled)
    said = record_of(row.record)
    assert (said.title, said.arxiv_id, said.year) == ("Efficient Memory Management", "2309.06180", 2023)
    assert complete(row, Record("Another Title", year=1999)) == []


def test_placeholders_are_not_matched_by_their_titles():
    make_paper("arXiv:2309.06180")
    paper = make_paper("Efficient Memory Management", arxiv_id="2401.00001")
    first, second = prepared("2309.06180\n2401.00001\n", format="identifiers").rows.all()
    assert (first.paper, second.paper) == (None, paper)


def test_a_curator_chooses_the_paper_or_a_new_one():
    same = make_paper("Gavel: A Scheduler", venue="OSDI", year=2020)
    other = make_paper("Something Else Entirely")
    (row,) = prepared("- [OSDI'20] Gavel: A Scheduler\n").rows.all()
    take_as(row, None)
    row.refresh_from_db()
    assert (row.paper, row.status) == (None, "new")
    assert [(c["paper"], c["apart"]) for c in row.candidates] == [(same.pk, True)]
    look_again([row])
    assert row.paper is None
    take_as(row, other)
    row.refresh_from_db()
    assert row.paper == other


def test_a_resolved_conflict_stays_resolved_when_the_row_is_looked_at_again():
    make_venue("OSDI")
    make_paper("Gavel: A Scheduler", venue="OSDI", year=2020)
    (row,) = prepared("- [OSDI'21] Gavel: A Scheduler\n").rows.all()
    resolve(row, "year", "claimed")
    look_again([row])
    assert [(c["keep"], c["decided"]) for c in row.conflicts] == [("claimed", True)]
    Paper.objects.update(year=2019)
    look_again([ImportRow.objects.get(pk=row.pk)])
    assert [c["keep"] for c in ImportRow.objects.get(pk=row.pk).conflicts] == ["present"]
