"""Papers as BibTeX, as reference managers and LaTeX read it."""

import pytest

from papers.formats import bibtex
from papers.formats.records import Link, Record
from papers.models import Paper
from papers.transfer import record_of
from tests.factories import make_paper

pytestmark = pytest.mark.django_db


def bibtex_of(*papers):
    page = Paper.objects.for_page()
    return bibtex.write([record_of(page.get(pk=paper.pk)) for paper in papers])


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        (
            {"title": "Gavel", "venue": "OSDI", "year": 2020, "authors": ("Deepak Narayanan", "Li Hua")},
            ["@inproceedings{narayanan2020gavel,", "title = {{Gavel}},", "author = {Deepak Narayanan and Li Hua},",
             "booktitle = {OSDI},", "year = {2020},"],
        ),
        ({"title": "大模型推理综述", "year": 2024, "authors": ("张三",)},
         ["@misc{2024,", "title = {{大模型推理综述}},", "author = {张三},"]),
        ({"title": "Sets {A} \\ 100% & $x_1$ #2"},
         [r"title = {{Sets \lbrace A\rbrace  \textbackslash  100\% \& \$x\_1\$ \#2}},"]),
        ({"title": "R&D", "tags": ("50%", "a_b")}, [r"title = {{R\&D}},", r"keywords = {50\%, a\_b},"]),
        ({"title": "推理"}, ["@misc{paper,"]),
        ({"title": "A Book", "kind": "book", "venue": "MIT Press"}, ["@book{book,", "publisher = {MIT Press},"]),
        ({"title": "Soon", "nickname": "Soon++", "venue": "OSDI", "publication": "to-appear"},
         ["@inproceedings{soonsoon,", "note = {To appear},"]),
        ({"title": "Both", "doi": "10.1/x", "arxiv_id": "2008.09213", "links": ("https://a.example/p",)},
         ["doi = {10.1/x},", "eprint = {2008.09213},", "archiveprefix = {arXiv},", "url = {https://a.example/p},"]),
    ],
)  # fmt: skip
def test_it_writes_bibtex(fields, lines):
    written = bibtex_of(make_paper(**fields))
    assert [line for line in lines if line not in [found.strip() for found in written.splitlines()]] == []
    assert written.count("{") == written.count("}")


def test_it_writes_no_author_where_none_is_known():
    assert "author" not in bibtex_of(make_paper("Gavel", venue="OSDI"))


def test_it_gives_every_entry_its_own_key():
    papers = [make_paper("Gavel", year=2020, authors=("Li Hua",)) for _ in range(30)]
    papers += [make_paper("推理") for _ in range(30)]
    keys = [line.split("{")[1] for line in bibtex_of(*papers).splitlines() if line.startswith("@")]
    assert len(set(keys)) == 60


def test_it_keeps_an_entry_balanced_whatever_an_address_holds():
    text = bibtex.write([Record(title="T", doi="10.1/a{b", links=(Link("https://a.example/a}b"),))])
    assert "doi = {10.1/a%7Bb}" in text
    assert "url = {https://a.example/a%7Db}" in text
    assert text.count("{") == text.count("}")


def test_it_keeps_an_author_whose_name_has_an_and_whole():
    assert "author = {{Barnes and Noble} and Ada Writer}" in bibtex.write(
        [Record(title="T", authors=("Barnes and Noble", "Ada Writer"))]
    )


def test_it_escapes_carets_and_tildes():
    assert r"2\textasciicircum n \textasciitilde x" in bibtex.write([Record(title="2^n ~x")])
