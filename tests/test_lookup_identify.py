"""What people paste, and what a registry can be asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.lookup import identify
from papers.lookup.identifiers import LONGEST

DOI = ("doi", "10.1145/3341301.3359646")
ARXIV = ("arxiv", "2309.06180")
OPENREVIEW = ("openreview", "H1eA7AEtvS")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1145/3341301.3359646", DOI), (" doi:10.1145/3341301.3359646 ", DOI), ("DOI: 10.1145/3341301.3359646", DOI),
        ("https://doi.org/10.1145/3341301.3359646", DOI), ("http://dx.doi.org/10.1145/3341301.3359646", DOI),
        ("https://dl.acm.org/doi/10.1145/3341301.3359646", DOI),
        ("https://dl.acm.org/doi/pdf/10.1145/3341301.3359646?download=true", DOI),
        ("https://dl.acm.org/doi/abs/10.1145/3341301.3359646#sec1", DOI),
        ("１０．１１４５／３３４１３０１．３３５９６４６", DOI), ("10.1145/ABC", ("doi", "10.1145/abc")),
        ("2309.06180", ARXIV), ("2309.06180v3", ARXIV), ("arXiv:2309.06180", ARXIV), ("２３０９．０６１８０", ARXIV),
        ("https://arxiv.org/abs/2309.06180v1", ARXIV), ("http://www.arxiv.org/pdf/2309.06180.pdf", ARXIV),
        ("https://doi.org/10.48550/arXiv.2309.06180", ARXIV), ("10.48550/arXiv.2309.06180", ARXIV),
        ("cs/0112017", ("arxiv", "cs/0112017")), ("math.GT/0309136v2", ("arxiv", "math.GT/0309136")),
        ("https://arxiv.org/abs/cs/0112017", ("arxiv", "cs/0112017")),
        ("https://openreview.net/forum?id=H1eA7AEtvS", OPENREVIEW),
        ("https://openreview.net/pdf?id=H1eA7AEtvS", OPENREVIEW),
        ("https://openreview.net/forum?id=H1eA7AEtvS&noteId=abc", OPENREVIEW),
        ("https://www.usenix.org/conference/osdi20/presentation/narayanan-deepak",
         ("usenix", "conference/osdi20/presentation/narayanan-deepak")),
        ("https://usenix.org/conference/atc13/technical-sessions/presentation/x/",
         ("usenix", "conference/atc13/technical-sessions/presentation/x")),
        ("10.1/../../x", ("doi", "10.1/../../x")), ("10.1/%0d%0aHost:x", ("doi", "10.1/%0d%0ahost:x")),
    ],
)  # fmt: skip
def test_it_is_known(text, expected):
    assert identify(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "hello", "https://example.org/paper", "javascript:alert(1)", "10.1145", "2309.061801", "https://[::1",
        "https://arxiv.org@evil.example/abs/2309.06180", "https://arxiv.org.evil.example/abs/2309.06180",
        "https://evil.example/?u=https://arxiv.org/abs/2309.06180", "https://www.usenix.org/../../etc/passwd",
        "https://www.usenix.org/conference/osdi20/presentation/..%2f..%2fx", "https://openreview.net/forum?id=../../x",
        "https://openreview.net/forum", "https://openreview.net/group?id=ICLR.cc", "ftp://arxiv.org/abs/2309.06180",
        "10.1145/a\r\nHost: x", "10.1145/\x00", "file:///etc/passwd",
        "https://usenix.org.evil.example/conference/a/presentation/b",
    ],
)  # fmt: skip
def test_it_is_not_known(text):
    assert identify(text) is None


@pytest.mark.parametrize("kind", ["https://doi.org/10.1145/", "arXiv:", "10.1145/", "https://openreview.net/forum?id="])
def test_a_very_long_text_is_cut(kind):
    found = identify(kind + "1" * 1_000_000)
    assert found is None or len(found.value) <= LONGEST


@given(st.text() | st.from_regex(r"(https?://)?(arxiv\.org|doi\.org|openreview\.net|usenix\.org)?/?.*"))
def test_no_text_breaks_it(text):
    found = identify(text)
    assert found is None or found.value
