"""Tables as spreadsheet programs save them."""

import csv
import io

import pytest

from papers.formats import csv_table
from papers.formats.cells import harmless, joined, parts, rows, unharmed
from papers.formats.records import Link, Record, Section

from .samples import at, sample


def one(text: str) -> Record:
    (record,) = csv_table.read(text).records
    return record


def test_it_reads_the_sample():
    found = csv_table.read(sample("papers.csv"))
    assert [record.line for record in found.records] == [2, 4, 7, 9]
    assert at(found, 2).title == "Efficient Memory Management for Large Language Model Serving with PagedAttention"
    gavel = at(found, 4)
    assert gavel.authors == ("Deepak Narayanan", "Keshav Santhanam")
    assert (gavel.venue, gavel.year, gavel.tags) == ("OSDI", 2020, ("scheduling", "heterogeneity"))
    assert (gavel.notes, gavel.notes_line) == ('Compare with\nthe "round-based" policy.', 4)
    assert [found.sections[index].title for index in (0, gavel.section)] == ["Systems", "Scheduling"]
    assert found.sections[gavel.section].parent == 0
    assert at(found, 7).authors == ("Joost Verbraeken", "Matthijs Wolting")
    assert (at(found, 9).venue, at(found, 9).year, at(found, 9).arxiv_id) == ("SOSP", 2023, "")
    assert [(problem.line, problem.reason[:22]) for problem in found.problems] == [
        (1, "These columns are not "), (7, "The link “javascript:a"), (8, "The row has no title; "),
        (9, "A quotation mark is no"),
    ]  # fmt: skip


def test_it_reads_chinese_columns():
    found = csv_table.read(sample("papers_zh.csv"))
    review, memory = found.records
    assert (review.authors, review.tags) == (("张三", "李四"), ("推理", "综述"))
    assert (review.abstract, review.summaries) == ("本文综述了大模型推理。", (("zh-hans", "一句话总结。"),))
    assert memory.links == (Link("https://github.com/vllm-project/vllm", "code", "代码"),)
    assert [section.title for section in found.sections] == ["推理", "显存"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("before", ["", "\ufeff", "sep={}\n", "\n\n"])
def test_it_finds_the_separator(separator, before):
    text = (
        before.format(separator)
        + separator.join(["Title", "Venue", "Year"])
        + "\n"
        + separator.join(["A", "X", "2020"])
    )
    record = one(text)
    assert (record.title, record.venue, record.year) == ("A", "X", 2020)


def test_lines_are_those_of_the_file_whatever_ends_them():
    found = csv_table.read('title,notes\r\n"A\r\nB","x\ry"\r\n\r\nC,z\r\n,none\r\n')
    assert [(record.title, record.line) for record in found.records] == [("A B", 2), ("C", 6)]
    assert [problem.line for problem in found.problems] == [7]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "words", "\n\n", "Venue,Year\nOSDI,2020\n"])
def test_a_table_without_titles_is_named(text):
    found = csv_table.read(text)
    assert found.records == () and len(found.problems) == 1
    assert "column of titles" in found.problems[0].reason


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("A; B；C", ["A", "B", "C"]), ("A, B、C", ["A", "B", "C"]), ("A\nB", ["A", "B"]), ('"A; B"; C', ["A; B", "C"]),
        ('"Foo, Inc."', ["Foo, Inc."]), ("Foo, Inc.; B", ["Foo, Inc.", "B"]), ("", []), (" ; ", []),
        ("A and B", ["A", "B"]),
        ('say "x"; B', ['say "x"', "B"]),
    ],
)  # fmt: skip
def test_lists_in_a_cell(cell, values):
    assert parts(cell) == values
    assert parts(joined(values)) == values


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "''=1", "\n=1"])
def test_cells_that_would_run_do_not(cell):
    assert harmless(cell) == "'" + cell
    assert unharmed(harmless(cell)) == cell


@pytest.mark.parametrize("cell", ["", "a=1", "'quoted'", "it's", "1-2"])
def test_other_cells_stay_as_they_are(cell):
    assert harmless(cell) == cell == unharmed(cell)


def test_nothing_that_is_written_runs():
    record = Record("=HYPERLINK(1)", authors=("@a", "+b"), notes="- a note", tags=("-x",), key="k")
    written = csv_table.write([record])
    assert not [cell for row in csv.reader(io.StringIO(written)) for cell in row if cell[:1] in "=+-@" and cell]
    assert one(written).title == "=HYPERLINK(1)"


def test_sections_are_written_as_paths():
    sections = (Section("Systems", 1, 1), Section("Fast / Slow", 2, 2, 0))
    found = csv_table.read(csv_table.write([Record("T", section=1), Record("U")], sections=sections))
    assert [(section.title, section.level, section.parent) for section in found.sections] == [
        ("Systems", 1, None), ("Fast/Slow", 2, 0),
    ]  # fmt: skip
    assert [record.section for record in found.records] == [1, None]


def test_an_open_quotation_mark_does_not_swallow_the_rest():
    assert [row.cells for row in rows('a,"b\nc,d\n', ",")] == [["a", '"b'], ["c", "d"]]
    text = 'title\n"A\n' + "B\n" * 3
    assert [record.title for record in csv_table.read(text).records] == ['"A', "B", "B", "B"]


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("other", "paper"), ("Survey", "survey"), ("综述", "survey"), ("技术报告", "report"), ("预印本", "preprint")],
)
def test_it_reads_kinds_in_both_languages(cell, kind):
    assert one(f"title,kind\nT,{cell}\n").kind == kind
