"""Extracts of texts, with what was looked for marked."""

import html
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers.search.holding import stands
from papers.search.queries import parse, phrases_typed, widened
from papers.search.snippets import MOST_MARKS, marked, snippet
from papers.search.tokens import joined

PIECES = [
    *"ab Z-'’\"_.,\n集群調ガ한éß\u0301\u200bﬁ①<&;…",
    "ab",
    "集群",
    " - ",
    "\n \n",
    "x" * 70,
    "<mark>",
    "&lt;",
    "👩🏽\u200d🚀",
]
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.characters()), max_size=40).map("".join)


def bare(found):
    return html.unescape(re.sub("</?mark>", "", found))


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("GPU clusters", "cluster", "GPU <mark>clusters</mark>"),
        ("GPU clusters", "gpu clus", "<mark>GPU</mark> <mark>clusters</mark>"),
        ("GPU clusters", "zzz", "GPU clusters"),
        ("GPU clusters", '"gpu cluster"', "GPU clusters"),
        ("GPU\nclusters", '"gpu clusters"', "<mark>GPU\nclusters</mark>"),
        ("fair-share, fair; share", '"fair share"', "<mark>fair-share</mark>, fair; share"),
        ("a: b, a b", '"a: b"', "<mark>a: b</mark>, a b"),
        ("在GPU集群上", "gpu集群", "在<mark>GPU集群</mark>上"),
        ("實驗與调度器", "实验 度", "<mark>實驗</mark>與调<mark>度</mark>器"),
        ("集群 gpu", '"群 gpu"', "集<mark>群 gpu</mark>"),
        ("Ångström cafe\u0301s", "angstrom cafes", "<mark>Ångström</mark> <mark>cafe\u0301s</mark>"),
        ("café!", "cafe", "<mark>café</mark>!"),
        ("cafe\u0301!", "cafe", "<mark>cafe\u0301</mark>!"),
        ("eﬃcient", "efficient", "<mark>eﬃcient</mark>"),
        ("<script>alert('gpu')</script>", "gpu", "&lt;script&gt;alert(&#x27;<mark>gpu</mark>&#x27;)&lt;/script&gt;"),
        ('"><img src=x>', "img", "&quot;&gt;&lt;<mark>img</mark> src=x&gt;"),
        ("AT&T &amp; gpu", "amp t", "AT&amp;<mark>T</mark> &amp;<mark>amp</mark>; gpu"),
        ("scheduler", "s", "scheduler"),
        ("gpu -cpu", "gpu -cpu", "<mark>gpu</mark> -cpu"),
        ("x" * 70, "x" * 70, f"<mark>{'x' * 70}</mark>"),
        ("", "gpu", ""),
    ],
)
def test_it_marks(text, typed, expected):
    assert marked(text, parse(typed)) == expected


def test_what_the_glossary_brought_in_is_marked_too():
    assert marked("Elastic training", widened(parse("弹性训练"), {"弹性训练": ["elastic training"]})).startswith(
        "<mark>E"
    )


def test_an_extract_stands_around_what_is_closest_together():
    text = "GPU here. " + "Nothing of it. " * 30 + "The GPU scheduler, at last. " + "Nothing again. " * 30
    assert snippet(text, parse("scheduler gpu")) == (
        "…Nothing of it. Nothing of it. The <mark>GPU</mark> <mark>scheduler</mark>, at last. "
        "Nothing again. Nothing again. Nothing again. Nothing again.…"
    )


def test_an_extract_does_not_begin_with_the_stop_of_the_sentence_before():
    assert snippet("前" * 50 + "。" + "集群" + "后" * 50, parse("集群"), 5) == "…<mark>集群</mark>后后…"


def test_there_is_no_extract_where_nothing_stands():
    assert snippet("GPU clusters", parse("cpu")) is None
    assert snippet("GPU clusters", parse("")) is None
    assert snippet("GPU clusters", parse("-gpu")) is None


def test_a_short_text_is_shown_whole():
    assert snippet("  GPU clusters.\n", parse("gpu")) == "<mark>GPU</mark> clusters."


def test_words_are_not_parted():
    text = "incomprehensibilities " * 20 + "gpu " + "incomprehensibilities " * 20
    words = bare(snippet(text, parse("gpu"))).strip("…").split()
    assert set(words) == {"incomprehensibilities", "gpu"}


def test_what_is_seen_as_one_character_is_not_parted():
    text = "一" * 100 + "e\u0301" * 40 + "集群" + "👩🏽\u200d🚀" * 60
    for size in range(20, 60):
        found = bare(snippet(text, parse("集群"), size)).strip("…")
        assert not unicodedata.combining(found[0])
        assert found.endswith(("🚀", "群"))


def test_a_letter_with_endless_marks_is_cut():
    assert len(bare(snippet("a" + "\u0301" * 5000 + " b", parse("a")))) <= 122 + MOST_MARKS


def test_an_extract_of_a_long_phrase_ends_within_it():
    found = snippet("集群" * 100, parse("集群" * 80))
    assert found == f"<mark>{'集群' * 60}</mark>…"


@pytest.mark.parametrize("blanks", ["\n", " \n", " ", ".", "-", "a "])
def test_endless_repetition_is_looked_through_once(blanks):
    text = "a" + blanks * 100_000
    for typed in ('"a: b"', '"a b"', '"a: a: b"', '"a a a b"'):
        assert snippet(text, parse(typed)) is None


@settings(max_examples=400, deadline=None)
@given(texts, texts, st.integers(5, 60))
def test_extracts_are_parts_of_the_original(text, typed, size):
    query = parse(typed)
    query = widened(query, {phrase: ["集群", "ab b"] for phrase in phrases_typed(query)})
    found, whole = snippet(text, query, size), marked(text, query)
    assert bare(whole) == text
    assert (found is not None) == any(stands(atom, [joined(text)]) for atom in query.atoms) == ("<mark>" in whole)
    if found is not None:
        is_well_formed(found)
        assert any(part in text for part in shortened(bare(found)))
        assert len(bare(found)) <= size + MOST_MARKS + 2
    is_well_formed(whole)


def is_well_formed(found):
    assert re.fullmatch(r"(?:[^<>]|<mark>[^<>]+</mark>)*", found)
    assert re.findall(r"&(?!(?:amp|lt|gt|quot|#x27);)", found) == []


def shortened(found):
    """The extract without the dots it may begin and end with, that may be the text's own."""
    for begins in {found, found.removeprefix("…")}:
        yield from (begins, begins.removesuffix("…"))
