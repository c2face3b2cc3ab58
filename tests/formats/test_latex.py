"""LaTeX source as text, and text as LaTeX source."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.formats.latex import decoded, escaped

from .exchange import MARKS, quick


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"{\"o} \'e \ss x {\c c} \c{c}a \v{s} na\"{\i}ve \aa{}", "ö é ßx ç ça š naïve å"),
        (r"a -- b --- c ``q'' it's", "a – b — c “q” it's"),
        (r"\$5 100\% R\&D x\_1 \#2 \{\}", "$5 100% R&D x_1 #2 {}"),
        (r"$O(n^2)$ $\mu$-s $\mathcal{O}(n)$", "O(n^2) μ-s O(n)"),
        (r"costs $5 and $6", "costs $5 and $6"),
        (r"$\frac{a}{b}$", r"$\frac{a}{b}$"),
        (r"\url{https://a/b_c} \emph{Gavel} \textbf{X}", "https://a/b_c Gavel X"),
        (r"Donald~E. Knuth\,\LaTeX", "Donald E. Knuth LaTeX"),
        (r"\unknown x", r"\unknown x"),
        ("{{Nested {B}races}}", "Nested Braces"),
        (r"\'{}x", "x"),
        ("plain", "plain"),
    ],
)
def test_it_decodes(source, text):
    assert decoded(source) == text


@given(st.text(MARKS + "\n\t", max_size=60) | st.text(max_size=40))
@quick
def test_what_is_escaped_is_decoded_again(text):
    assert decoded(escaped(text)) == text


@pytest.mark.parametrize("piece", ["$", "$a", "\\", "{", "$\\a", "\\'", "-", "`", "\\c", "$" + "a" * 199])
def test_hostile_source_takes_little_time(piece):
    start = time.process_time()
    decoded(piece * (200_000 // len(piece)))
    assert time.process_time() - start < 5  # well under a second
