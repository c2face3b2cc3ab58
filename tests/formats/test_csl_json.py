"""CSL-JSON as Zotero, Pandoc and Crossref write it."""

import json

import pytest

from papers.formats import csl_json
from papers.formats.records import Link, Record

from .samples import at, sample


def one(**fields) -> Record:
    (record,) = csl_json.read(json.dumps({"type": "paper-conference", "title": "T"} | fields)).records
    return record


def test_it_reads_the_sample():
    found = csl_json.read(sample("papers.json"))
    assert [record.line for record in found.records] == [2, 12, 23, 33]
    gavel = at(found, 2)
    assert (gavel.venue, gavel.year, gavel.key) == ("OSDI", 2020, "narayanan2020")
    assert gavel.authors == ("Deepak Narayanan", "Keshav Santhanam")
    assert gavel.tags == ("scheduling", "heterogeneity")
    survey = at(found, 12)
    assert (survey.title, survey.key) == ("A Survey on Distributed Machine Learning", "7")
    assert (survey.venue, survey.venue_full, survey.year) == ("ACM CSUR", "ACM Computing Surveys", 2020)
    preprint = at(found, 23)
    assert (preprint.kind, preprint.arxiv_id, preprint.venue) == ("preprint", "2309.06180", "arXiv")
    assert preprint.authors == ("Ludwig van Beethoven Jr.",)
    assert at(found, 33).authors == ("张三", "李四")
    assert [(problem.line, problem.reason[:16]) for problem in found.problems] == [
        (12, "The link “javasc"), (31, "This is no item "), (32, "The item has no "),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "around", ["{}", "[{}]", '{{"items": [{}]}}', ' \n{{"version": 1, "references": [{}], "x": 2}}\n']
)
def test_it_reads_one_item_an_array_or_items(around):
    found = csl_json.read(around.format('{"title": "T"}'))
    assert [record.title for record in found.records] == ["T"]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("text", "line", "column", "titles"),
    [
        ('[{"title": "A"},\n  {"title": "B" x}]', 2, 17, ["A"]),
        ('[{"title": "A"}\n {"title": "B"}]', 2, 2, ["A"]),
        ('[{"title": "A"},\n', 2, 1, ["A"]),
        ('[{"title": "A"}] x', 1, 18, ["A"]),
        ('{"title": ', 1, 11, []),
        ('{"items": [{"title": "A"}]\n', 1, 26, ["A"]),
        ("[" * 100_000, 1, 2, []),
        ('[{"title": "A", "n": ' + "9" * 5000 + "}]", 1, 2, []),
    ],
)
def test_broken_json_is_one_problem_with_line_and_column(text, line, column, titles):
    found = csl_json.read(text)
    (problem,) = found.problems
    assert problem.line == line
    assert f"line {line}, column {column}:" in problem.reason
    assert [record.title for record in found.records] == titles


@pytest.mark.parametrize("text", ["", "plain words", "@article{a,}", "12", '"title"'])
def test_what_is_no_json_is_named(text):
    found = csl_json.read(text)
    assert [problem.line for problem in found.problems] == [1]
    assert found.records == ()


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ({"issued": {"date-parts": [[2020, 1]]}}, "year", 2020),
        ({"issued": {"date-parts": [["2020"]]}}, "year", 2020),
        ({"issued": {"date-parts": []}}, "year", None),
        ({"issued": {"date-parts": [[1e300]]}}, "year", None),
        ({"issued": 2020}, "year", 2020),
        ({"issued": {"literal": "in press"}}, "to_appear", True),
        ({"status": "forthcoming"}, "to_appear", True),
        ({"author": [{"literal": "Foo, Inc."}, "Knuth, Donald", 3, {}, None]}, "authors",
         ("Foo, Inc.", "Donald Knuth", "3")),
        ({"author": "nobody"}, "authors", ()),
        ({"URL": "https://doi.org/10.1145/1234.5678"}, "doi", "10.1145/1234.5678"),
        ({"custom": {"links": [{"url": "https://a.example", "kind": "code", "label": "X"}, 3]}}, "links",
         (Link("https://a.example", "code", "X"),)),
        ({"custom": "words"}, "nickname", ""),
        ({"title": "\ud800\x00T"}, "title", "\ufffd\ufffdT"),
        ({"type": ["book"]}, "kind", "book"),
    ],
)  # fmt: skip
def test_it_reads_a_field(fields, name, value):
    assert getattr(one(**fields), name) == value


def test_what_it_writes_is_csl():
    record = Record("T", venue="OSDI", year=2020, authors=("Ludwig van Beethoven", "张三"), nickname="N", key="k")
    assert json.loads(csl_json.write([record])) == [
        {
            "id": "k",
            "type": "paper-conference",
            "title": "T",
            "author": [{"family": "van Beethoven", "given": "Ludwig"}, {"literal": "张三"}],
            "container-title": "OSDI",
            "issued": {"date-parts": [[2020]]},
            "custom": {"nickname": "N", "venue-kind": ""},
        }
    ]
    assert json.loads(csl_json.write([])) == []
