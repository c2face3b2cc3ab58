"""Which titles are suggested as one work, and that not every title is compared with every other."""

import pytest

from papers.formats.folding import title_key
from papers.lookalikes import titles
from papers.lookalikes.titles import CROWD, RAREST, suggestions


def suggested(*titles, new=None):
    """Pairs of places in ``titles``, younger first; all are new by default."""
    folded = {place: title_key(title) for place, title in enumerate(titles)}
    fresh = {place: folded[place] for place in (folded if new is None else new)}
    return [(pair.paper, pair.other) for pair in suggestions(fresh, folded.items())]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hydro: Tuning Service in Datacenters", "Hydro: Tuning Service in the Datacenter"),
        ("SwapAdvisor: Push Learning Beyond Memory", "SwapAdvisor: Pushing Learning Beyond Memory"),
        ("Serving Large Models with Paging", "Paging: Serving Large Models with"),
        ("Grinder: Analysis of Dynamic Control Flow", "Cocktail: Analysis of Dynamic Control Flow"),
        ("面向深度学习的弹性训练系统综述", "面向深度学习的弹性训练系统研究综述"),
        ("异构集群的深度学习任务调度策略", "面向异构集群的深度学习任务调度策略"),
        ("Fast Serving of LLMs", "Fast Serving of Large Language Models"),
    ],
)
def test_it_suggests_a_title_reworded(one, other):
    assert suggested(one, other) == [(1, 0)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Impossibility of Consensus, Part I", "Impossibility of Consensus, Part II"),
        ("Impossibility of Consensus, Part A", "Impossibility of Consensus, Part B"),
        ("GPT-3: A Technical Report", "GPT-4: A Technical Report"),
        ("Llama: Open Foundation Models", "Llama 2: Open Foundation Models"),
        ("分布式训练系统综述（上）", "分布式训练系统综述（下）"),
        ("分布式训练系统综述 第一部分", "分布式训练系统综述 第二部分"),
        ("JANUS: Fast and Flexible Deep Learning", "Janus: A Unified Framework for Sparse Training"),
        ("Serving Large Models", "Training Small Clusters"),
        ("面向深度学习的弹性训练系统综述", "数据库查询优化方法"),
    ],
)
def test_it_does_not_suggest_parts_of_a_series_nor_other_works(one, other):
    assert suggested(one, other) == []


def test_it_names_each_pair_once_the_likeliest_first():
    three = (
        "Elastic Scheduling of Clusters", "Elastic Scheduling of the Clusters", "Elastic Scheduling in Some Clusters",
    )  # fmt: skip
    assert suggested(*three) == [(1, 0), (2, 1), (2, 0)]


def test_it_looks_at_new_papers_only():
    three = ("Tuning Service in Datacenters", "Tuning Service in Datacenter", "Tuning Service in a Datacenter")
    assert suggested(*three, new=[2]) == [(2, 1), (2, 0)]
    assert suggested(*three, new=[]) == []


def test_its_work_does_not_grow_with_the_square(monkeypatch):
    compared = []
    monkeypatch.setattr(titles, "scored", lambda title, forms: compared.extend(forms) or {})
    topics = [f"topic{number % 50}" for number in range(5000)]
    suggested(*(f"System{place}: efficient parsing of {topic}" for place, topic in enumerate(topics)))
    assert 0 < len(compared) <= 5000 * RAREST * CROWD / 2
    assert len(compared) == 50 * 100 * 99  # those of one topic with each other, seen from both


@pytest.mark.parametrize("title", ["", "?", "μ", "调", "a"])
def test_it_takes_any_title(title):
    assert suggested(title, title) == ([(1, 0)] if title_key(title) else [])
