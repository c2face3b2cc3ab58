"""Lists in the house styles: what is written is read as it was."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papers.formats import FORMATS, markdown
from papers.formats.records import Link, Record, Section
from papers.formats.streams import pieces
from papers.formats.styles import STYLES, detect
from papers.formats.styles import pieces as markdown_pieces
from papers.formats.styles.values import flat, listed

from .generated import RECORDS, documents
from .samples import document, sample

OWN = {"list_a.md": "numbered", "list_b.md": "bold", "list_c.txt": "bare", "list_d.txt": "linked"}
OTHERS = ("chinese.md", "folded.md", "grouped.md", "linked.md", "mixed.md", "tables.md", "plain.txt")
thorough = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def content(found):
    """A document without where things stood, each value on one line."""
    sections = [replace(section, line=0, title=flat(section.title)) for section in found.sections]
    records = [replace(listed(record), section=record.section) for record in found.records]
    return flat(found.title), sections, records


def again(found, style):
    return markdown.read(markdown.write(found.records, found.sections, found.title, style))


@pytest.mark.parametrize("style", STYLES)
@given(documents())
@thorough
def test_any_list_comes_back_as_it_was(style, made):
    assert content(again(made, style)) == content(made)


@pytest.mark.parametrize("style", STYLES)
@given(st.lists(RECORDS, max_size=4))
@thorough
def test_any_papers_come_back_from_pieces(style, records):
    text = "".join(markdown_pieces(records, "Papers", style))
    assert [replace(listed(record), section=None) for record in markdown.read(text).records] == list(
        map(listed, records)
    )


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", [*OWN, *OTHERS])
def test_the_lists_come_back_from_every_style(name, style):
    made = document(name)
    assert content(again(made, style)) == content(made)


@pytest.mark.parametrize("name", OWN)
def test_a_real_list_needs_no_help_to_come_back_in_its_own_style(name):
    made = document(name)
    text = markdown.write(made.records, made.sections, made.title, OWN[name])
    assert not any(mark in text for mark in ("&#", "[n/a]", "<!--", "\\"))
    assert markdown.write(made.records, made.sections, made.title, OWN[name]) == text
    assert not markdown.read(text).problems


@pytest.mark.parametrize("name", OWN)
def test_it_knows_the_style_of_a_list(name):
    made = document(name)
    assert detect(sample(name), made) == OWN[name]
    for style in (OWN[name], "plain"):
        text = markdown.write(made.records, made.sections, made.title, style)
        assert detect(text, markdown.read(text)) == style


@pytest.mark.parametrize(
    "text", ["", "# A\n\n- [T](https://a.org) — OSDI 2020\n", "| Title |\n|---|\n| A |\n", "words"]
)
def test_any_other_list_is_plain(text):
    assert detect(text, markdown.read(text)) == "plain"


GAVEL = Record(
    "Heterogeneity-Aware Scheduling", nickname="Gavel", venue="OSDI", year=2020, institutions=("Stanford",),
    tags=("fair", "gpu sharing"), links=(Link("https://a.org/p"), Link("https://github.com/a/b", "code", "Code")),
    notes="- 要点\n  - 细节",
)  # fmt: skip


@pytest.mark.parametrize(
    ("style", "lines"),
    [
        ("plain", ["- [Heterogeneity-Aware Scheduling](https://a.org/p) (*Gavel*) — OSDI 2020 [[Code]](https://github.com/a/b)",
                   "  - `fair` `gpu sharing`", "  - Institutions: Stanford", "  - 要点", "    - 细节"]),
        ("numbered", ["- [OSDI'20][Stanford] [Heterogeneity-Aware Scheduling](https://a.org/p) (*Gavel*)"
                      " [[Code]](https://github.com/a/b)", "  - `fair` `gpu sharing`", "  - 要点", "    - 细节"]),
        ("bold", ["- **[OSDI '20][Stanford] [Heterogeneity-Aware Scheduling](https://a.org/p) (*Gavel*)"
                  " [[Code]](https://github.com/a/b)**", "  - `fair` `gpu sharing`", "  - 要点", "    - 细节"]),
        ("linked", ["[OSDI'20][Stanford] [Heterogeneity-Aware Scheduling](https://a.org/p) (*Gavel*)"
                    " [[Code]](https://github.com/a/b)  ", "`fair` `gpu sharing`  ", "- 要点", "  - 细节"]),
    ],
)  # fmt: skip
def test_an_entry_looks_as_its_style_wants(style, lines):
    assert markdown.write([replace(GAVEL, section=0)], [Section("S", 2, 0)], "T", style).splitlines()[4:] == lines


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (Record("Scalable Deep Learning", kind="survey", venue="ACM CSUR", year=2019),
         "- *[Survey Paper][ACM CSUR ('19)] Scalable Deep Learning*"),
        (Record("Data Echoing for All", kind="preprint", venue="arXiv preprint", year=2019),
         "- [arXiv preprint ('19)] Data Echoing for All"),
        (Record("BGL: Graph Data Preprocessing", venue="NSDI", year=2023, to_appear=True),
         "- [NSDI'23] (to appear) BGL: Graph Data Preprocessing"),
        (Record("An Older Paper of Ours", venue="CACM", year=1958), "- [CACM 1958] An Older Paper of Ours"),
        (Record("A Paper of No Venue", year=2020), "- [2020] A Paper of No Venue"),
        (Record("A Paper of No Year", venue="OSDI"), "- [OSDI] A Paper of No Year"),
        (Record("Neither Venue nor Year"), "- Neither Venue nor Year"),
    ],
)  # fmt: skip
def test_an_entry_says_what_it_can_in_brackets(record, line):
    assert markdown.write([replace(record, section=0)], [Section("S", 2, 0)], "T", "numbered").splitlines()[4] == line


def test_what_a_list_has_no_place_for_becomes_a_note():
    record = Record(
        "Some Title of Words", abstract="Two\n\nparagraphs.", summaries=(("en", "Text."), ("zh-hans", "文字。"))
    )
    (read,) = markdown.read(markdown.write([record])).records
    assert read.notes == ("- **Abstract**\n\n  Two\n\n  paragraphs.\n- **English**\n\n  Text.\n- **中文**\n\n  文字。")


def test_entries_of_a_fold_and_around_it_keep_their_order():
    sections = [Section("Above", 2, 0), Section("Inside", 3, 0, 0), Section("After", 2, 0)]
    records = [Record(f"Fair Queues for Cluster {n}", venue="OSDI", year=2020, section=n) for n in (0, 1, 0, 2)]
    text = markdown.write(records, sections, "T")
    assert text.count("<details><summary>Inside</summary>") == 1
    assert [record.section for record in markdown.read(text).records] == [0, 1, 0, 2]


def test_entries_in_an_impossible_order_go_section_by_section():
    sections = [Section("First", 2, 0), Section("Second", 2, 0)]
    records = [Record(f"Fair Queues for Cluster {n}", section=n % 2) for n in range(4)]
    found = markdown.read(markdown.write(records, sections, "T"))
    assert [record.section for record in found.records] == [0, 0, 1, 1]


def test_a_paper_named_like_a_heading_stays_a_paper():
    sections = [Section("Fair Queues for All", 2, 0), Section("Ray", 2, 0)]
    records = [Record(title, section=1) for title in ("ray", "fair queues for all", "the list", "A Title of Words")]
    for style in STYLES:
        found = markdown.read(markdown.write(records, sections, "The List", style))
        assert [record.title for record in found.records] == [record.title for record in records]


def test_a_long_section_is_read_in_parts(monkeypatch):
    monkeypatch.setattr("papers.formats.styles.writing.TOGETHER", 2)
    titles = ("Ray", "A Title of Some Words", "T")
    records = [Record(title, section=0, notes="- [OSDI'20] Like an Entry of Words") for title in titles]
    for style in STYLES:
        found = markdown.read(markdown.write(records, [Section("S", 2, 0)], "T", style))
        assert [(record.title, record.notes) for record in found.records] == [(one.title, one.notes) for one in records]


@pytest.mark.parametrize("style", ["nonsense", ""])
def test_an_unknown_style_is_the_plain_one(style):
    assert markdown.write([GAVEL], style=style) == markdown.write([GAVEL])


def test_it_writes_nothing_of_nothing():
    assert markdown.read(markdown.write([])).records == ()
    assert markdown.write([], title="A list") == "# A list\n"


@pytest.mark.parametrize("name", [name for name, module in FORMATS.items() if hasattr(module, "write")])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_pieces_are_the_whole(name, count, monkeypatch):
    monkeypatch.setattr("papers.formats.streams.TOGETHER", 2)
    records = [replace(GAVEL, title=f"Queue {number}", key=f"key{number}") for number in range(count)]
    text = "".join(pieces(name, iter(records))).removeprefix("\ufeff")
    assert [record.title for record in FORMATS[name].read(text).records] == [record.title for record in records]
    if name != "markdown":
        assert text == FORMATS[name].write(records)
