"""What format a text is in."""

import pytest

from papers.formats import FORMATS, sniff

from .samples import sample

SAMPLES = {
    "papers.bib": "bibtex", "papers.ris": "ris", "papers.json": "csl-json", "papers.csv": "csv", "papers_zh.csv": "csv",
    "identifiers.txt": "identifiers", "list_a.md": "markdown", "list_b.md": "markdown", "list_c.txt": "markdown",
    "list_d.txt": "markdown", "tables.md": "markdown", "plain.txt": "markdown", "linked.md": "markdown",
}  # fmt: skip


@pytest.mark.parametrize("name", SAMPLES)
def test_it_knows_the_samples_by_their_text(name):
    expected = SAMPLES[name]
    assert sniff(sample(name)) == expected


@pytest.mark.parametrize(
    ("name", "format"),
    [("a.bib", "bibtex"), ("A.RIS", "ris"), ("x.y.json", "csl-json"), ("a.tsv", "csv"), ("a.md", "markdown")],
)
def test_it_goes_by_the_name_of_the_file_first(name, format):
    assert sniff("anything", name) == format


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("", "markdown"), ("\ufeff@article{a,\n}", "bibtex"), ("# Title\n\n```\n@article{a,\n}\n```", "markdown"),
        ("Title,Venue\n", "csv"), ("Title, a sentence, and more\n", "markdown"), ("2309.06180", "identifiers"),
        ("- [OSDI'20] Gavel https://a.example/x", "markdown"), ("[]", "csl-json"), ("[link]\n", "markdown"),
        ("{}", "markdown"), ('{"items": []}', "csl-json"), ("TY  - JOUR", "ris"), ("标题,年份\n", "csv"),
    ],
)  # fmt: skip
def test_it_looks_at_how_the_text_begins(text, format):
    assert sniff(text) == format
    assert sniff(text, "notes.txt") == format


def test_each_format_says_what_it_is():
    for name, module in FORMATS.items():
        assert name == module.NAME and module.LABEL and "/" in module.MEDIA_TYPE and module.SUFFIX.startswith(".")
        assert (name == "identifiers") is not hasattr(module, "write")
