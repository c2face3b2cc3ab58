"""Whether token texts hold what a query asks for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers.search.holding import count, counts, holds, reasons, stands, through
from papers.search.patterns import pattern
from papers.search.queries import Atom, parse, widened
from papers.search.tokens import folded, joined

TITLE = "Gandiva-fair: Sharing GPU clusters"
NOTE = "弹性训练在集群上，调度器决定"
tiny = st.lists(st.sampled_from([*"ab -'.\n集群", "ab"]), max_size=14).map("".join)


def written(text):
    return [joined(text)]


@pytest.mark.parametrize(
    ("text", "is_held"),
    [
        ("", True),
        ("...", True),
        ("gandiva", True),
        ("gand clust", True),
        ("luster", False),
        ('"gand"', False),
        ('"gpu clusters"', True),
        ('"sharing clusters"', False),
        ('"gandiva fair"', True),
        ('"fair sharing"', False),
        ('"fair: sharing"', True),
        ("集群", True),
        ("训练在集", True),
        ("群上调", False),
        ("决", True),
        ("定", True),
        ("gpu 调度器", True),
        ("gpu -cpu", True),
        ("gpu -集群", False),
        ('gandiva -"gpu cluster"', True),
        ("-cpu", False),
        ("g", False),
    ],
)
def test_it_tells_what_is_held(text, is_held):
    assert holds(parse(text), [joined(TITLE), joined(NOTE)]) is is_held


def test_nothing_is_held_where_there_is_no_text():
    assert not holds(parse("a"), [])
    assert not holds(parse("a"), [joined("")])


def test_what_the_glossary_brought_in_counts_as_well():
    query = widened(parse("elastic training gpu"), {"elastic training": ["弹性训练"]})
    texts = [joined(TITLE), joined(NOTE)]
    assert holds(query, texts)
    assert not holds(query.first(), texts)
    assert through(query, texts) == ["弹性训练"]
    assert through(query, [*texts, joined("elastic"), joined("training")]) == []


def test_it_says_which_text_holds_what():
    query = widened(parse("gpu 训练 nowhere"), {"训练": ["training"]})
    texts = {"title": joined(TITLE), "note": joined(NOTE), "abstract": joined("GPU training")}
    found = [
        (reason.where, query.text[reason.group.start : reason.group.end], reason.via)
        for reason in reasons(query, texts)
    ]
    assert found == [
        ("title", "gpu", ""),
        ("abstract", "gpu", ""),
        ("note", "训练", ""),
        ("abstract", "训练", "training"),
    ]


def test_it_counts_places():
    query = parse('gpu "gpu gpu" 集')
    text = joined("gpu gpu gpu, GPUs 集群集")
    assert list(counts(query, text).values()) == [4, 2, 2]


@settings(max_examples=500, deadline=None)
@given(tiny, tiny, st.booleans())
def test_neighbours_are_what_a_slow_reading_finds(text, typed, is_quoted):
    query = parse(f'"{typed}"' if is_quoted else typed)
    tokens = joined(text).split()
    for atom in (*query.atoms, *query.excluded):
        places = [place for place in range(len(tokens)) if is_here(atom, tokens[place:])]
        assert stands(atom, written(text)) is bool(places) is bool(pattern(atom).search(folded(text)))
        assert count(atom, joined(text)) == len(places)


def is_here(atom: Atom, tokens):
    *firsts, last = atom.tokens
    if len(tokens) <= len(firsts) or tokens[: len(firsts)] != firsts:
        return False
    return tokens[len(firsts)].startswith(last) if atom.is_prefix else tokens[len(firsts)] == last
