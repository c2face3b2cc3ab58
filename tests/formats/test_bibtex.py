"""BibTeX as people and programs write it, and as LaTeX sets what is written."""

import logging

import pytest

from papers.formats import bibtex
from papers.formats.limits import MAX_FIELD, MAX_PROBLEMS, MAX_VALUES
from papers.formats.records import Link, Record

from .samples import at, sample


def one(fields: str, kind: str = "article", before: str = "") -> Record:
    (record,) = bibtex.read(f"{before}\n@{kind}{{key,\n  title = {{T}},\n  {fields}\n}}\n").records
    return record


@pytest.fixture(scope="module")
def found():
    return bibtex.read(sample("papers.bib"))


def test_it_reads_the_sample(found):
    gavel = at(found, 5)
    assert (gavel.title, gavel.nickname, gavel.key, gavel.year) == (
        "Heterogeneity-Aware Cluster Scheduling Policies for Deep Learning Workloads", "Gavel", "narayanan2020gavel",
        2020,
    )  # fmt: skip
    assert gavel.authors[0] == "Deepak Narayanan" and len(gavel.authors) == 5
    assert (gavel.venue, gavel.venue_kind) == ("OSDI", "conference")
    assert gavel.venue_full == "USENIX Symposium on Operating Systems Design and Implementation"
    survey = at(found, 18)
    assert (survey.venue, survey.venue_full, survey.venue_kind) == ("ACM CSUR", "ACM Computing Surveys", "journal")
    assert survey.abstract == "The demand for artificial intelligence has grown.\n\nIt needs machines."
    assert survey.authors == ("Joost Verbraeken", "Matthijs Wolting")
    preprint = at(found, 32)
    assert (preprint.kind, preprint.venue, preprint.arxiv_id) == ("preprint", "arXiv", "2309.06180")
    assert at(found, 50).authors == ("José González", "Łukasz Müller", "Søren Ørsted", "Tamer Başar")
    assert at(found, 54).title == "Cost & “Benefit” of 100% Caching — a Report"
    assert at(found, 60).authors == ("张三", "李四")


def test_it_takes_from_a_volume_what_the_paper_does_not_say(found):
    tutel = at(found, 41)
    assert (tutel.venue, tutel.year, tutel.to_appear) == ("MLSys", 2023, True)
    assert tutel.authors == ("Changho Hwang", "Microsoft Research Team")
    assert tutel.links[0].url == "https://proceedings.mlsys.org/paper_files/tutel.pdf"


def test_it_names_each_entry_that_it_does_not_take_with_its_line(found):
    assert [(problem.line, problem.reason.split(",")[0].split(":")[0]) for problem in found.problems] == [
        (46, "The entry is broken"),
        (56, "A volume that others refer to"),
        (58, "This looks like an entry"),
        (60, "The key narayanan2020gavel is also that of line 5; both were read."),
        (61, "The url “javascript"),
    ]


@pytest.mark.parametrize(
    ("field", "name", "value"),
    [
        (r"author = {{\"O}zsu, M. Tamer and Erd{\H o}s, P{\'a}l and \'{E}va Tardos}", "authors",
         ("M. Tamer Özsu", "Pál Erdős", "Éva Tardos")),
        ("author = {{Barnes and Noble} and Knuth, Donald~E. and others}", "authors",
         ("Barnes and Noble", "Donald E. Knuth")),
        ("author = {van Beethoven, Ludwig and King, Jr., Martin Luther}", "authors",
         ("Ludwig van Beethoven", "Martin Luther King Jr.")),
        ("author = {Ada Lovelace, Alan Turing, Grace Hopper}", "authors",
         ("Ada Lovelace", "Alan Turing", "Grace Hopper")),
        ("author = {A AND B\nand C}", "authors", ("A", "B", "C")),
        ("keywords = {fair queues; {a, b}, $O(n)$}", "tags", ("fair queues", "a, b", "O(n)")),
        ("doi = {https://doi.org/10.1145/1234.5678}", "doi", "10.1145/1234.5678"),
        (r"doi = {10.1007/978-3\_1}", "doi", "10.1007/978-3_1"),
        ("eprint = {cs/0112017v2}, eprinttype = {arxiv}", "arxiv_id", "cs/0112017"),
        ("journal = {arXiv preprint arXiv:2309.06180}", "arxiv_id", "2309.06180"),
        ("journal = {CoRR}, volume = {abs/2001.01234}", "arxiv_id", "2001.01234"),
        ("doi = {10.48550/arXiv.2309.06180}", "arxiv_id", "2309.06180"),
        ("journal = {CoRR}", "kind", "preprint"),
        ("date = {2021-05-04}", "year", 2021),
        ("year = {in press}", "to_appear", True),
        ("note = {To appear}", "to_appear", True),
        ("note = {Best paper}, annote = {Read \\emph{first}}", "notes", "Best paper\n\nRead first"),
        ("summary-en = {Short.}, summary-zh-hans = {短。}", "summaries", (("en", "Short."), ("zh-hans", "短。"))),
        ("title = {Another}", "title", "T"),
        ("url = {https://a.example/a\\_b\\%20c}", "links", (Link("https://a.example/a_b%20c"),)),
        ("howpublished = {\\url{https://a.example/x}}", "links", (Link("https://a.example/x"),)),
        ("code = {https://github.com/a/b}, slides = {https://a.example/s}", "links",
         (Link("https://github.com/a/b", "code", "code"), Link("https://a.example/s", "slides", "slides"))),
        ("url = {https://doi.org/10.1145/1234.5678}", "doi", "10.1145/1234.5678"),
        ('abstract = "He said {"}yes{"}."', "abstract", 'He said "yes".'),
        ("subtitle = {Part I}", "title", "T: Part I"),
    ],
)  # fmt: skip
def test_it_reads_a_field(field, name, value):
    assert getattr(one(field), name) == value


@pytest.mark.parametrize(
    ("kind", "field", "expected"),
    [
        ("inproceedings", "booktitle = {Workshop on Hot Topics in X (HotX)}", ("paper", "HotX", "workshop")),
        ("conference", "booktitle = {OSDI}", ("paper", "OSDI", "conference")),
        ("inproceedings", "booktitle = {Proc. of the 29th Symposium on X}, series = {SOSP '23}",
         ("paper", "SOSP", "conference")),
        ("article", "journal = {Nature}", ("paper", "Nature", "journal")),
        ("phdthesis", "school = {MIT}", ("report", "", "")),
        ("techreport", "institution = {MIT}", ("report", "", "")),
        ("book", "publisher = {MIT Press}", ("book", "MIT Press", "")),
        ("misc", "eprint = {2309.06180}, archiveprefix = {arXiv}", ("preprint", "arXiv", "preprint-server")),
        ("unpublished", "eprint = {2309.06180}", ("preprint", "arXiv", "preprint-server")),
        ("online", "url = {https://a.example}", ("paper", "", "")),
    ],
)  # fmt: skip
def test_it_tells_the_kind_of_work_and_venue(kind, field, expected):
    record = one(field, kind)
    assert (record.kind, record.venue, record.venue_kind) == expected


def test_it_puts_macros_together():
    strings = '@string{a = "Nat"}\n@STRING{b = a # {ure}}\n'
    assert one("journal = B # { of } # unknown", before=strings).venue == "Nature of unknown"


def test_macros_that_double_each_other_stay_small():
    strings = '@string{a = "' + "x" * 1000 + '"}\n' + "".join(
        f"@string{{{chr(97 + n + 1)} = {chr(97 + n)} # {chr(97 + n)}}}\n" for n in range(20)
    )  # fmt: skip
    record = one("journal = u", before=strings)
    assert len(record.venue) <= MAX_FIELD


@pytest.mark.parametrize(
    "text",
    [
        "@article{a, title = {No end\n@misc{b, title={B}}",
        "@article{a title = {B}}\n@misc{b, title={B}}",
        "@article{a, title = {A}, year}\n\n@misc{b, title={B}}",
        "@article{a, title = {A}} }\n}@misc{b, title={B}}",
        "@article{{{{\n@misc{b, title={B}}",
    ],
)
def test_it_goes_on_after_a_broken_entry(text, caplog):
    with caplog.at_level(logging.DEBUG):
        found = bibtex.read(text)
    assert found.records[-1].title == "B"
    assert found.records[0].title == "A" or [problem.line for problem in found.problems][0] == 1
    assert caplog.records == []


def test_lines_are_right_where_a_line_ends_in_a_backslash_and_whatever_ends_it():
    text = "@misc{a, title = {A \\\r\n b},\r url = {x}}\n\n@misc{b, title={B}}"
    found = bibtex.read(text)
    assert [record.line for record in found.records] == [1, 5]
    assert found.problems[0].line in (2, 3)


def test_an_entry_without_its_at_sign_is_named():
    found = bibtex.read("article{a,\n title = {A}}\n@misc{b, title={B}}")
    assert [problem.line for problem in found.problems] == [1]


@pytest.mark.parametrize("text", ["title,year\nT,2020\n", "% only a comment", "@string{a = {b}}"])
def test_a_text_without_entries_is_named(text):
    assert [problem.line for problem in bibtex.read(text).problems] == [1]


def test_problems_past_the_most_are_counted():
    found = bibtex.read("@misc{a, year={2020}}\n" * (MAX_PROBLEMS + 5))
    assert len(found.problems) == MAX_PROBLEMS + 1
    assert "more problems" in found.problems[-1].reason


def test_long_fields_and_long_lists_are_cut_and_named():
    long = one("abstract = {" + "x" * (MAX_FIELD + 1) + "}")
    assert len(long.abstract) == MAX_FIELD and len(long.raw) <= MAX_FIELD + 1
    found = bibtex.read("@misc{a, title={T}, author={" + " and ".join(f"A{n}" for n in range(MAX_VALUES + 2)) + "}}")
    assert len(found.records[0].authors) == MAX_VALUES
    assert f"{MAX_VALUES + 2:,} authors" in found.problems[0].reason


@pytest.mark.parametrize(
    ("record", "lines"),
    [
        (Record("Gavel", venue="OSDI", year=2020, authors=("Deepak Narayanan", "Li Hua")),
         ["@inproceedings{narayanan2020gavel,", "title = {{Gavel}},", "author = {Deepak Narayanan and Li Hua},",
          "booktitle = {OSDI},", "year = {2020},"]),
        (Record("大模型推理综述", year=2024, authors=("张三",)),
         ["@misc{2024,", "title = {{大模型推理综述}},", "author = {张三},"]),
        (Record("Sets {A} \\ 100% & $x_1$ #2"),
         [r"title = {{Sets \textbraceleft{}A\textbraceright{} \textbackslash{} 100\% \& \$x\_1\$ \#2}},"]),
        (Record("2^n ~x -- y"), [r"title = {{2\textasciicircum{}n \textasciitilde{}x -{}- y}},"]),
        (Record("R&D", tags=("50%", "a_b", "a, b")), [r"title = {{R\&D}},", r"keywords = {50\%, a\_b, {a, b}},"]),
        (Record("推理"), ["@misc{paper,"]),
        (Record("A Book", kind="book", venue="MIT Press"), ["@book{book,", "publisher = {MIT Press},"]),
        (Record("A", kind="report", institutions=("MIT",)), ["@techreport{paper,", "institution = {MIT},"]),
        (Record("Q", venue="CSUR", venue_full="ACM Computing Surveys", venue_kind="journal", kind="survey"),
         ["@article{q,", "journal = {ACM Computing Surveys},", "shortjournal = {CSUR},", "kind = {survey},"]),
        (Record("Soon", nickname="Soon++", venue="OSDI", to_appear=True),
         ["@inproceedings{soonsoon,", "note = {To appear},", "nickname = {Soon++},"]),
        (Record("V", kind="preprint", venue="arXiv", arxiv_id="2309.06180"),
         ["@misc{v,", "eprint = {2309.06180},", "archiveprefix = {arXiv},"]),
        (Record("Both", doi="10.1/x_y", links=(Link("https://a.example/p_q%20&r"),)),
         ["doi = {10.1/x_y},", "url = {https://a.example/p_q%20&r},"]),
        (Record("K", key="Key:2020 {x}"), ["@misc{Key:2020x,"]),
        (Record("T", authors=("Barnes and Noble", "Ada Writer", "Foo, Inc.")),
         ["author = {{Barnes and Noble} and Ada Writer and {Foo, Inc.}},"]),
    ],
)  # fmt: skip
def test_it_writes(record, lines):
    written = bibtex.write([record])
    assert [line for line in lines if line not in [found.strip() for found in written.splitlines()]] == []
    assert written.count("{") == written.count("}")


def test_it_writes_no_field_that_says_nothing():
    assert bibtex.write([Record("Gavel", key="g")]) == "@misc{g,\n  title = {{Gavel}},\n}\n"


def test_it_gives_every_entry_its_own_key():
    records = [Record("Gavel", year=2020, authors=("Li Hua",))] * 60 + [Record("推理")] * 60
    records += [Record("T", key="Paper"), Record("T", key="hua2020gavel")]
    keys = [line.split("{")[1] for line in bibtex.write(records).splitlines() if line.startswith("@")]
    assert len({key.casefold() for key in keys}) == 122
    assert keys[:3] == ["hua2020gavel,", "hua2020gavelb,", "hua2020gavelc,"]


def test_it_keeps_an_entry_balanced_whatever_an_address_holds():
    record = Record("T", doi="10.1000/a{b", links=(Link("https://a.example/a}b"),))
    text = bibtex.write([record])
    assert "doi = {10.1000/a%7Bb}" in text
    assert "url = {https://a.example/a%7Db}" in text
    assert text.count("{") == text.count("}")
    assert bibtex.read(text).records[0].links == record.links
