"""A whole import taken back: every table as it was, or nothing touched and a line that says why."""

import pytest

from notes.models import Summary
from notes.writing import Edit, save_summary
from papers.importing import CannotUndo, bring_in, resolve, undo
from papers.models import Import, Link, ListEntry, Lookalike, Paper, PaperList, Topic
from tests.factories import make_paper, make_reading, make_summary, make_topic
from tests.imports import FOUR, brought, prepared, tables

pytestmark = pytest.mark.django_db

TEXT = (
    "# List\n## Keywords\n- `gpu`\n- `fair`\n## Scheduling\n"
    "- [OSDI'20][Stanford] [Gavel: A Scheduler of Some Words](https://example.org/gavel)\n  - `gpu`\n"
    "  - What it says, and [[Themis]].\n"
    "- [NSDI'20] Themis: Fair Sharing\n"
)  # fmt: skip


def all_tables():
    """With the times of imports, too."""
    found = tables()
    found["imported"] = sorted(PaperList.objects.values_list("pk", "imported"))
    return found


@pytest.mark.parametrize("path", FOUR, ids="ABCD")
def test_a_first_import_leaves_nothing_behind(path):
    before = all_tables()
    imported = brought(path.read_text())
    assert all_tables() != before
    undo(imported)
    assert all_tables() == before
    assert imported.state == "undone"
    assert imported.report["entries"] == imported.rows.exclude(record={}).count()


def test_imports_are_undone_one_after_another():
    states, imports = [], []
    for path in FOUR:
        states.append(all_tables())
        imports.append(brought(path.read_text(), path.stem))
    for imported, state in zip(reversed(imports), reversed(states), strict=True):
        undo(imported)
        assert all_tables() == state


def test_what_a_changed_file_did_is_taken_back(curator, member):
    old = make_paper("Themis: Fair Sharing", nickname="", year=2019)
    make_summary(make_paper("Another"), "en", "It goes on from [[Gavel]] and [[Themis: Fair Sharing]].", author=member)
    first = brought(TEXT, by=curator)
    make_reading(member, old, "read")
    before = all_tables()
    changed = (
        TEXT.replace("## Scheduling", "## Scheduling of jobs")
        .replace("[Gavel: A Scheduler of Some Words]", "[Gavel: A Scheduler of Other Words]")
        .replace("`gpu`\n  - What", "`gpu` `fair`\n  - What")
        .replace("[NSDI'20] Themis", "[NSDI'21] Themis")
        + "## New\n- [SOSP'21] (*Pollux*) Co-adaptive Scheduling\n"
    )
    second = prepared(changed, by=curator)
    conflict = second.rows.get(record__title__startswith="Themis")
    resolve(conflict, "year", "claimed")
    bring_in(second)
    old.refresh_from_db()
    assert old.year == 2021
    undo(second, curator)
    assert all_tables() == before
    assert first.state == "done"


def test_entries_that_went_come_back():
    brought(TEXT)
    before = all_tables()
    second = brought(TEXT.replace("- [NSDI'20] Themis: Fair Sharing\n", ""))
    assert ListEntry.objects.exclude(gone=None).count() == 1
    undo(second)
    assert all_tables() == before


def test_links_in_summaries_go_back(member):
    summary = make_summary(make_paper("Another"), "en", "It goes on from [[Gavel: A Scheduler of Some Words]].")
    assert "href" not in summary.html
    imported = brought(TEXT)
    summary.refresh_from_db()
    assert "href" in summary.html
    undo(imported)
    summary.refresh_from_db()
    assert "href" not in summary.html


def test_possible_duplicates_go_with_their_papers():
    make_paper("Gavel: A Scheduler of Some Word", venue="OSDI", year=2020)
    before = all_tables()
    imported = brought(TEXT)
    assert Lookalike.objects.exists()
    undo(imported)
    assert all_tables() == before


def stays(imported, *words):
    """Nothing is undone, and the reasons have these words."""
    before = all_tables()
    with pytest.raises(CannotUndo) as refused:
        undo(imported)
    assert all_tables() == before
    assert Import.objects.get(pk=imported.pk).state == "done"
    for word in words:
        assert word in str(refused.value)


def test_a_status_on_a_paper_stands_in_the_way(member):
    imported = brought(TEXT)
    make_reading(member, Paper.objects.get(title__startswith="Gavel"), "read")
    stays(imported, "on their shelves", "Gavel: A Scheduler of Some Words")


def test_an_edited_paper_stands_in_the_way():
    imported = brought(TEXT)
    paper = Paper.objects.get(title__startswith="Themis")
    paper.abstract = "About fairness."
    paper.save()
    stays(imported, "papers edited since", "Themis")


def test_a_summary_stands_in_the_way(writer):
    imported = brought(TEXT)
    summary = Summary.objects.get()
    save_summary(summary.paper, summary.language, Edit("Written anew.", seen=summary.version), writer)
    stays(imported, "summaries", "Gavel")


def test_a_link_from_a_summary_stands_in_the_way(member):
    imported = brought(TEXT)
    make_summary(make_paper("Another"), "en", "It goes on from [[Gavel: A Scheduler of Some Words]].", author=member)
    stays(imported, "links from summaries")


def test_an_entry_of_another_list_stands_in_the_way():
    imported = brought(TEXT)
    brought("# Other\n- [OSDI'20] Gavel: A Scheduler of Some Words\n", "Other")
    stays(imported, "entries of lists", "Gavel")


def test_a_later_import_of_the_list_stands_in_the_way():
    imported = brought(TEXT)
    later = brought(TEXT)
    stays(imported, "brought in again")
    undo(later)
    undo(imported)
    assert not Paper.objects.exists()


def test_curation_stands_in_the_way():
    imported = brought(TEXT)
    paper = Paper.objects.get(title__startswith="Gavel")
    paper.tags.add("mine")
    Link.objects.create(paper=paper, url="https://example.org/code")
    paper.topics.add(make_topic("Mine"))
    stays(imported, "given a tag", "given a link", "under a topic")


def test_a_topic_that_got_a_subtopic_stands_in_the_way():
    imported = brought(TEXT)
    make_topic("Below", parent=Topic.objects.get(name_en="Scheduling"))
    stays(imported, "topics")


def test_what_was_not_brought_in_cannot_be_undone():
    imported = prepared(TEXT)
    with pytest.raises(CannotUndo, match="not brought in"):
        undo(imported)
    brought(TEXT, "Other")
    done = Import.objects.get(name="Other")
    undo(done)
    with pytest.raises(CannotUndo, match="not brought in"):
        undo(done)
