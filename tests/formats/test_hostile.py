"""Files made to take long, or to nest deep: every reader ends, soon, and says what it did not take."""

import time

import pytest

from papers.formats import FORMATS
from papers.formats.limits import MAX_FIELD

PIECES = {
    "brackets": "[" * 200_000,
    "braces": "@article{" + "{" * 200_000,
    "quotes": '"' * 200_001,
    "quoted lines": '"a\n' * 50_001,
    "entries begun": "@article{a,\n" * 20_000,
    "entries in a row": "@a{" * 60_000,
    "fields": "@misc{a, title={T}, " + "x = {y}, " * 20_000 + "}",
    "names": "@misc{a, title={T}, author={" + "A, B and " * 30_000 + "}}",
    "spaces in a comment": "@comment{@a{" + " " * 200_000 + "}",
    "blank lines": "\n" * 200_000 + "x",
    "tags": "TY  - \n" * 30_000,
    "tags of one entry": "TY  - JOUR\nTI  - T\n" + "AU  - A, B\n" * 50_000,
    "further lines": "TY  - JOUR\nTI  - T\nN1  - a\n" + "  b\n" * 100_000,
    "deep JSON": '{"title": ' + "[" * 100_000,
    "deep items": '[{"title": "T", "issued": {"date-parts": ' + "[" * 900 + "2020" + "]" * 900 + "}}]",
    "items": "[" + '{"title": 1},' * 30_000,
    "cells": "title" + ",title" * 100_000 + "\n" + "a," * 100_000,
    "rows": "title,year\n" + '"a",\n' * 40_000,
    "open quotes": "title,year\n" + ',"\n' * 40_000,
    "dots": "10.1145/" + "." * 200_000,
    "slashes": "a-" * 100_000 + "/1",
    "colons": "arxiv: " * 40_000,
    "dollars": "@misc{a, title={" + "$a" * 90_000 + "}}",
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("piece", PIECES)
def test_it_ends_soon(name, piece):
    start = time.process_time()
    found = FORMATS[name].read(PIECES[piece])
    assert time.process_time() - start < 10  # about 2 s at most on a quiet machine
    assert found.records or found.problems or name == "markdown"


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"markdown", "identifiers"}))
def test_a_huge_field_is_cut_and_named(name):
    huge = "x" * (MAX_FIELD + 10)
    text = {
        "bibtex": f"@misc{{a, title={{T}},\n note={{{huge}}}}}",
        "ris": f"TY  - JOUR\nTI  - T\nN1  - {huge}\nER  - ",
        "csl-json": f'[{{"title": "T", "note": "{huge}"}}]',
        "csv": f"title,notes\nT,{huge}\n",
    }[name]
    found = FORMATS[name].read(text)
    assert len(found.records[0].notes) == MAX_FIELD
    assert f"{MAX_FIELD:,}" in found.problems[0].reason
