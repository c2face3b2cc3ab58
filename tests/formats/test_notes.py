"""Notes keep their words and their nesting."""

from markdown_it import MarkdownIt

from papers.formats.markdown import read
from papers.formats.notes import cut

from .samples import at, sample


def nesting(text: str) -> list[tuple[int, str]]:
    """Every list item's text and how deep CommonMark nests it."""
    found, depth = [], 0
    for token in MarkdownIt("commonmark").parse(text):
        depth += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type == "inline":
            found.append((depth, token.content))
    return found


def test_they_nest_as_in_the_file(lists):
    whole = nesting(sample("list_b.md"))
    noted = [record for record in lists["B"].records if record.notes]
    for record in noted:
        head = record.raw.lstrip("- ").strip()
        start = next(index for index, (_, text) in enumerate(whole) if text == head) + 1
        inside = nesting(record.notes)
        assert [(depth + 1, text) for depth, text in inside] == whole[start : start + len(inside)]
        assert inside[0][0] == 1


def test_they_keep_blank_lines_and_marks_word_for_word(lists):
    notes = at(lists["B"], 179).notes.split("\n")
    assert notes[0].startswith("- ") and notes.index("") == 7 and "      - (1) " not in notes[0]
    assert any(line.startswith("    - (1) ") for line in notes)
    assert any("<-----" in line for line in at(lists["B"], 230).notes.split("\n"))


def test_a_tab_counts_up_to_the_fourth_column():
    assert cut(["\t- one", "\t\t- two", "\t- three"], [(1, 4)]) == ("- one\n    - two\n- three", 1)


def test_no_notes_is_no_line():
    assert cut(["", "  "], [(1, 3)]) == ("", 0)


def test_a_nested_paper_stays_a_note_and_is_named():
    found = read("- [OSDI'20] First of Its Kind\n  - [OSDI'21] Second of Its Kind\n")
    assert [record.title for record in found.records] == ["First of Its Kind"]
    assert found.records[0].notes == "- [OSDI'21] Second of Its Kind"
    assert [problem.line for problem in found.problems] == [2]
