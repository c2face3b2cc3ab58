"""Two texts made from one, brought together."""

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from notes.merging import Merged, merge

TEXTS = st.text(st.sampled_from("ab 的。\n*.") | st.characters(codec="utf-8"), max_size=60)
PARAGRAPHS = st.lists(st.text(st.sampled_from("ab 的好。*."), min_size=1, max_size=20), min_size=2, max_size=6)


@given(TEXTS, TEXTS)
def test_where_one_side_changed_nothing_it_is_the_other(base, changed):
    assert merge(base, base, changed) == Merged(changed, True)
    assert merge(base, changed, base) == Merged(changed, True)
    assert merge(base, changed, changed) == Merged(changed, True)


@given(PARAGRAPHS, st.data())
def test_changes_in_two_paragraphs_are_both_kept(paragraphs, data):
    """Any new text, or none, in any two paragraphs, however alike they are."""
    first = data.draw(st.integers(0, len(paragraphs) - 1))
    second = data.draw(st.integers(0, len(paragraphs) - 1).filter(lambda number: number != first))
    new = st.text(st.sampled_from("ab 的好。*.XY"), max_size=20)
    of_theirs, of_yours = data.draw(new), data.draw(new)
    theirs = with_paragraph(paragraphs, first, of_theirs)
    yours = with_paragraph(paragraphs, second, of_yours)
    both = with_paragraph(with_paragraph(paragraphs, first, of_theirs), second, of_yours)
    assert merge(*("\n\n".join(text) for text in (paragraphs, theirs, yours))) == Merged("\n\n".join(both), True)


def with_paragraph(paragraphs, number, text):
    return [text if place == number else paragraph for place, paragraph in enumerate(paragraphs)]


@given(TEXTS, TEXTS, TEXTS)
def test_it_takes_any_three_texts(base, theirs, yours):
    merged = merge(base, theirs, yours)
    assert merge(base, theirs, yours) == merged
    assert merged.is_clean == merge(base, yours, theirs).is_clean
    if merged.is_clean:
        assert merged.text == merge(base, yours, theirs).text


@pytest.mark.parametrize(
    ("base", "theirs", "yours", "merged"),
    [
        ("one, two, three", "ONE, two, three", "one, two, THREE", "ONE, two, THREE"),
        ("A slow day. No end.", "A fast day. No end.", "A slow day. An end.", "A fast day. An end."),
        ("问题：慢。\n方法：无。", "问题：太慢。\n方法：无。", "问题：慢。\n方法：有。", "问题：太慢。\n方法：有。"),
        ("它很快，也很省。", "它极快，也很省。", "它很快，也极省。", "它极快，也极省。"),
        ("我们提出的这种方法有效", "他们提出的这种方法有效", "我们提出的这种方法失败", "他们提出的这种方法失败"),
        ("- one\n- two\n", "- uno\n- two\n", "- one\n- due\n", "- uno\n- due\n"),
        ("A slip hree, and now.", "A slip here, and now.", "A slip here, and then.", "A slip here, and then."),
        ("End.\n", "Start.\n\nEnd.\n", "End.\n\nMore.\n", "Start.\n\nEnd.\n\nMore.\n"),
        ("Keep. Drop this. Keep too.", "Keep. Keep too.", "Keep. Drop this. Keep two.", "Keep. Keep two."),
    ],
)  # fmt: skip
def test_changes_that_do_not_touch_are_both_kept(base, theirs, yours, merged):
    assert merge(base, theirs, yours) == Merged(merged, True)
    assert merge(base, yours, theirs) == Merged(merged, True)


@pytest.mark.parametrize(
    ("base", "theirs", "yours", "merged"),
    [
        ("It is fast.", "It is slow.", "It is cheap.", "It is cheap."),
        ("It is fast.", "It is fast and cheap.", "It is fast but dear.", "It is fast but dear."),
        ("End.", "End.\n\nTheirs.", "End.\n\nYours.", "End.\n\nYours."),
        ("方法很快。", "方法很慢。", "方法很省。", "方法很省。"),
        # words side by side: neither of the two people has read what would come of it
        ("a fast scheduler", "a slow scheduler", "a fast planner", "a fast planner"),
        ("调度器", "高度器", "调度机", "调度机"),
        ("One. Two. Three.", "One. Three.", "One. Two, too. Three.", "One. Two, too. Three."),
        # theirs elsewhere is kept all the same
        ("fast.\nold.\n", "slow.\nnew.\n", "cheap.\nold.\n", "cheap.\nnew.\n"),
        ("", "Theirs.", "Yours.", "Yours."),
    ],
)
def test_where_they_touch_it_is_yours_and_not_clean(base, theirs, yours, merged):
    assert merge(base, theirs, yours) == Merged(merged, False)
    assert not merge(base, yours, theirs).is_clean


@pytest.mark.parametrize("letters", ["一二", ".\n", "a ", "一二三四五六七。\n"])
def test_of_the_longest_texts_nothing_of_yours_is_lost(letters):
    size = settings.SUMMARY_MAX_CHARS
    base = (letters * size)[:size]
    yours = (letters[::-1] + "x") * (size // len(letters) // 2)
    assert merge(base, base[::-1], yours).text.count("x") >= yours.count("x") > 0
