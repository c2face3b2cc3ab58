"""A newer version of a list's file: what was added, moved, renamed, edited and removed upstream, and what the group
changed meanwhile."""

import re
from itertools import permutations

import pytest

from papers.formats.records import Record
from papers.importing import bring_in, correct, differences, for_display, take_as
from papers.importing.pairing import rising
from papers.importing.sections import point_at
from papers.models import ListEntry, Paper, PaperList, Section
from tests.factories import make_paper, make_reading, make_topic
from tests.imports import FOUR, A, brought, prepared, tables

pytestmark = pytest.mark.django_db

BASE = """# List
## Scheduling
- [OSDI'20] Gavel: Heterogeneity-Aware Cluster Scheduling
- [OSDI'21] Pollux: Co-adaptive Cluster Scheduling
- [NSDI'19] Tiresias: A GPU Cluster Manager
- [NSDI'20] Themis: Fair and Efficient Sharing
## Serving
- [OSDI'22] Orca: A Distributed Serving System
- [SOSP'23] PagedAttention for Large Models
"""


def changes(imported):
    """What became of each entry, but for what stayed."""
    rows = imported.rows.select_related("entry").exclude(change__in=["", "same"])
    return {title(row): row.change for row in rows}


def title(row):
    return (row.record.get("title") or row.entry.claimed_title).split(":")[0]


def told(imported, start):
    row = next(row for row in for_display(imported.rows.all()) if title(row).startswith(start))
    return {one.field: tuple(one[1:]) for one in differences(row)}


def test_a_first_import_has_nothing_to_compare_with():
    assert {row.change for row in prepared(BASE).rows.all()} == {""}


def test_the_same_file_is_the_same():
    brought(BASE)
    assert changes(prepared(BASE)) == {}


@pytest.mark.parametrize("path", FOUR, ids="ABCD")
def test_the_four_lists_are_the_same_again(path):
    brought(path.read_text())
    again = prepared(path.read_text())
    assert changes(again) == {}
    before = tables()
    bring_in(again)
    assert tables() == before
    assert set(again.rows.exclude(record={}).values_list("outcome", flat=True)) == {"unchanged"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("## Serving\n", "- [OSDI'18] Gandiva: Introspective Scheduling\n## Serving\n", {"Gandiva": "added"}),
        ("- [OSDI'21] Pollux: Co-adaptive Cluster Scheduling\n", "", {"Pollux": "removed"}),
        ("Pollux: Co-adaptive Cluster Scheduling", "Pollux: Co-adaptive Scheduling of Clusters", {"Pollux": "renamed"}),
        ("[NSDI'19] Tiresias", "[NSDI'18] Tiresias", {"Tiresias": "edited"}),
        ("Tiresias: A GPU Cluster Manager", "TIRESIAS: a GPU Cluster manager", {"TIRESIAS": "edited"}),
        ("Serving System\n", "Serving System\n  - A remark.\n", {"Orca": "edited"}),
        ("# List\n", "# List\n\nSome words before.\n\n", {}),
        ("## Serving\n", "## Serving of models\n", {}),
    ],
    ids=["added", "removed", "renamed", "year", "spelling", "note", "lines", "heading"],
)  # fmt: skip
def test_one_edit_is_one_change(old, new, expected):
    brought(BASE)
    assert BASE.count(old) == 1
    assert changes(prepared(BASE.replace(old, new))) == expected


def moved(text, start, before):
    """The text with the line of ``start`` put before the line of ``before``."""
    lines = text.splitlines(keepends=True)
    line = next(one for one in lines if start in one)
    lines.remove(line)
    lines.insert(next(place for place, one in enumerate(lines) if before in one), line)
    return "".join(lines)


def test_the_fewest_entries_count_as_moved():
    brought(BASE)
    assert changes(prepared(moved(BASE, "Themis", "Gavel"))) == {"Themis": "moved"}
    assert changes(prepared(moved(BASE, "Gavel", "Themis"))) == {"Gavel": "moved"}
    assert changes(prepared(moved(BASE, "Gavel", "PagedAttention"))) == {"Gavel": "moved"}


def test_a_renamed_heading_keeps_its_section():
    brought(BASE)
    topic = make_topic("Inference")
    serving = Section.objects.get(title="Serving")
    point_at(serving, topic)
    imported = prepared(BASE.replace("## Serving", "## Serving of models"))
    assert [(c["change"], c["before"], c["now"]) for c in imported.outline["changes"]] == [
        ("renamed", "Serving", "Serving of models")
    ]
    bring_in(imported)
    serving.refresh_from_db()
    assert (serving.title, serving.topic, serving.entries.count()) == ("Serving of models", topic, 2)
    assert Section.objects.count() == 2


def test_several_edits_at_once_are_just_those():
    """A copy of a real list, edited by hand."""
    text = A.read_text()
    brought(text)
    lines = [number for number, line in enumerate(text.split("\n")) if line.startswith("- [")]
    edited = text.split("\n")
    edited[lines[3]] = re.sub(r"'\d\d\]", "'11]", edited[lines[3]])
    edited[lines[10]] += " Revisited"
    del edited[lines[20]]
    edited.insert(lines[30], "- [OSDI'24] A Work That Nobody Has Heard Of")
    imported = prepared("\n".join(edited))
    assert sorted(changes(imported).values()) == ["added", "edited", "removed", "renamed"]


def test_it_tells_base_theirs_and_ours():
    brought(BASE)
    paper = Paper.objects.get(title__startswith="Tiresias")
    paper.year = 2021
    paper.save()
    imported = prepared(BASE.replace("[NSDI'19] Tiresias", "[NSDI'18] Tiresias"))
    assert told(imported, "Tiresias") == {"year": (2019, 2018, 2021)}
    row = imported.rows.get(record__title__startswith="Tiresias")
    assert (row.status, row.conflicts[0]["claimed"], row.conflicts[0]["present"]) == ("conflict", 2018, 2021)


def test_it_tells_where_a_section_points():
    brought(BASE)
    point_at(Section.objects.get(title="Serving"), make_topic("Inference"))
    imported = prepared(moved(BASE, "Orca", "Gavel"))
    assert told(imported, "Orca")["section"] == ("Serving", "Scheduling", "Inference")


def test_its_differences_need_no_queries(django_assert_num_queries):
    brought(BASE)
    imported = prepared(BASE.replace("'20]", "'18]"))
    rows = list(for_display(imported.rows.all()))
    with django_assert_num_queries(0):
        assert any(differences(row) for row in rows)


def test_what_is_gone_is_kept_and_hidden_until_it_comes_back(member):
    brought(BASE)
    pollux = Paper.objects.get(title__startswith="Pollux")
    make_reading(member, pollux, "read")
    shorter = BASE.replace("- [OSDI'21] Pollux: Co-adaptive Cluster Scheduling\n", "")
    imported = brought(shorter)
    entry = ListEntry.objects.get(paper=pollux)
    assert entry.gone is not None
    assert entry.position == 6
    assert imported.rows.get(change="removed").outcome == "removed"
    assert pollux.readings.get().status == "read"
    assert changes(prepared(shorter)) == {}
    brought(BASE)
    entry.refresh_from_db()
    assert (entry.gone, entry.position) == (None, 2)
    assert changes(prepared(BASE)) == {}


def test_a_removal_that_is_skipped_leaves_the_entry():
    brought(BASE)
    imported = prepared(BASE.replace("- [OSDI'21] Pollux: Co-adaptive Cluster Scheduling\n", ""))
    imported.rows.filter(change="removed").update(choice="skip")
    bring_in(imported)
    assert not ListEntry.objects.exclude(gone=None).exists()
    assert imported.rows.get(change="removed").outcome == "skipped"


def test_an_entry_of_a_skipped_row_stays_as_it_was():
    brought(BASE)
    imported = prepared(BASE.replace("[NSDI'19] Tiresias", "[NSDI'18] Tiresias"))
    imported.rows.filter(change="edited").update(choice="skip")
    before = tables()
    report = bring_in(imported)
    assert tables() == before
    assert (report.entries, report.papers_matched, report.entries_skipped) == (6, 5, 1)


def test_a_renamed_entry_keeps_its_paper_and_takes_the_claim():
    brought(BASE)
    pollux = Paper.objects.get(title__startswith="Pollux")
    brought(BASE.replace("Pollux: Co-adaptive Cluster Scheduling", "Pollux: Co-adaptive Scheduling of Clusters"))
    assert Paper.objects.count() == 6
    entry = ListEntry.objects.get(claimed_title__contains="Scheduling of Clusters")
    assert (entry.paper, entry.paper.title) == (pollux, "Pollux: Co-adaptive Cluster Scheduling")


def test_a_title_that_another_paper_has_is_told():
    brought(BASE)
    other = make_paper("Pollux: Co-adaptive Scheduling of Clusters")
    imported = prepared(
        BASE.replace("Pollux: Co-adaptive Cluster Scheduling", "Pollux: Co-adaptive Scheduling of Clusters")
    )
    row = imported.rows.get(change="renamed")
    assert row.paper.title == "Pollux: Co-adaptive Cluster Scheduling"
    assert [candidate["paper"] for candidate in row.candidates] == [other.pk]
    take_as(row, other)
    bring_in(imported)
    assert other.entries.get().claimed_title == other.title


def test_an_address_tells_a_renamed_entry():
    text = "# List\n- [OSDI'20] [One: A](https://example.org/1)\n- [OSDI'20] [Two: B](https://example.org/2)\n"
    brought(text)
    assert changes(prepared(text.replace("[Two: B]", "[Quite Another Title]"))) == {"Quite Another Title": "renamed"}


def test_what_an_edited_line_newly_says_is_taken_and_nothing_that_was_taken_away():
    text = "# List\n## Keywords\n- `one`\n- `two`\n## Part\n- [OSDI'20] Gavel: A\n  - `one`\n"
    brought(text)
    paper = Paper.objects.get()
    paper.tags.clear()
    paper.venue = None
    paper.save()
    brought(text.replace("Gavel: A\n  - `one`\n", "Gavel: A\n  - `one` `two`\n"))
    paper.refresh_from_db()
    assert [tag.name for tag in paper.tags.all()] == ["two"]
    assert paper.venue is None


def test_a_correction_outlives_the_next_import():
    imported = prepared("# List\n- [OSDI'20] Gavle: A Scheduler\n- [OSDI'20] Other: B\n")
    correct(imported.rows.get(line=2), Record("Gavel: A Scheduler", venue="OSDI", year=2020))
    bring_in(imported)
    again = prepared("# List\n\n- [OSDI'20] Gavle: A Scheduler\n- [OSDI'20] Other: B\n")
    assert changes(again) == {}
    bring_in(again)
    assert sorted(Paper.objects.values_list("title", flat=True)) == ["Gavel: A Scheduler", "Other: B"]
    upstream = prepared("# List\n- [OSDI'20] Gavel: A Good Scheduler\n- [OSDI'20] Other: B\n")
    assert changes(upstream) == {"Gavel": "renamed"}


def test_an_empty_file_removes_nothing():
    brought(BASE)
    before = tables()
    imported = brought("# List\n\nNothing here.\n")
    assert not imported.rows.exists()
    assert tables() == before


def test_entries_that_came_before_records_were_kept_are_the_same():
    brought(FOUR[3].read_text())
    for entry in ListEntry.objects.all():
        entry.record = {"title": entry.claimed_title, "line": entry.line, "raw": entry.raw}
        entry.save()
    assert changes(prepared(FOUR[3].read_text())) == {}


def test_what_another_import_brought_meanwhile_is_matched():
    imported = prepared(BASE, "One list")
    brought(BASE, "Another list")
    bring_in(imported)
    assert Paper.objects.count() == 6
    assert set(imported.rows.values_list("outcome", flat=True)) == {"matched"}


def test_a_file_is_a_source_only():
    imported = brought(BASE, kind="file")
    assert PaperList.objects.get().kind == "file"
    assert imported.list.entries.count() == 6


def test_a_longest_rising_row_is_rising_and_longest():
    assert rising([]) == set()
    for numbers in permutations(range(6)):
        row = [numbers[place] for place in sorted(rising(numbers))]
        assert row == sorted(row)
        best = [1] * len(numbers)
        for place, number in enumerate(numbers):
            best[place] = 1 + max((best[i] for i in range(place) if numbers[i] < number), default=0)
        assert len(row) == max(best)
