"""What a text is cut into for the index, and how it is compared."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers.search import tokens as module
from papers.search.tokens import BREAK, CJK, CJK_RUN, LONGEST, SIMPLIFIED, folded, joined, key, placed, tokens

PIECES = [*"ab Z-'’\"“”「」_.,\n\t集群調ガ한éß\u0301\u200bﬁ①\ue00020𠀀\x00", "ab", "a b", "集群", "\n \n", "x" * 70]
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.characters()), max_size=40).map("".join)


def naive(text):
    """The tokens by the rules one after the other, as slow as it is plain."""
    cut = [unknown_apart(part) for part in re.split(r"(?<=[^\W_])[-'](?=[^\W_])", folded(text))]
    found = []
    for run in re.findall(rf"[{CJK}]+|[^\W_{CJK}]+|\n[^\S\n]*\n|[^\w\s]|_", " ".join(cut)):
        if CJK_RUN.match(run):
            found += [run[place : place + 2] for place in range(len(run))]
        elif run[0].isalnum():
            found.append(run[:LONGEST])
        elif found and found[-1] != BREAK:
            found.append(BREAK)
    return found[:-1] if found[-1:] == [BREAK] else found


def unknown_apart(text):
    """A character that this Python's Unicode does not know yet is punctuation."""
    return "".join("." if CJK_RUN.match(character) and not character.isalnum() else character for character in text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("...", ""),
        ("🎉 !?", ""),
        ("Elastic Training", "elastic training"),
        ("GPU集群", "gpu 集群 群"),
        ("集群GPU", "集群 群 gpu"),
        ("调度器", "调度 度器 器"),
        ("调", "调"),
        ("调 度", "调 度"),
        ("調度器 實驗", "调度 度器 器 实验 验"),
        ("ＧＰＵ　１２８", "gpu 128"),
        ("ResNet50 3D", "resnet50 3d"),
        ("naïve Straße İstanbul Ångström", "naive strasse istanbul angstrom"),
        ("e\u0301te\u0301 so\u00adft a\u200bb", "ete soft ab"),
        ("eﬃcient ① ½ ㎏", "efficient 1 1 | 2 kg"),
        ("Gandiva-fair don't don’t", "gandiva fair don t don t"),
        ("co‑design CPU–GPU", "co design cpu gpu"),
        ("pre - post", "pre | post"),
        ("fair--share -x y-", "fair | share | x y"),
        ("Training, inference. Serving", "training | inference | serving"),
        ("one\ntwo\n\nthree\n \r\nfour", "one two | three | four"),
        ("snake_case C++ C# .NET v1.2", "snake | case c | c | net v1 | 2"),
        ("《弹性训练》：方法、系统", "弹性 性训 训练 练 | 方法 法 | 系统 统"),
        ("(a) [b]... 'c'", "a | b | c"),
        ("Κόσμος МОСКВА", "κοσμοσ москва"),
        ("東京タワー・ひらがな", "东京 京タ タワ ワー ー | ひら らか かな な"),
        ("한국어 처리", "한국 국어 어 처리 리"),
        ("𠀀𠀁 人々", "𠀀𠀁 𠀁 人々 々"),
        ("a\x00b", "a | b"),
        (BREAK, ""),
        ("a\ud800b", "a | b"),
    ],
)
def test_it_cuts_a_text(text, expected):
    assert " ".join(tokens(text)) == expected.replace("|", BREAK)


def test_a_long_word_counts_by_its_beginning():
    assert tokens("x" * 65 + " y") == ["x" * 64, "y"]
    assert len(tokens("调" * 200)) == 200


@settings(max_examples=300, deadline=None)
@given(texts)
def test_it_cuts_any_text_as_the_plain_rules_do(text):
    assert tokens(text) == naive(text)


@settings(deadline=None)
@given(texts)
def test_tokens_are_fit_for_any_database(text):
    for token in tokens(text):
        assert token == BREAK or (token.isalnum() and 0 < len(token) <= LONGEST and token == folded(token))


@settings(deadline=None)
@given(texts, texts)
def test_a_token_text_has_spaces_at_both_ends_and_breaks_between_texts(one, other):
    both = [tokens(text) for text in (one, other) if tokens(text)]
    assert joined(one, other).split() == (both[0] + [BREAK] + both[1] if len(both) == 2 else sum(both, []))
    assert joined(one, other) == (f" {' '.join(joined(one, other).split())} " if both else " ")


@settings(deadline=None)
@given(texts)
def test_folding_knows_where_its_characters_come_from(text):
    plain, places = placed(text)
    assert (plain, len(places)) == (folded(text), len(plain) + 1)
    assert list(places) == sorted(places)
    assert places[len(plain)] == len(text)
    for place, character in enumerate(plain):
        assert character in folded(text[places[place]])


def test_what_is_folded_stays_as_it_is_and_not_every_character_is_kept():
    everything = "".join(map(chr, range(0x32000)))  # beyond are marks and private use
    once = folded(everything)
    assert folded(once) == once
    assert len(module.FOLDING) <= module.REMEMBERED


def test_it_tells_even_texts_with_many_uneven_characters_met():
    placed("".join(chr(code) for code in range(0x300, 0x370)) + "ﬁ")
    assert placed("éa")[1] == range(3)
    assert list(placed("éﬁ")[1]) == [0, 1, 1, 2]


def test_simplified_forms_lead_to_their_end():
    assert len(SIMPLIFIED) > 4000
    assert [form for form in SIMPLIFIED.values() if ord(form) in SIMPLIFIED] == []
    assert [form for form in SIMPLIFIED.values() if unicodedata.normalize("NFKD", form) != form] == []
    assert folded("萬裡後雲圖學習") == "万里后云图学习"


def test_the_licence_of_the_table_stands_beside_it():
    folder = module.Path(module.__file__).parent
    assert "Apache License" in (folder / "simplified.LICENSE.txt").read_text(encoding="utf-8")


def test_wholes_are_compared_without_case_width_and_spacing():
    assert key("  Gandiva\n ＦＡＩＲ ") == key("gandiva fair") == "gandiva fair"
    assert key("C++") != key("C")
