"""What changed between two texts, by word and by Chinese character."""

import random
import tracemalloc

import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import strategies as st

from notes.diffing import Piece, diff, excerpts, tokens

# few letters, so that much matches; and everything else
TEXTS = st.text(st.sampled_from("ab 的的。\n*.,") | st.characters(codec="utf-8"), max_size=80)


def marked(pieces):
    """The comparison as one line: ``[-removed-]{+added+}``, and ``…`` for a gap."""
    forms = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}", "gap": "…"}
    return "".join(forms[piece.kind].format(piece.text) for piece in pieces)


def before_of(pieces):
    return "".join(piece.text for piece in pieces if piece.kind != "added")


def after_of(pieces):
    return "".join(piece.text for piece in pieces if piece.kind != "removed")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Two words", ["Two", " ", "words"]),
        ("两个 词", ["两", "个", " ", "词"]),
        ("用GPU训练", ["用", "GPU", "训", "练"]),
        ("A100 is 3.5x, 1,000 jobs", ["A100", " ", "is", " ", "3.5", "x", ",", " ", "1,000", " ", "jobs"]),
        ("it's the jobs’ cost", ["it's", " ", "the", " ", "jobs", "’", " ", "cost"]),
        ("**bold** `code`", ["**", "bold", "**", " ", "`", "code", "`"]),
        ("- one\n\n\t- two", ["-", " ", "one", "\n", "\n", "\t", "-", " ", "two"]),
        ("“引用”。", ["“", "引", "用", "”", "。"]),
        ("e\u0301cole", ["e\u0301cole"]),
        ("𠀀𠀁", ["𠀀", "𠀁"]),
        ("", []),
    ],
)
def test_it_takes_a_text_apart(text, parts):
    assert tokens(text) == parts


@given(TEXTS)
def test_tokens_joined_are_the_text(text):
    assert "".join(tokens(text)) == text


@given(TEXTS, TEXTS)
@example("", "\n")
@example("的\n的", "的")
def test_both_texts_can_be_read_from_it(before, after):
    pieces = diff(before, after)
    assert (before_of(pieces), after_of(pieces)) == (before, after)
    kinds = [piece.kind for piece in pieces]
    assert all(one != next_one for one, next_one in zip(kinds, kinds[1:], strict=False))
    assert ("added", "removed") not in set(zip(kinds, kinds[1:], strict=False))
    assert all(piece.text for piece in pieces)


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text):
    assert diff(text, text) == ([Piece("same", text)] if text else [])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # by word and by character, not by letter and not by line
        ("The cat sat.", "The cats sat.", "The [-cat-]{+cats+} sat."),
        ("这个方法很快。", "这个方法不快。", "这个方法[-很-]{+不+}快。"),
        ("用 GPU 训练", "用 TPU 训练", "用 [-GPU-]{+TPU+} 训练"),
        # words added with their blank, sentences and paragraphs whole
        ("a fast car", "a very fast car", "a {+very +}fast car"),
        ("我们提出方法。它有效。", "我们提出方法。我们做实验。它有效。", "我们提出方法。{+我们做实验。+}它有效。"),
        ("One. Two.", "One. One more. Two.", "One. {+One more. +}Two."),
        ("One.\n\nTwo.", "One.\n\nOne more.\n\nTwo.", "One.\n\n{+One more.\n\n+}Two."),
        ("One.\n\nTwo.\n\nThree.", "One.\n\nThree.", "One.\n\n[-Two.\n\n-]Three."),
        # what matches by accident is part of the change
        (
            "A cat sat on the mat.",
            "Dogs, the fastest, ran a very long way on.",
            "[-A cat sat on the mat-]{+Dogs, the fastest, ran a very long way on+}.",
        ),
        ("贪心的算法", "复杂的系统", "[-贪心的算法-]{+复杂的系统+}"),
        # and what does not, is not
        ("the old scheduler wins", "the new scheduler loses", "the [-old-]{+new+} scheduler [-wins-]{+loses+}"),
        ("旧的调度器好", "新的调度器坏", "[-旧-]{+新+}的调度器[-好-]{+坏+}"),
        ("- one\n- two\n", "- uno\n- due\n", "- [-one-]{+uno+}\n- [-two-]{+due+}\n"),
        ("**bold** words", "**bold** and *slanted* words", "**bold** {+and *slanted* +}words"),
        ("", "New.", "{+New.+}"),
        ("Old.", "", "[-Old.-]"),
    ],
)
def test_it_reads_well(before, after, expected):
    assert marked(diff(before, after)) == expected


def test_words_of_one_paragraph_are_not_found_in_another():
    first, second = "The scheduler places the jobs of the tenants.", "The tenants pay for the jobs of the scheduler."
    before = f"Old start.\n\n{first}\n\nOld end."
    after = f"New start.\n\n{second}\n\n{first}\n\nNew end."
    assert marked(diff(before, after)) == (
        f"[-Old-]{{+New+}} start.\n\n{{+{second}\n\n+}}{first}\n\n[-Old-]{{+New+}} end."
    )


def test_a_change_of_blanks_only_says_so():
    pieces = diff("one\ntwo", "one\n\ntwo")
    assert [(piece.kind, piece.is_blank) for piece in pieces] == [("same", False), ("added", True), ("same", False)]


def test_excerpts_leave_out_what_is_far_from_a_change():
    before = f"{'far ' * 50}near old near {'far ' * 50}near gone near {'far ' * 50}"
    after = before.replace("old", "new").replace("gone ", "")
    expected = "…far near [-old-]{+new+} near far…far near [-gone -]near far…"
    assert marked(excerpts(diff(before, after), around=7)) == expected


def test_excerpts_cut_chinese_anywhere_and_words_nowhere():
    pieces = [Piece("same", "很长的一段中文" * 20 + "extraordinarily"), Piece("added", "新")]
    assert marked(excerpts(pieces, around=3)) == "…extraordinarily{+新+}"
    assert marked(excerpts([Piece("added", "新"), Piece("same", "一二三四五六七八")], around=3)) == "{+新+}一二三…"


@given(TEXTS, TEXTS, st.integers(0, 20))
def test_excerpts_lose_nothing(before, after, around):
    """A gap holds the text that it leaves out; only unchanged text is ever left out."""
    pieces = excerpts(diff(before, after), around)
    assert (before_of(pieces), after_of(pieces)) == (before, after)
    assert all(piece.text for piece in pieces)


def test_excerpts_leave_short_stretches_alone():
    pieces = diff("one two three four", "One two three Four")
    assert excerpts(pieces) == pieces


def adversarial():
    """Pairs of the longest texts there are, each the worst for some step."""
    size, chance = settings.SUMMARY_MAX_CHARS, random.Random(7)  # noqa: S311
    han = [chr(0x4E00 + number) for number in range(size)]
    one, two = (["".join(chance.choice(letters) for _ in range(size)) for _ in "12"] for letters in ("一二", ".,"))
    return {
        "two characters": one,
        "two marks": two,
        "nothing in common": ("".join(han[: size // 2]) * 2, "".join(han[size // 2 :]) * 2),
        "in another order": ("".join(han), "".join(chance.sample(han, size))),
        "lines in another order": ("\n".join(han[: size // 2]), "\n".join(chance.sample(han[: size // 2], size // 2))),
        "line breaks": ("\n" * size, "a\n" * (size // 2)),
        "half of it": ("一二" * (size // 2), "一" * (size // 2)),
        "words": (("the a " * size)[:size], ("a b the " * size)[:size]),
        "one mark": ("*" * size, "* " * (size // 2)),
        "accents": ("e" + "\u0301" * (size - 1), "\u0301" * size),
    }  # fmt: skip


@pytest.mark.parametrize("name", adversarial())
def test_the_longest_texts_lose_nothing(name):
    before, after = adversarial()[name]
    pieces = diff(before, after)
    assert (before_of(pieces), after_of(pieces)) == (before, after)


def test_the_longest_texts_take_little_memory():
    """Beside the matcher's own table, a bit for each pair of tokens: 50 MB where no token is shared."""
    before, after = adversarial()["line breaks"]
    tracemalloc.start()
    diff(before, after)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 40 * 2**20
