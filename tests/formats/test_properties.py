"""What holds for any text: nothing raises, nothing is dropped in silence, known records come back."""

import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papers.formats.links import is_web
from papers.formats.markdown import read

ALPHABET = "ab Zé一二μ'’‘\"[]()【】《》<>*_`#|-+.:：,，/\\!~=&;1290\n\n\t  \r"
quick = settings(
    database=None,
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FRAGMENTS = [
    "- ", "  - ", "    * ", "1. ", "# ", "## ", "[OSDI'20] ", "[SC '21'] ", "【NSDI 2023】", "[MIT]",
    "[Title](https://a.org/b)", "[[Code]](https://github.com/a/b)", "(*Gavel*)", "(to appear)", "**", "*", "`tag`",
    "<details>", "<summary>Fold</summary>", "</details>", "<!--", "-->", "```", "> ", "| a | b |", "|---|---|",
    "---", "===", "A Title of Some Words", "TBD", "《题目》", "Ada Lovelace, Alan Turing (*ICML 2023*)",
    "[x]: https://a.org", "javascript:alert(1)", "![i](x)", "https://[", "\n", "\n\n", " ",
    "<a href='https://a.org'>", "</a>", "title: x", "\\", "&amp;", "\x00", "\ud800", "[", "](", "arXiv:2001.01234",
    "| ",
]  # fmt: skip


def sound(text: str) -> None:
    found = read(text)
    lines = len(re.split(r"\r\n?|\n", text))
    assert found == read(text)
    for record in found.records:
        assert record.title.strip() == record.title != ""
        assert 1 <= record.line <= lines and 0 <= record.notes_line <= lines
        assert record.section is None or 0 <= record.section < len(found.sections)
        assert record.year is None or 1900 <= record.year <= 2099
        assert all(is_web(link.url) for link in record.links)
        assert bool(record.notes) == bool(record.notes_line)
    for index, section in enumerate(found.sections):
        assert section.parent is None or section.parent < index
        assert section.parent is None or found.sections[section.parent].level < section.level
    assert all(1 <= problem.line <= lines and problem.reason.endswith(".") for problem in found.problems)


@given(st.text(max_size=400))
@quick
def test_any_text_is_read(text):
    sound(text)


@given(st.text(ALPHABET, max_size=300))
@quick
def test_any_mark_up_is_read(text):
    sound(text)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join))
@quick
def test_any_pieces_of_lists_are_read(text):
    sound(text)


WORDS = st.sampled_from(
    [
        "scheduling",
        "elastic",
        "training",
        "clusters",
        "fair",
        "memory",
        "sharing",
        "inference",
        "pipelines",
        "caching",
        "graphs",
        "μs-scale",
    ]
)
TITLES = st.lists(WORDS, min_size=3, max_size=8).map(lambda words: " ".join(words).capitalize())
VENUES = st.sampled_from(["OSDI", "NSDI", "EuroSys", "ESEC/FSE", "ACM CSUR", "NeurIPS", "MLSys"])
ENTRIES = st.lists(st.tuples(TITLES, VENUES, st.integers(1970, 2059), st.integers(1, 999)), min_size=1, max_size=6)
SHAPES = {
    "brackets": "- [{venue}'{short:02}] {title}",
    "bold": "- **[{venue} '{short:02}] {title}**",
    "curly": "* [{venue} ‘{short:02}] {title} [link]",
    "linked": "+ [{venue} {year}] [{title}]({url})",
    "paragraph": "[{venue}'{short:02}][MIT] [{title}]({url})  ",
    "piped": "- [{title}]({url}) | {venue}' {short:02}",
    "labelled": "1. {title} [[Paper]]({url})\n   Ada Lovelace, Alan Turing (*{venue} {year}*)",
    "chinese": "- 【{venue}'{short:02}】《{title}》",
    "trailing": "- {title} (*{venue} {year}*)",
}


@pytest.mark.parametrize("shape", SHAPES)
@given(ENTRIES)
@quick
def test_known_records_come_back(shape, entries):
    url = "https://www.usenix.org/conference/{}"
    lines = [
        SHAPES[shape].format(title=title, venue=venue, year=year, short=year % 100, url=url.format(number))
        for title, venue, year, number in entries
    ]
    wide = all("{year}" in SHAPES[shape] or 1961 <= year <= 2060 for _, _, year, _ in entries)
    found = read("# A list\n\n## A section\n\n" + "\n".join(lines) + "\n")
    assert wide
    assert [(record.title, record.venue, record.year) for record in found.records] == [
        (title, venue, year) for title, venue, year, _ in entries
    ]
    if "{url}" in SHAPES[shape]:
        assert [record.links[0].url for record in found.records] == [url.format(number) for *_, number in entries]
    assert not found.problems


BULLETS = st.sampled_from(
    [
        "[OSDI'20] Fair Queues for Busy Clusters", "[Linked Queues](https://a.org)", "a remark.",
        "Plain Queues for All of Us", "`tag one`", "[Here](#here)", "x", "[MIT]", "**",
        "[[pdf]](https://a.org/b.pdf)", "Ada Lovelace, Alan Turing", "[ ]", "[Bad](javascript:x)", "(*OSDI 2020*)",
        "https://a.org/c", "![only an image](https://a.org/i.png)", "《题目》很好。",
    ]
)  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 3), BULLETS), max_size=12))
@quick
def test_no_bullet_of_a_section_with_papers_is_dropped_in_silence(bullets):
    lines = [f"{'  ' * depth}- {text} {number}q" for number, (depth, text) in enumerate(bullets)]
    found = read("\n".join(["## A section", "", "- [NSDI'19] First Queue of All 99q", *lines, ""]))
    known = [record.raw + record.notes for record in found.records] + [problem.text for problem in found.problems]
    known += [section.title for section in found.sections]
    for number in range(len(bullets)):
        assert any(re.search(rf"(?<!\d){number}q", text) for text in known), lines[number]


HOSTILE = {
    "brackets": "- " + "[" * 100_000,
    "many brackets": ("- " + "[" * 9_000 + "\n") * 30,
    "divs": "<div>" * 50_000,
    "div lines": "<div>\n" * 30_000,
    "folds": "<details><summary>x</summary>\n" * 10_000,
    "quotes": ">" * 9_000 + " x\n" + ">" * 100_000,
    "nested lists": "\n".join("  " * depth + "- x" for depth in range(1_000)),
    "one long line": "- [OSDI'20] " + "word " * 200_000,
    "lazy lines": "- [OSDI'20] a\n" + "word\n" * 20_000,
    "spaces": ("- [OSDI'20] t" + " " * 9_000 + "x\n") * 20,
    "commas": ("- [OSDI'20] t" + " ," * 4_500 + "x\n") * 20,
    "closing brackets": ("- https://a.org/" + "(" * 4_000 + ")" * 4_500 + "\n") * 20,
    "emphasis": ("- " + "*a_" * 3_000 + "\n") * 20,
    "definitions": "[a]: http://x\n" * 20_000,
    "pipes": "|a" * 4_000 + "|\n" + "|-" * 4_000 + "|\n" + ("|x" * 4_000 + "|\n") * 5,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_take_little_time(name):
    start = time.process_time()
    found = read(HOSTILE[name])
    assert time.process_time() - start < 5  # about 1 s at most on a quiet machine
    assert len(found.records) <= 30


def test_a_line_that_is_too_long_is_named():
    found = read("# L\n- [OSDI'20] Short One\n- [OSDI'20] " + "long " * 3_000 + "\n")
    assert [record.title for record in found.records] == ["Short One"]
    assert [(problem.line, "not read" in problem.reason) for problem in found.problems] == [(3, True)]
    assert len(found.problems[0].text) < 100


def test_ten_thousand_entries_are_read_in_seconds():
    text = "".join(
        f"- [OSDI'{n % 25:02}] Queue Number {n} for Clusters (*Q{n}*)\n  - `tag`\n  - a note\n" for n in range(10_000)
    )
    start = time.process_time()
    found = read(text)
    assert time.process_time() - start < 20  # 2 to 4 s on a quiet machine
    assert len(found.records) == 10_000 and found.records[-1].nickname == "Q9999"
