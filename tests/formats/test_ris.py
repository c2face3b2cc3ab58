"""RIS as reference managers export it."""

import pytest

from papers.formats import ris
from papers.formats.records import Link, Record

from .samples import at, sample


def one(*lines: str) -> Record:
    (record,) = ris.read("\n".join(["TY  - CONF", "TI  - T", *lines, "ER  - "])).records
    return record


@pytest.fixture(scope="module")
def found():
    return ris.read(sample("papers.ris"))


def test_it_reads_the_sample(found):
    assert [record.line for record in found.records] == [1, 16, 27, 38]
    gavel = at(found, 1)
    assert gavel.title == "Heterogeneity-Aware Cluster Scheduling Policies for Deep Learning Workloads"
    assert (gavel.venue, gavel.year, gavel.tags) == ("OSDI", 2020, ("scheduling", "heterogeneity"))
    assert [link.label for link in gavel.links] == ["", "pdf"]
    assert (gavel.notes, gavel.notes_line) == ("Compare with the round-based policy.", 12)
    survey = at(found, 16)
    assert (survey.venue, survey.venue_full, survey.doi) == ("ACM CSUR", "ACM Computing Surveys", "10.1145/3377454")
    assert at(found, 27).arxiv_id == "2309.06180"
    assert at(found, 38).authors == ("张三", "李四")  # the last ER is missing


def test_it_names_what_it_does_not_take(found):
    assert [(problem.line, problem.reason.split(" ")[1]) for problem in found.problems] == [
        (24, "link"), (30, "year"), (34, "entry"),
    ]  # fmt: skip


def test_a_mark_before_the_first_tag_and_any_line_ends_are_read():
    found = ris.read("\ufeffTY  - JOUR\r\nTI  - One\r\nER  - \r\n\r\nTY  - JOUR\rTI  - Two\rTY  - JOUR\rTI  - Three")
    assert [(record.title, record.line) for record in found.records] == [("One", 1), ("Two", 5), ("Three", 7)]
    assert found.problems == ()


def test_text_before_the_first_entry_is_named_once():
    found = ris.read("Provider: X\nDatabase: Y\n\nTI  - lost\nTY  - JOUR\nTI  - One\nER  -\nstray\n")
    assert [problem.line for problem in found.problems] == [1, 8]
    assert [record.title for record in found.records] == ["One"]


@pytest.mark.parametrize(
    ("lines", "name", "value"),
    [
        (["AU  - Lovelace, Ada", "A1  - Turing, Alan, Jr."], "authors", ("Ada Lovelace", "Alan Turing Jr.")),
        (["N1  - a", "  b", "", "c"], "notes", "a\nb\n\nc"),
        (["N1  - a", "N1  - b"], "notes", "a\n\nb"),
        (["UR  - https://a.example/x https://b.example/y"], "links",
         (Link("https://a.example/x"), Link("https://b.example/y"))),
        (["UR  - https://doi.org/10.1145/1234.5678"], "doi", "10.1145/1234.5678"),
        (["PY  - 2020///Nov"], "year", 2020),
        (["Y1  - 2020/11/04"], "year", 2020),
        (["DA  - in press"], "to_appear", True),
        (["KW  - a; b", "KW  - c"], "tags", ("a", "b", "c")),
        (["U1  - nickname: Gavel"], "nickname", "Gavel"),
        (["U1  - something of another program"], "nickname", ""),
        (["ID  - key7"], "key", "key7"),
    ],
)  # fmt: skip
def test_it_reads_a_tag(lines, name, value):
    assert getattr(one(*lines), name) == value


@pytest.mark.parametrize(
    ("type", "expected"),
    [("JOUR", ("paper", "journal")), ("CPAPER", ("paper", "conference")), ("RPRT", ("report", "")),
     ("BOOK", ("book", "")), ("THES", ("report", "")), ("NOPE", ("paper", ""))],
)  # fmt: skip
def test_it_tells_the_kind(type, expected):
    (record,) = ris.read(f"TY  - {type}\nTI  - T\nT2  - Some Long Name of X\nER  - \n").records
    assert (record.kind, record.venue_kind) == expected


def test_it_writes_what_managers_read():
    record = Record("T", venue="OSDI", year=2020, authors=("Deepak Narayanan", "Foo, Inc."), notes="a\n\nTY  - b")
    written = ris.write([record]).splitlines()
    assert written[:2] == ["TY  - CONF", "TI  - T"]
    assert "AU  - Narayanan, Deepak" in written and written[-2:] == ["ER  - ", ""]
    assert sum(line.startswith("TY") for line in written) == 1
