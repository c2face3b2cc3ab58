"""A small catalogue with one of everything that a page can show."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction

from papers.models import Paper, PaperList, Topic
from tests.factories import (
    make_entry,
    make_list,
    make_paper,
    make_reading,
    make_section,
    make_summary,
    make_term,
    make_topic,
    make_venue,
)

ENGLISH = """Gavel **shares** a cluster among users by solving for *time*.

- policies become optimisation problems
    - max-min fairness
    - cost

See [the paper](https://example.org/gavel) and `gavel.py`.

| policy | goal |
|---|---|
| LAS | fairness |
"""
CHINESE = "Gavel 按*时间*在用户之间**分配**集群。\n\n1. 策略变成优化问题\n2. 结果是调度\n\n> 异构的集群"


class Library(NamedTuple):
    gavel: Paper  # two summaries, a list that disagrees, every kind of fact
    chinese: Paper  # a Chinese title, an English summary only
    bare: Paper  # a title and nothing else
    scheduling: Topic
    networking: Topic
    group: PaperList


@transaction.atomic
def fill(member: User, other: User, curator: User) -> Library:
    """Seven papers of 2018 to 2023, two topics with a subtopic, one list; ``member`` has three on their shelf."""
    make_venue("OSDI", full_name="Operating Systems Design and Implementation")
    scheduling = make_topic("Scheduling", "调度")
    clusters = make_topic("Cluster scheduling", "集群调度", parent=scheduling)
    networking = make_topic("Networking", "网络")
    gavel = make_paper(
        "Heterogeneity-Aware Cluster Scheduling Policies for Deep Learning Workloads",
        nickname="Gavel",
        venue="OSDI",
        year=2020,
        topics=(clusters,),
        tags=("GPU", "公平"),
        institutions=("Stanford", "Microsoft Research"),
        authors=("Deepak Narayanan", "Keshav Santhanam"),
        links=("https://example.org/gavel.pdf", "https://example.org/gavel"),
        abstract="Specialized accelerators.\n\nMore of them.",
        doi="10.1145/3341301.3359646",
        arxiv_id="2008.09213",
        recommended=True,
        added_by=curator,
    )
    chinese = make_paper("面向深度学习的集群调度综述", kind="survey", year=2023, topics=(scheduling,), tags=("GPU",))
    make_paper("Tiresias: A GPU Cluster Manager", "NSDI", topics=(clusters,), tags=("GPU",), year=2019)
    make_paper("Datacenter RPCs can be General and Fast", "NSDI", topics=(networking,), year=2019)
    make_paper("Homa: A Receiver-Driven Transport", "SIGCOMM", topics=(networking,), year=2018)
    planned = make_paper("Learned Congestion Control", "NSDI", topics=(networking,), year=2022, publication="to-appear")
    bare = make_paper("A paper of which nothing is known")
    group = make_list("Systems reading", description="What the lab reads.", source_url="https://example.org/list")
    first = make_section(group, "Scheduling", number="1")
    make_entry(gavel, first, claimed_title="Heterogeneity aware scheduling", claimed_venue="SOSP", claimed_year=2019)
    make_entry(chinese, make_section(group, "综述", parent=first))
    make_entry(bare, make_section(group, "Other"))
    make_summary(gavel, "en", ENGLISH, author=curator, last_editor=curator)
    make_summary(gavel, "zh-hans", CHINESE, author=curator, last_editor=curator)
    make_summary(chinese, "en", "A survey.", author=curator)
    make_term(
        "max-min fairness", "最大最小公平", definition_english="A share for all.", definition_chinese="人人有份。"
    )
    make_reading(member, gavel, "reading", started=date(2024, 3, 1))
    make_reading(member, planned, "to-read")
    make_reading(member, chinese, "read", started=date(2024, 1, 1), finished=date(2024, 2, 1))
    make_reading(other, gavel, "read", finished=date(2024, 2, 1))
    return Library(gavel, chinese, bare, scheduling, networking, group)


def pages(library: Library) -> dict[str, str]:
    """Every page that a member sees, by name."""
    return {
        "home": "/",
        "browse": "/papers/",
        "filtered": "/papers/?topic=scheduling&tag=gpu&q=cluster&year_min=2019&status=none",
        "nothing found": "/papers/?q=nothingofthekind",
        "unknown value": "/papers/?topic=nonsense&venue=nowhere",
        "paper": library.gavel.get_absolute_url(),
        "Chinese paper": library.chinese.get_absolute_url(),
        "bare paper": library.bare.get_absolute_url(),
        "sources": f"/papers/{library.gavel.pk}/sources/",
        "lists": "/lists/",
        "list": library.group.get_absolute_url(),
        "paper with terms": f"{library.gavel.get_absolute_url()}?terms=1",
        "glossary": "/glossary/",
        "add": "/papers/add/",
        "history": f"/papers/{library.gavel.pk}/summary/en/history/",
        "queues": "/queues/?queue=missing-zh&topic=scheduling",
        "to read": "/me/?status=to-read",
        "reading": "/me/?status=reading",
        "read": "/me/?status=read",
        "set aside": "/me/?status=set-aside",
        "password": "/accounts/password/",
        "profile": "/accounts/profile/",
        "address": "/accounts/email/",
        "second factor": "/accounts/factor/",
        "sessions": "/accounts/sessions/",
        "own data": "/accounts/data/",
        "leaving": "/accounts/delete/",
        "proof": "/accounts/proof/password/",
        "missing": "/papers/999999/",
    }


def writing_pages(library: Library) -> list[str]:
    """The pages that only those see who may write summaries."""
    gavel, chinese, bare = (f"/papers/{paper.pk}" for paper in (library.gavel, library.chinese, library.bare))
    return [f"{gavel}/write/", f"{bare}/write/", f"{gavel}/translate/zh/", f"{chinese}/translate/zh/"]
