"""Texts taken apart into blocks: what faces what, what changed, and that nothing is ever lost."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes.blocks import LONGEST, Heading, aligned, changed, headings, sources, split
from notes.rendering import render

SUMMARIES = Path(__file__).parent.parent / "fixtures" / "5_summaries.json"

EVERYTHING = """# A *heading*

A paragraph[^1] with a
second line, `code`, and a [link](https://a.example/ "a > b").

- one

    - two
- [x] done

$$
a < b
$$

```python
def f(): pass
```

| a | b |
|---|---|
| 1 | 2 |

---

> quoted

[^1]: A *note*.
    More of it.

[named]: https://a.example/

The [last][named] one[^2].

[^2]: Another.
"""


def paragraphs(*texts):
    return [f"<p>{text}</p>" for text in texts]


# Taking apart


def test_it_finds_the_top_level_blocks():
    blocks = split(render(EVERYTHING))
    names = [re.match(r"<(\w+)", block)[1] for block in blocks]
    assert names[1:3] == ["p", "ul"]
    assert names[4:] == ["pre", "table", "hr", "blockquote", "p", "hr"]
    assert blocks[-1].endswith("</section>")
    assert "A <em>note</em>." in blocks[-1]


def test_its_sources_stand_for_its_blocks():
    found = sources(EVERYTHING)
    assert len(found) == len(split(render(EVERYTHING)))
    assert found[0] == "# A *heading*"
    assert found[2] == "- one\n\n    - two\n- [x] done"
    assert found[-2] == "The [last][named] one[^2]."
    assert found[-1] == "[^1]: A *note*.\n    More of it.\n[^2]: Another."


def test_it_reads_lines_that_end_in_any_way():
    assert sources("one\r\n\r\ntwo\r\rthree") == ["one", "two", "three"]


@pytest.mark.parametrize("html", ["", "\n", "<p></p>", "<hr>", "<p>a<br>b</p>", '<p><input type="checkbox"></p>'])
def test_it_takes_apart_what_is_hardly_there(html):
    assert split(html) == [html.strip()] * bool(html.strip())


def test_it_keeps_what_stands_between_elements():
    assert split('a <b>c</b><p title="</p> <p>">d</p> e') == ["a", "<b>c</b>", '<p title="</p> <p>">d</p>', "e"]


pieces = st.lists(
    st.sampled_from(
        ["# h", "## 标题", "text", "正文，", "- a\n    - b", "1. x", "> q", "```\ncode\n```", "$$\nx\n$$", "---", "***",
         "| a |\n|---|\n| b |", "word[^1]", "[^1]: note", "[^2]: other\n\n    more", "[r]: http://a", "- [ ] t", "\t",
         "<b>", "a\n===", "  \n", "&amp;", "a  \nb", "[^1]", "- ", "#", "~~~", "\\", "*", "    indented"]
    ),
    max_size=12,
).map("\n\n".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(pieces | st.text(alphabet="#>-*`$|[]^:1a \n\t中。", max_size=60))
def test_it_loses_nothing_of_any_text(text):
    html = render(text)
    blocks = split(html)
    assert "".join("".join(blocks).split()) == "".join(html.split())
    assert len(sources(text)) == len(blocks)


def test_it_lists_headings_that_can_be_linked_to():
    html = '<h3 id="a-h1">One &amp; <em>two</em></h3><p>x</p><h3>no id</h3><h4 class="x" id="a&amp;b">三\n四</h4>'
    assert headings(html) == [Heading(3, "a-h1", "One & two"), Heading(4, "a&b", "三 四")]


# Facing each other


def test_it_pairs_each_with_its_own():
    assert aligned(paragraphs("Problem " * 9, "Idea " * 30), paragraphs("问题" * 9, "思路" * 25)) == [
        (paragraphs("Problem " * 9), paragraphs("问题" * 9)),
        (paragraphs("Idea " * 30), paragraphs("思路" * 25)),
    ]


def test_it_pairs_two_with_the_one_that_says_both():
    english = paragraphs(
        "One thing is said in this paragraph. " * 4, "Another thing in the next. " * 4, "The end. " * 3
    )
    chinese = paragraphs("这一段把两件不同的事情放在一起说了出来，而且说得相当完整。" * 3, "到此结束了。" * 2)
    assert [(len(here), len(there)) for here, there in aligned(english, chinese)] == [(2, 1), (1, 1)]
    assert [(len(there), len(here)) for there, here in aligned(chinese, english)] == [(1, 2), (1, 1)]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_it_leaves_alone_what_the_other_does_not_say(place):
    english = paragraphs(*(f"Number {n} is about {n}00 GPUs and the jobs on them. " * (n + 2) for n in range(3)))
    chinese = paragraphs(*(f"第 {n} 段讲 {n}00 块 GPU 和它们的作业。" * (n + 2) for n in range(3)))
    expected = [([one], [other]) for one, other in zip(english, chinese, strict=True)]
    expected[place] = ([english[place]], [])
    del chinese[place]
    assert aligned(english, chinese) == expected


def test_headings_face_headings_and_lists_face_lists():
    english = ["<h3>Method</h3>", "<p>Four mechanisms build on this:</p>", "<ul><li>suspend</li><li>pack</li></ul>"]
    chinese = ["<h3>方法</h3>", "<ul><li>挂起</li><li>打包</li></ul>"]
    assert aligned(english, chinese) == [
        (english[:1], chinese[:1]), (english[1:2], []), (english[2:], chinese[1:])
    ]  # fmt: skip


def test_footnotes_come_last_in_a_group_of_their_own():
    english, chinese = split(render("One[^1].\n\n[^1]: Note.")), split(render("一。\n\n二。"))
    groups = aligned(english, chinese)
    assert groups[-1] == (english[-1:], [])
    assert 'class="footnotes"' in groups[-1][0][0]
    assert aligned([], english)[-1] == ([], english[-1:])


def test_it_faces_the_demonstration_summaries_paragraph_by_paragraph():
    texts = {}
    for row in json.loads(SUMMARIES.read_text(encoding="utf-8")):
        texts.setdefault(tuple(row["fields"]["paper"]), {})[row["fields"]["language"]] = row["fields"]["body"]
    both = [
        {language: split(render(body)) for language, body in pair.items()} for pair in texts.values() if len(pair) > 1
    ]
    assert len(both) > 40
    for pair in both:
        if len(pair["en"]) == len(pair["zh-hans"]):
            assert {(len(one), len(other)) for one, other in aligned(pair["en"], pair["zh-hans"])} == {(1, 1)}


block = st.sampled_from(
    ["<h3>Method</h3>", "<h4>方法</h4>", "<p></p>", "<p>word</p>", "<hr>", "<ul><li>一</li></ul>", "<pre>x = 1</pre>",
     f"<p>{'letters and words ' * 9}</p>", f"<p>{'汉字' * 40}</p>", "<p>64 GPUs</p>", "<p>64 块 GPU</p>"]
)  # fmt: skip
FOOTNOTES = '<section class="footnotes"></section>'
side = st.tuples(st.lists(block, max_size=9), st.booleans()).map(lambda drawn: drawn[0] + [FOOTNOTES] * drawn[1])


@settings(max_examples=300, deadline=None)
@given(side, side)
def test_it_keeps_every_block_in_order(english, chinese):
    groups = aligned(english, chinese)
    assert [block for here, _ in groups for block in here] == english
    assert [block for _, there in groups for block in there] == chinese
    assert all((len(here), len(there)) in {(1, 1), (1, 2), (2, 1), (1, 0), (0, 1)} for here, there in groups)
    assert all(FOOTNOTES not in here + there for here, there in groups[:-1])


def test_very_long_texts_face_each_other_as_they_come():
    english, chinese = paragraphs(*map(str, range(LONGEST * 3))), paragraphs(*map(str, range(LONGEST * 2)))
    groups = aligned(english, chinese)
    assert [block for here, _ in groups for block in here] == english
    assert [block for _, there in groups for block in there] == chinese


# What changed


@pytest.mark.parametrize(
    ("before", "after", "places"),
    [
        ("a\n\nb", "a\n\nb", set()),
        ("a\n\nb", "a\n\nc", {1}),
        ("a\n\nb", "new\n\na\n\nb", {0}),
        ("a\n\nb", "b\n\na", set()),
        ("a\n\nb", "a", set()),
        ("a", "a\n\na", {1}),
        ("", "a\n\na", {0, 1}),
        ("a b\nc", "a  b c", set()),
        ("- a\n- b", "- a\n- c", {0}),
        ("a[^1]\n\n[^1]: x", "a[^1]\n\n[^1]: y", {1}),
        ("", "a\n\nb", {0, 1}),
        ("a", "", set()),
    ],
)
def test_it_finds_what_changed(before, after, places):
    assert changed(before, after) == places
