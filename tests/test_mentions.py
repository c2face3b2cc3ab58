"""Which papers the names in ``[[…]]`` mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes.markup import parser
from notes.mentions import MOST, names_in, papers_named_in
from notes.models import Summary
from tests.factories import make_paper, make_summary

markdown = parser()


class Everything(dict):
    """Knows a paper of every name without brackets."""

    def get(self, name, default=None):
        return ("/papers/1/", name) if name and not set(name) & set("[]") else default


def linked(text):
    env = {"papers": Everything()}
    markdown.render(text, env)
    return env.get("linked", set())


# Names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[[Gavel]] and [[Pollux]], again [[Gavel]]", ["Gavel", "Pollux"]),
        ("[[  A  long\nname ]]", ["A long name"]),
        ("> [[A name\n> over lines]]", ["A name over lines"]),
        ("> - [[A name\n>   over lines]]", ["A name over lines"]),
        ("[[[Gavel]]]", ["Gavel"]),
        ("[[Gavel]](https://example.org)", ["Gavel"]),
        ("# [[Gavel]]\n\n|[[Pollux]]|\n|-|", ["Gavel", "Pollux"]),
        ("|[[A \\| B]]|\n|-|", ["A | B"]),
        ("**[[Gavel]]**，[[面向深度学习的调度]]。", ["Gavel", "面向深度学习的调度"]),
        ("[[]] [[ ]] [[a[b]] [[a]b]] [[a", []),
    ],
)
def test_it_finds_the_names_that_the_parser_asks_for(text, names):
    assert linked(text) & set(names) == set(names)
    assert set(names) <= set(names_in(text))


PIECES = [
    "[[",
    "]]",
    "[",
    "]",
    "a",
    "b c",
    " ",
    "\n",
    "\n\n",
    "\n> ",
    "> ",
    "- ",
    "\n  ",
    "`",
    "\\",
    "|",
    "*",
    "$",
    "(",
    ")",
    "中",
    "#",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_it_finds_at_least_what_the_parser_asks_for(text):
    assert linked(text) <= set(names_in(text))


def test_it_looks_up_only_so_many_names():
    assert len(names_in("".join(f"[[Paper {number}]] " for number in range(MOST + 50)))) == MOST


# Papers


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["Gavel", "gavel", "GAVEL", "Ｇａｖｅｌ", "heterogeneity-aware SCHEDULING", "The Heterogeneity Aware Scheduling"],
)
def test_a_name_is_a_nickname_or_a_title_but_for_case_and_punctuation(name):
    paper = make_paper("Heterogeneity-Aware Scheduling", nickname="Gavel")
    assert papers_named_in(f"See [[{name}]].") == {name: paper}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("nickname", "name"),
    [
        ("Étoile", "étoile"),
        ("étoile", "ÉTOILE"),
        ("ÉTOILE", "Étoile"),
        ("ÉtoilÉ", "étoilé"),
        ("Straße", "straße"),
        ("μTune", "ΜTUNE"),
        ("ЯНДЕКС", "яндекс"),
        ("Яндекс", "ЯНДЕКС"),
        ("伽玛", "伽玛"),
        ("K8s", "k8S"),
    ],
)
def test_case_means_nothing_in_any_script(nickname, name):
    paper = make_paper(nickname=nickname)
    assert papers_named_in(f"[[{name}]]") == {name: paper}


@pytest.mark.django_db
def test_other_letters_are_other_names():
    make_paper(nickname="Etoile")
    assert papers_named_in("[[Étoile]] [[Etoil]] [[E toile]]") == {}


@pytest.mark.django_db
def test_a_name_of_two_papers_means_neither():
    make_paper("Janus: one", nickname="Janus")
    make_paper("Janus: another", nickname="janus")
    make_paper("Gavel")
    other = make_paper(nickname="Pollux")
    make_paper("Something else", nickname="Gavel")
    assert papers_named_in("[[Janus]], [[Gavel]], [[Pollux]], [[Nobody]]") == {"Pollux": other}


@pytest.mark.django_db
def test_it_asks_once_whatever_the_text(django_assert_num_queries):
    for number in range(30):
        make_paper(nickname=f"System{number}")
    with django_assert_num_queries(0):
        papers_named_in("No names.")
    for count in (1, 30):
        with django_assert_num_queries(1):
            assert len(papers_named_in("".join(f"[[system{number}]] " for number in range(count)))) == count


# Mentions of a summary


@pytest.mark.django_db
def test_a_summary_notes_the_papers_it_links_to_and_no_others():
    gavel, pollux, own = make_paper(nickname="Gavel"), make_paper(nickname="Pollux"), make_paper(nickname="Own")
    summary = make_summary(own, body="`[[Gavel]]`, [[Own]] and [[Pollux]]")
    assert list(summary.mentioned.all()) == [pollux]
    assert list(gavel.mentioning.all()) == []
    assert summary.html.count("<a ") == 2
    summary.body = "[[Gavel]]"
    summary.save()
    assert list(Summary.objects.get().mentioned.all()) == [gavel]
