"""The worst that people can type: it comes back as text. How long that takes is what benchmarks/rendering.py prints."""

import re
from html import unescape

import pytest

from notes import limits
from notes.highlighting import MOST
from notes.rendering import render, rendered
from papers.models import Paper
from tests.worst import texts


def words(html):
    return unescape(re.sub(r"<[^>]*>", "", html))


def depth(html, tag):
    """How many such elements stand inside one another."""
    deepest = now = 0
    for found in re.findall(rf"</?{tag}\b", html):
        now += -1 if found.startswith("</") else 1
        deepest = max(deepest, now)
    return deepest


def test_the_worst_texts_are_rendered_to_their_end():
    for name, text in texts(1_000):
        assert "The end." in words(render(text)), name


@pytest.mark.parametrize(
    ("text", "tag", "levels"),
    [
        (">" * 30 + " deep", "blockquote", limits.QUOTES),
        ("".join("  " * level + f"- level {level}\n" for level in range(12)) + "  " * 12 + "- deep", "ul", 7),
        ("1. " * 30 + "deep", "ol", 7),
    ],
)
def test_what_is_nested_too_deeply_stays_as_text(text, tag, levels):
    html = render(text)
    assert depth(html, tag) == levels
    assert "deep" in words(html)


def test_a_list_of_seven_levels_is_a_list():
    html = render("".join("    " * level + f"- {level}\n" for level in range(7)))
    assert depth(html, "ul") == 7
    assert "- " not in words(html)


def test_a_table_has_no_more_cells_than_anybody_can_read():
    html = render("|x" * 100 + "\n" + "|-" * 100 + "\n" + "|x\n" * 3_000)
    assert 5_000 < html.count("<td") <= limits.CELLS
    assert words(html).count("x") == 3_100


def test_a_table_of_a_thousand_cells_is_whole():
    html = render("|x" * 5 + "\n" + "|-" * 5 + "\n" + ("|x" * 5 + "\n") * 200)
    assert html.count("<td") == 1_000


def test_one_long_address_is_not_written_out_for_ever():
    html = render(f"[a]: https://example.org/{'x' * 5_000}\n\n" + "[a] " * 3_000)
    assert len(html) < 20 * limits.REFERENCES
    assert words(html).count("a") == 3_000
    assert html.count("<a ") == 10


def test_a_long_title_is_not_written_out_for_ever():
    html = render("[[a]] " * 3_000, papers={"a": Paper(pk=1, title="x" * 500)})
    assert html.count("<a ") == limits.PAPERS
    assert words(html).count("a") == 3_000


def test_a_footnote_with_a_name_as_long_as_a_text_is_none():
    name = "x" * limits.LABEL
    html = render(f"A[^{name}]\n\n[^{name}]: The note.")
    assert "footnote" not in html
    assert words(html).count(name) == 2


def test_a_formula_of_too_many_lines_is_text():
    html = render("$$\n" + "x\n\n" * limits.FORMULA + "$$")
    assert "math" not in html
    assert words(html).count("x") == limits.FORMULA
    assert 'class="math block"' in render("$$\n" + "x\n\n" * (limits.FORMULA // 2 - 1) + "$$")


def test_code_is_coloured_up_to_a_length_and_plain_beyond():
    short = "x = 1\n" * 20
    block = f"```python\n{short}```\n\n"
    html = render(block * 40)
    assert html.count('<span class="o">=</span>') == 20 * (MOST // len(short))
    assert words(html).count("x = 1") == 20 * 40


@pytest.mark.parametrize("code", ["x" * 300, "x" + " " * 100 + "y", "x" + "\n" * 100 + "y"])
def test_code_of_an_unusual_form_is_plain(code):
    html = render(f"```python\n{code}\n```")
    assert "<span" not in html
    assert f'<code class="language-python">{code}\n</code>' in html


def test_a_text_over_the_limit_is_cut_before_it_is_read(settings):
    settings.SUMMARY_MAX_CHARS = 10
    html, linked = rendered("0123456789[[Gavel]]", papers={"Gavel": Paper(pk=1, title="Gavel")})
    assert (html, linked) == ("<p>0123456789</p>\n", set())
