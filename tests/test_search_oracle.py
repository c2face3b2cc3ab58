"""Sixty searches in both scripts find what a reader of all texts would find, on either database and at any time."""

from __future__ import annotations

import pytest
from django.db import transaction

from notes.models import Summary
from papers.bearing import renaming
from papers.indexing import differences, rebuild, reindex
from papers.models import Paper, Tag, Topic, Venue
from papers.uniting import merge_papers
from tests import oracle
from tests.factories import make_curator, make_institution, make_paper, make_summary, make_topic, make_venue
from tests.imports import FOUR, bring_in

ENGLISH = [
    "gpu", "cluster", "scheduling", "sched", "learning", "train", "a", "the", "osdi", "OSDI 2020", '"OSDI 2020"',
    "deep learning", '"deep learning"', '"learning deep"', "large-scale", "fair-share", '"fair share"', "elastic -gpu",
    "cluster -deep -elastic", '-"deep learning" learning', "Pollux", "osdi’20", "2021", "stanford", "tiresias fair",
    "CACHE", "ｃａｃｈｅ", "naïve", "zhang", "10.1145/1000003",
]  # fmt: skip
CHINESE = [
    "调度", "度", "集群", "分布式", "分布式训练", "弹性训练", "彈性訓練", "的", "缓存", "缓存 调度", "gpu集群",
    "gpu 集群", '"gpu集群"', '"集群调度"', '"调度集群"', "大模型", "推理 -训练", "训练 -弹性", '-"集群调度" 调度',
    "系统 cluster", "elastic 训练", "学习", "资源", "抢占式", "网络 2021", "容错",
    '"弹性训练 系统"', "张", "清华", "云 gpu -缓存",
]  # fmt: skip
QUERIES = [*ENGLISH, *CHINESE]

KINDS = ("elastic", "deep learning", "fair-share", "large-scale", "naïve", "distributed", "preemptive")
THINGS = ("cluster scheduling", "GPU cache", "training", "cluster", "resource sharing", "learning systems")
KINDS_ZH = ("弹性", "分布式", "抢占式", "大模型", "面向GPU的", "資源", "容错")
THINGS_ZH = ("训练系统", "集群调度", "缓存", "推理", "学习", "网络。调度", "訓練")


def generated():
    """Two hundred papers whose parts stand together in ever other ways, with summaries in none, one or both scripts."""
    systems = make_topic("Systems", "系统")
    topics = [
        make_topic("Cluster scheduling", "集群调度", parent=systems),
        make_topic("Caching", "缓存", parent=systems),
    ]
    make_venue("OSDI", aliases=("USENIX OSDI",), full_name="Operating Systems Design and Implementation")
    make_institution("清华大学深圳院", aliases=("THU at Shenzhen",))
    for number in range(200):
        kind, thing = KINDS[number % 7], THINGS[number % 6]
        kind_zh, thing_zh = KINDS_ZH[number % 7], THINGS_ZH[number // 7 % 7]
        paper = make_paper(
            f"{kind.capitalize()} {thing} no {number}" if number % 3 else f"{kind_zh}{thing_zh}：第{number}篇",
            venue="OSDI" if number % 4 == 0 else "SoCC" if number % 4 == 1 else "",
            year=2018 + number % 5 if number % 9 else None,
            nickname="Pollux" if number == 77 else "Gandiva-fair" if number == 78 else "",
            tags=(("GPU", "elastic", "弹性训练")[number % 3],) if number % 2 else (),
            topics=(topics[number % 2],) if number % 5 == 0 else (),
            authors=("Zhang Wei", "José Peña") if number % 6 == 0 else (),
            institutions=("清华大学深圳院",) if number % 10 == 3 else (),
            doi=f"10.1145/{1000000 + number}" if number % 11 == 3 else "",
            abstract=f"We study {thing}. {kind} methods follow." if number % 8 == 0 else "",
        )
        if number % 3 == 0:
            make_summary(
                paper, "en", f"**{kind}** {thing}, on a [cluster](https://example.org/gpu).\n\nDeep\n\nlearning."
            )
        if number % 4 == 0:
            make_summary(
                paper,
                "zh-hans",
                f"用**{kind_zh}**{thing_zh}，提高GPU集群的利用率。\n\n- 调度\n- 集群",
                state="published",
            )
        if number % 12 == 5:
            make_summary(paper, "zh-hans", "草稿里的缓存与调度", state="draft")


def agrees():
    """Every search finds what the scan finds, and most of them find something."""
    texts = oracle.everything()
    found = {query: {*Paper.objects.search(query, across=False).values_list("pk", flat=True)} for query in QUERIES}
    wrong = {query: (hits ^ oracle.hits(query, texts)) for query, hits in found.items()}
    assert not {query: papers for query, papers in wrong.items() if papers}
    assert sum(map(bool, found.values())) > 50
    return found


@pytest.mark.django_db
def test_it_finds_what_a_reader_of_everything_finds(tmp_path):
    assert len(ENGLISH) == len(CHINESE) == 30
    for path in FOUR:
        bring_in(path)
    generated()
    first = agrees()
    rebuild()
    assert agrees() == first

    edits()
    assert agrees() != first
    renames()
    merges(make_curator())
    last = agrees()
    try:
        with transaction.atomic():
            edits("缓存 naïve")
            assert agrees() != last
            raise TimeoutError
    except TimeoutError:
        assert agrees() == last
    rebuild()
    assert agrees() == last
    assert list(differences()) == []


def edits(words="调度 elastic cache"):
    """Papers come, change and go."""
    papers = list(Paper.objects.filter(title__contains=" no ").order_by("pk")[:20])
    numbers = [paper.pk for paper in papers]
    for paper in papers[:8]:
        paper.title = f"{words}, {paper.title}"
        paper.save()
    Summary.objects.filter(paper__in=papers[8:14]).update(body=f"{words}，分布式 训练")
    for paper in papers[14:]:
        paper.delete()
    reindex(numbers)
    reindex(number for number in range(1, 5000) if number % 7 == 0)  # of papers and of nothing
    make_paper(f"{words} 抢占式", venue="OSDI", year=2021)


def renames():
    for model, fields in (
        (Venue.objects.get(name="SoCC"), {"name": "SOCC 云", "full_name": "Symposium on Cloud Computing"}),
        (Tag.objects.get(name="elastic"), {"name": "弹性 scaling"}),
        (Topic.objects.get(name_en="Systems"), {"name_zh": "计算系统"}),
    ):
        with renaming(model):
            for field, value in fields.items():
                setattr(model, field, value)
            model.save()


def merges(curator):
    papers = list(Paper.objects.filter(title__contains="：第").order_by("pk")[:6])
    for dropped, kept in zip(papers[:3], papers[3:], strict=True):
        merge_papers(dropped, kept, {}, curator)
