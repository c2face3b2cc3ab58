from hypothesis import given, settings
from hypothesis import strategies as st

from papers.formats.folding import title_key


def test_it_folds_case_punctuation_space_and_article():
    assert title_key("The  Case for: Unifying I/O!") == title_key("case for unifying i/o") == "case for unifying i o"
    assert title_key("A Generic Scheduler") == title_key("Generic scheduler")
    assert title_key("Facebook’s DNN") == title_key("Facebook's DNN") == "facebooks dnn"


def test_an_article_alone_or_inside_stays():
    assert title_key("The") == "the"
    assert title_key("A/B Testing at Scale") == "a b testing at scale"
    assert title_key("Theory of a Thing") == "theory of a thing"


def test_it_treats_full_and_half_width_alike():
    assert title_key("ＧＰＵ：调度（一）") == title_key("GPU:调度(一)") == "gpu 调度 一"


def test_it_keeps_letters_that_tell_titles_apart():
    assert title_key("μLayer") != title_key("uLayer")
    assert title_key("café") != title_key("cafe")
    assert title_key("cafe\u0301") == title_key("café")
    assert title_key("C++") != title_key("C")


@given(st.text(min_size=1))
@settings(database=None)
def test_it_is_empty_only_for_blank_titles(title):
    assert bool(title_key(title)) == bool(title.strip()) or not title_key(title).strip()
    if title.strip():
        assert title_key(title)
