"""Two papers with something in every place that is searched, and the rows that name them."""

from __future__ import annotations

from django.contrib.auth.models import User

from papers.models import Paper, Tag, Topic
from tests.factories import make_paper, make_reading, make_summary, make_topic, make_venue


def make_gavel(member: User) -> Paper:
    """A paper with something in every place that is searched."""
    systems = make_topic("Systems", "系统")
    scheduling = make_topic("Scheduling", "调度", parent=systems)
    make_venue("OSDI", aliases=("USENIX OSDI",))
    paper = make_paper(
        "Gavel", venue="OSDI", year=2020, topics=(scheduling,), tags=("GPU", "fair"), institutions=("Stanford",),
        authors=("Ada Byron",), doi="10.1/gavel",
    )  # fmt: skip
    make_summary(paper, "en", "Jobs share machines.", author=member)
    make_summary(paper, "zh-hans", "作业共享机器。", author=member)
    make_reading(member, paper, private_note="Mine alone.")
    return paper


def make_pollux(other: User) -> Paper:
    """Another paper, with other names but for one tag."""
    paper = make_paper(
        "Pollux", venue="SOSP", year=2021, topics=(make_topic("Training", "训练"),), tags=("GPU", "gpus"),
        institutions=("Standford",), authors=("Alan Turing",),
    )  # fmt: skip
    make_reading(other, paper, private_note="Theirs alone.")
    return paper


def topic(name: str) -> Topic:
    return Topic.objects.get(name_en=name)


def tag(name: str) -> Tag:
    return Tag.objects.get(name=name)
