"""Which papers are proposed as one work, for which reasons, and that what a curator said is remembered."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from papers.formats.addresses import address_key
from papers.lookalikes import facts_of, in_words, is_certain, look, looking, reasons, reopen, searching, set_apart
from papers.models import Link, Lookalike, Paper
from tests.factories import make_paper
from tests.imports import FOUR, bring_in

pytestmark = pytest.mark.django_db


def codes(one, other):
    facts = facts_of([one.pk, other.pk])
    return [reason["code"] for reason in reasons(facts[one.pk], facts[other.pk])]


def certain(one, other):
    facts = facts_of([one.pk, other.pk])
    return is_certain(reasons(facts[one.pk], facts[other.pk]))


def pairs(**fields):
    return {(row.one.title, row.other.title) for row in Lookalike.objects.filter(**fields)}


# reasons


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ({"title": "The Gavel"}, {"title": "gavel!"}, ["title"]),
        ({"title": "A", "doi": "10.1145/Ab"}, {"title": "B", "links": ("https://dl.acm.org/doi/pdf/10.1145/AB",)},
         ["doi", "other-title"]),
        ({"title": "A", "arxiv_id": "2001.00001"}, {"title": "B", "links": ("https://arxiv.org/pdf/2001.00001v3.pdf",)},
         ["arxiv", "other-title"]),
        ({"title": "A", "doi": "10.48550/arXiv.2001.00001"}, {"title": "B", "arxiv_id": "2001.00001"},
         ["arxiv", "other-title"]),
        ({"title": "A", "links": ("http://www.usenix.org/osdi20/gavel/",)},
         {"title": "B", "links": ("https://usenix.org/osdi20/gavel#top",)}, ["url", "other-title"]),
        ({"title": "Gavel: Policies", "venue": "OSDI", "year": 2020},
         {"title": "Something quite different", "nickname": "GAVEL", "venue": "OSDI", "year": 2020},
         ["name-and-venue", "other-title"]),
        ({"title": "Gavel: Cluster Scheduling Policies for Deep Learning"},
         {"title": "Cluster Policies for Learning Workloads", "nickname": "Gavel"}, ["name-and-title", "other-title"]),
        ({"title": "Gavel"}, {"title": "Gavel: Scheduling Policies for Heterogeneous Clusters"},
         ["beginning"]),
        ({"title": "Serving LLMs Well"}, {"title": "Serving Large Language Models Well"}, ["abbreviation"]),
        ({"title": "Tuning Service in Datacenters"}, {"title": "Tuning Service in the Datacenter"}, ["likeness"]),
    ],
)  # fmt: skip
def test_it_finds_a_reason(one, other, found):
    one, other = make_paper(**one), make_paper(**other)
    assert codes(one, other) == codes(other, one) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"title": "JANUS: Fast Deep Learning by Symbolic Graphs", "venue": "NSDI", "year": 2019},
         {"title": "Janus: A Unified Framework for Sparse Experts", "venue": "SIGCOMM", "year": 2023}),
        ({"title": "Impossibility of Consensus, Part I"}, {"title": "Impossibility of Consensus, Part II"}),
        ({"title": "GPT-3: A Technical Report"}, {"title": "GPT-4: A Technical Report"}),
        ({"title": "Llama", "nickname": "Llama"}, {"title": "Quite another", "nickname": "Llama"}),
        ({"title": "A", "links": ("https://a.example/",)}, {"title": "B", "links": ("https://a.example",)}),
        ({"title": "A", "doi": "10.1145/a"}, {"title": "B", "doi": "10.1145/ab"}),
    ],
)  # fmt: skip
def test_it_finds_none(one, other):
    one, other = make_paper(**one), make_paper(**other)
    assert codes(one, other) == []
    look()
    assert not Lookalike.objects.exists()


def test_code_that_two_papers_share_says_nothing():
    one, other = make_paper("A"), make_paper("B")
    for paper in (one, other):
        Link.objects.create(paper=paper, url="https://github.com/lab/system", kind="code")
    assert codes(one, other) == []


@pytest.mark.parametrize(
    ("one", "other", "is_sure"),
    [
        ({"title": "Gavel", "year": 2020}, {"title": "gavel"}, True),
        ({"title": "Gavel", "year": 2020}, {"title": "gavel", "year": 2021}, True),
        ({"title": "Gavel", "year": 2020}, {"title": "gavel", "year": 2012}, False),
        ({"title": "Gavel", "doi": "10.1145/a"}, {"title": "gavel", "doi": "10.1145/b"}, False),
        ({"title": "Gavel: A", "arxiv_id": "2001.00001"},
         {"title": "Gavel: A.", "links": ("https://arxiv.org/abs/2001.00001",)}, True),
        ({"title": "Slow Work on Trees", "doi": "10.1145/a"},
         {"title": "Fast Play in Woods", "links": ("https://doi.org/10.1145/A",)}, False),
        ({"title": "Consensus, Part I", "doi": "10.1145/a"},
         {"title": "Consensus, Part II", "links": ("https://doi.org/10.1145/a",)}, False),
        ({"title": "Tuning Service in Datacenters"}, {"title": "Tuning Service in the Datacenter"}, False),
    ],
)  # fmt: skip
def test_it_is_certain_only_where_nothing_speaks_against_it(one, other, is_sure):
    one, other = make_paper(**one), make_paper(**other)
    assert codes(one, other)
    assert certain(one, other) is is_sure


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_reason_is_told_in_words(language):
    told = [
        {"code": "doubt of another release"}, {"code": "series"}, {"code": "title"}, {"code": "likeness", "score": 93},
        {"code": "doi", "value": "10.1145/a"}, {"code": "name-and-venue", "value": "orca", "where": "OSDI 2022"},
        {"code": "years", "one": 2019, "other": 2023},
    ]  # fmt: skip
    with translation.override(language):
        words = in_words(told)
    assert len(words) == 6
    if language == "en":
        assert words[:2] == ["same title", "titles 93% alike"]
        assert words[-1] == "but 2019 and 2023"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.usenix.org/x/", "http://usenix.org/x"),
        ("https://EXAMPLE.org/a?b=1&a=2#top", "https://example.org/a?a=2&b=1"),
        ("https://openreview.net/pdf?id=Ab1", "https://openreview.net/forum?id=Ab1"),
        ("https://a.example/x?utm_source=list", "https://a.example/x"),
        ("https://a.example/%E8%AE%BA", "https://a.example/论"),
    ],
)
def test_two_spellings_of_one_address(one, other):
    assert address_key(one) == address_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/x", "https://a.example/X"),
        ("https://a.example/x?id=1", "https://a.example/x?id=2"),
        ("https://a.example/x", "https://b.example/x"),
    ],
)
def test_two_addresses(one, other):
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize("url", ["", "x", "javascript:alert(1)", "http://[", "https://doi.org/10.1145/1", "ftp://a/b"])
def test_what_is_no_address_has_no_key(url):
    assert address_key(url) == ""


# the real lists


def test_it_proposes_what_the_four_lists_have_twice():
    for path in FOUR:
        bring_in(path)
    look()
    found = {frozenset(title.split(":")[0].split()[0] for title in pair) for pair in pairs()}
    assert {frozenset({"Hydro"}), frozenset({"Orca"}), frozenset({"SwapAdvisor"})} <= found
    assert frozenset({"Grinder", "Cocktailer"}) in found
    assert not any("janus" in title.casefold() for pair in pairs() for title in pair)
    assert not [row for row in Lookalike.objects.all() if is_certain(row.reasons)]
    assert Lookalike.objects.count() < 15
    best = [row.one.title.split(":")[0] for row in Lookalike.objects.all()[:3]]
    assert set(best) <= {"SwapAdvisor", "Hydro", "Orca"}


# looking and remembering


@pytest.fixture
def two(db):
    return make_paper("Tuning Service in Datacenters"), make_paper("Tuning Service in the Datacenter")


def test_it_stores_a_pair_once_and_in_order(two):
    assert look() == (1, 0, 0)
    assert look() == (0, 1, 0)
    row = Lookalike.objects.get()
    assert (row.one, row.other, row.score) == (*two, 92)
    assert row.reasons == [{"code": "likeness", "score": 92}]


def test_it_renews_the_reasons_and_removes_what_nothing_speaks_for(two):
    one, other = two
    look()
    Paper.objects.filter(pk=other.pk).update(title="Tuning Service in Datacenters", title_key=one.title_key)
    assert look([other]) == (0, 1, 0)
    assert (Lookalike.objects.get().score, is_certain(Lookalike.objects.get().reasons)) == (100, True)
    Paper.objects.filter(pk=other.pk).update(title="Quite another", title_key="quite another")
    assert look([other]) == (0, 0, 1)
    assert not Lookalike.objects.exists()


def test_not_the_same_is_remembered(two, curator):
    look()
    set_apart(*two, by=curator)
    for wanted in (None, two, [two[0].pk]):
        assert look(wanted).new == 0
    row = Lookalike.objects.get()
    assert (row.distinct, row.by) == (True, curator)
    reopen(row)
    assert Lookalike.objects.get().distinct is False


def test_not_the_same_is_remembered_of_papers_that_look_nothing_like(curator):
    set_apart(make_paper("A"), make_paper("B"), by=curator)
    look()
    assert Lookalike.objects.get().distinct is True


def test_not_the_same_holds_over_another_import(bring, curator):
    text = "# Ours\n- [OSDI'22] Tuning Service in Datacenters\n- [OSDI'22] Tuning Service in the Datacenter\n"
    bring(text)
    look()
    set_apart(*Paper.objects.order_by("pk"), by=curator)
    bring(text + "- [OSDI'23] Another\n")
    look()
    assert Lookalike.objects.get().distinct is True


def test_it_looks_at_some_papers_only(two):
    make_paper("Elastic Training of Models"), make_paper("Elastic Training of the Models")
    assert look([two[0]]).new == 1
    assert look([]) == (0, 0, 0)
    assert pairs() == {(two[0].title, two[1].title)}


SHAPES = [
    ({"title": "Tuning Service in Datacenters"}, {"title": "Tuning Service in the Datacenter"}),
    ({"title": "Orca: Serving of Transformers", "venue": "OSDI", "year": 2022},
     {"title": "A system for inference", "nickname": "ORCA", "venue": "OSDI", "year": 2022}),
    ({"title": "One", "doi": "10.1145/a"}, {"title": "Two", "links": ("https://doi.org/10.1145/A",)}),
    ({"title": "One", "arxiv_id": "2001.00001"}, {"title": "Two", "links": ("https://arxiv.org/pdf/2001.00001v2",)}),
    ({"title": "One", "links": ("https://openreview.net/pdf?id=Ab1",)},
     {"title": "Two", "links": ("http://openreview.net/forum?id=Ab1",)}),
    ({"title": "Gavel"}, {"title": "Gavel: Scheduling of Clusters"}),
    ({"title": "异构集群的深度学习任务调度策略"}, {"title": "面向异构集群的深度学习任务调度策略"}),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SHAPES)
@pytest.mark.parametrize("few", [0, 20])
@pytest.mark.parametrize("place", [0, 1])
def test_one_paper_is_found_by_the_database_as_by_the_whole_look(monkeypatch, one, other, few, place):
    monkeypatch.setattr(searching, "FEW", few)
    monkeypatch.setattr(looking, "FEW", few)
    papers = [make_paper(**one), make_paper("Nothing like it"), make_paper(**other)]
    assert look([papers[0 if place == 0 else 2]]).new == 1
    look()
    assert Lookalike.objects.count() == 1


def test_of_a_crowd_at_one_address_each_is_beside_the_first():
    for number in range(searching.TOGETHER + 3):
        make_paper(chr(97 + number) * 9, links=("https://a.example/proceedings",))
    look()
    first = Paper.objects.order_by("pk").first()
    assert set(Lookalike.objects.values_list("one", flat=True)) == {first.pk}
    assert Lookalike.objects.count() == searching.TOGETHER + 2


def test_a_paper_that_goes_takes_its_pairs_along(two):
    look()
    two[0].delete()
    assert not Lookalike.objects.exists()
    assert look() == (0, 0, 0)


def test_its_queries_do_not_grow_with_the_papers(two):
    def queries_with(total):
        for number in range(Paper.objects.count(), total):
            make_paper(chr(97 + number) * 7, links=(f"https://a.example/{number}",))
        with CaptureQueriesContext(connection) as queries:
            look()
        return len(queries)

    look()
    assert queries_with(10) == queries_with(20)
