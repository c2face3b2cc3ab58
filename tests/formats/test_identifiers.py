"""Lists of DOIs, arXiv ids and addresses."""

import pytest

from papers.formats import identifiers
from papers.formats.identifiers import identifier_in, is_placeholder
from papers.formats.links import arxiv_in

from .samples import sample


def test_it_reads_the_sample():
    found = identifiers.read(sample("identifiers.txt"))
    assert [(record.line, record.title) for record in found.records] == [
        (2, "doi:10.1145/3600006.3613165"),
        (3, "doi:10.1145/3477132.3483553"),
        (3, "arXiv:2309.06180"),
        (4, "arXiv:2401.00012"),
        (5, "arXiv:cs/0112017"),
        (6, "arXiv:2105.00001"),
        (7, "https://www.usenix.org/conference/osdi20/presentation/narayanan-deepak"),
    ]
    assert all(is_placeholder(record.title) for record in found.records)
    assert [(problem.line, problem.reason.split(" ")[0]) for problem in found.problems] == [
        (8, "No"), (9, "arXiv:2309.06180"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "doi", "arxiv_id"),
    [
        ("10.1145/3600006.3613165", "10.1145/3600006.3613165", ""),
        ("DOI:10.1145/ABC.1", "10.1145/abc.1", ""),
        ("doi.org/10.1145/1234.5", "10.1145/1234.5", ""),
        ("https://dl.acm.org/doi/pdf/10.1145/1234.5", "10.1145/1234.5", ""),
        ("https://arxiv.org/pdf/2309.06180v2.pdf", "", "2309.06180"),
        ("arxiv.org/abs/2309.06180", "", "2309.06180"),
        ("２３０９．０６１８０", "", "2309.06180"),
        ("10.48550/arXiv.2309.06180", "", "2309.06180"),
        ("math.GT/0309136", "", "math.GT/0309136"),
        ("(2309.06180).", "", "2309.06180"),
    ],
)
def test_it_knows_an_identifier(word, doi, arxiv_id):
    found = identifier_in(word)
    assert (found.doi, found.arxiv_id) == (doi, arxiv_id)


@pytest.mark.parametrize("word", ["", "10.1/x", "2020", "and", "12.5", "javascript:alert(1)", "https://", "1234.567"])
def test_it_knows_what_is_none(word):
    assert identifier_in(word) is None


def test_full_width_digits_and_colons_are_read_everywhere():
    assert arxiv_in("ａｒＸｉｖ：２３０９．０６１８０") == "2309.06180"


def test_comments_and_blank_lines_are_passed_over():
    assert identifiers.read("# a\n\n// b\n% c\n") == identifiers.read("")
