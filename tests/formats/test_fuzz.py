"""Ten thousand broken files over all formats: nothing raises, and whatever is not taken is named with its line."""

import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from papers.formats import FORMATS, sniff
from papers.formats.cells import rows
from papers.formats.csv_reading import columns, separator_of
from papers.formats.decoding import Unreadable, decode
from papers.formats.identifiers import is_placeholder
from papers.formats.limits import clean
from papers.formats.links import is_web

DATA = Path(__file__).parent.parent / "data"
SAMPLES = {
    "markdown": "mixed.md", "bibtex": "papers.bib", "ris": "papers.ris", "csl-json": "papers.json", "csv": "papers.csv",
    "identifiers": "identifiers.txt",
}  # fmt: skip
VALID = {name: (DATA / file).read_bytes().decode()[:3000] for name, file in SAMPLES.items()}
MARKS = [
    "\n", "\r\n", "\r", " ", "\t", "\\", '"', "'", "{", "}", "[", "]", "(", ")", ",", ";", ":", "=", "#", "%", "-",
    "@", "\x00", "\ud800", "\ufeff", "é", "大模型", "１", "：", "a", "\u2028", "\x0b", "99999999999999999999",
]  # fmt: skip
PIECES = {
    "markdown": [
        "- [OSDI'20] ", "## ", "Title of a Paper", "[a](https://a.org)", "<details>", "```",
        "| a | b |\n|---|---|\n", "> ", "  - ", "(*Gavel*)", "arXiv:2001.01234", "**", "javascript:x", "\n\n",
    ],
    "bibtex": [
        "@article{", "@misc{k,", "\n@inproceedings{a, ", "title = {", "title={T},", "author = ", "{A and B, C}",
        '"x"', "}", "},", "}\n", "year = 2020,", "url={javascript:x},", "@string{s = ", "@string(", "@comment{",
        "@preamble{", " # ", "s", "crossref={k},", "\\'e", '{\\"', "\\textbackslash", "$x_1$", "%", "links = {\n",
        "summary-en={", "eprint={", "keywords={a,{b;c}},", "note={To appear},", "\n@proceedings{k,",
    ],
    "ris": [
        "TY  - JOUR\n", "TY  - ", "ER  - \n", "ER  -", "TI  - A title\n", "AU  - B, C\n", "PY  - ", "2020",
        "UR  - ", "https://a.org\n", "javascript:x\n", "N1  - ", "U1  - links: ", "U1  - kind: ",
        "U1  - summary-en: x\n", "      ", "KW  - a\n", "ty  - x\n", "DO  - 10.1145/1\n", "AB  -", "T2  - OSDI\n",
    ],
    "csl-json": [
        "[", "]", "{", "}", ",", '"title": "A"', '"title": ', '"id": 1', '"author": [',
        '{"family": "A", "given": "B"}', '"issued": {"date-parts": [[2020]]}', '"issued": ', "null", "1e999", "-0",
        "true", '"DOI": "10.1145/1"', '"custom": {', '"links": [{"url": "https://a.org"}]', '"items": [',
        '"\\ud800"', '"x', "[[[[", '"summaries": {"en": 1}', "NaN",
    ],
    "csv": [
        "title,year\n", "Title;Venue;Links\n", "标题\t年份\n", "A title", ",", ";", "\t", '"', '""', '"a\nb"', "2020",
        "OSDI", "https://a.org", "javascript:x", "\n", "'=1", "=1+1", "sep=;\n", "A / B", "Doe, J; Roe, R",
        "section,title\n",
    ],
    "identifiers": [
        "10.1145/1234.5678", "arXiv:", "arXiv: ", "2309.06180", "v2", "https://arxiv.org/abs/", "doi:", "https://[",
        "- ", "1. ", " and ", "cs/0112017", "https://a.org/x", "# ", "\n", "１０．１１４５／１",
        "https://doi.org/10.48550/arXiv.",
    ],
}  # fmt: skip


def fuzz(examples: int) -> settings:
    """Quick ones: a byte chooses a piece, so that hypothesis draws but once an input."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    phases = [Phase.generate, Phase.shrink]
    return settings(database=None, deadline=None, max_examples=examples, suppress_health_check=checks, phases=phases)


def pieced(name: str, choices: bytes) -> str:
    known = PIECES[name] + MARKS
    return "".join(known[choice % len(known)] for choice in choices)


def mutated(name: str, choices: bytes) -> str:
    """A good file with pieces of it cut out, doubled, or garbage put in between; four bytes a change."""
    text = VALID[name]
    for start in range(0, len(choices) - 3, 4):
        deed, high, low, piece = choices[start : start + 4]
        place = (high * 256 + low) % (len(text) + 1)
        if deed % 4 == 0:
            text = text[:place] + text[place + piece :]
        elif deed % 4 == 1:
            text = text[:place] + text[place : place + piece] + text[place:]
        elif deed % 4 == 2:
            text = text[:place]
        else:
            text = text[:place] + pieced(name, bytes([piece, low])) + text[place:]
    return text


def sound(name: str, text: str) -> None:
    found = FORMATS[name].read(text)
    lines = len(re.split(r"\r\n?|\n", text))
    for problem in found.problems:
        assert 1 <= problem.line <= lines, problem
        assert problem.reason.endswith(".") and len(problem.text) <= 200
    for record in found.records:
        assert 1 <= record.line <= lines and 0 <= record.notes_line <= lines
        assert record.title.strip() and "\x00" not in str(record)
        assert all(is_web(link.url) for link in record.links)
        assert record.section is None or 0 <= record.section < len(found.sections)
    named = {problem.line for problem in found.problems} | {record.line for record in found.records}
    missing = BEGUN.get(name, nothing)(clean(text)) - named
    assert not missing, (sorted(missing), text)
    assert name != "csl-json" or found.problems or len(found.records) >= items(clean(text))
    assert sniff(text) in FORMATS


def numbered(pattern: str):
    """The numbers of the lines that the pattern begins."""
    return lambda text: {number for number, line in enumerate(text.split("\n"), 1) if re.match(pattern, line)}


def nothing(text: str) -> set[int]:
    return set()


def rows_of(text: str) -> set[int]:
    """The lines of a table's rows, of its header where that names no titles."""
    found = [row for row in rows(text, separator_of(text)) if any(map(str.strip, row.cells))]
    if found and re.fullmatch("sep=[,;\t]*", text.split("\n")[found[0].line - 1].strip(" ")):
        del found[0]
    return {row.line for row in (found[1:] if found and "title" in columns(found[0]) else found[:1])}


def items(text: str) -> int:
    """How many items an array has; more than there are where the text is no JSON at all."""
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return sys.maxsize
    return len(held) if isinstance(held, list) else 0


# the lines on which something begins that has to be a record or a problem
BEGUN = {
    "bibtex": numbered(r"@(article|misc|inproceedings)\{"),
    "ris": numbered("TY  - "),
    "identifiers": numbered(r"\s*(?!#|//|%)\S"),
    "csv": rows_of,
}


@pytest.mark.parametrize("name", FORMATS)
@given(st.binary(max_size=40))
@fuzz(700)
def test_pieces_in_any_order_are_read(name, choices):
    sound(name, pieced(name, choices))


@pytest.mark.parametrize("name", FORMATS)
@given(st.binary(min_size=4, max_size=24))
@fuzz(650)
def test_changed_files_are_read(name, choices):
    sound(name, mutated(name, choices))


@pytest.mark.parametrize("name", FORMATS)
@given(st.integers(0, 2999))
@fuzz(200)
def test_files_cut_short_are_read(name, end):
    sound(name, VALID[name][:end])


@pytest.mark.parametrize("name", FORMATS)
@given(st.text(max_size=60))
@fuzz(100)
def test_any_text_is_read(name, text):
    sound(name, text)


@given(st.binary(max_size=60) | st.sampled_from([file.encode("utf-16") for file in VALID.values()]))
@fuzz(400)
def test_any_bytes_are_a_text_or_named_as_none(data):
    try:
        text = decode(data, 50)
    except Unreadable as error:
        assert str(error).endswith(".") and "\n" not in str(error)
    else:
        assert text.strip("\ufeff")


def test_a_placeholder_is_told_from_a_title():
    assert is_placeholder("arXiv:2309.06180") and is_placeholder("doi:10.1145/3600006.3613165")
    assert not is_placeholder("doi: a talk") and not is_placeholder("arXiv: What Is It?")
