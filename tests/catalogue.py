"""A small catalogue in which every filter keeps some papers and drops others, for two members."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User

from papers.models import Paper
from tests.factories import (
    indexed_at_once,
    make_entry,
    make_institution,
    make_list,
    make_paper,
    make_reading,
    make_section,
    make_summary,
    make_topic,
    make_venue,
)


@dataclass
class Catalogue:
    papers: dict[str, Paper]

    def __getitem__(self, name: str) -> int:
        return self.papers[name].pk

    def named(self, ids: list[int]) -> list[str]:
        """The papers' short names in the order of their ids."""
        names = {paper.pk: name for name, paper in self.papers.items()}
        return [names[pk] for pk in ids]


@indexed_at_once()
def build(member: User, other: User) -> Catalogue:
    make_venue("NeurIPS", aliases=("NIPS",), full_name="Conference on Neural Information Processing Systems")
    make_venue("arXiv", aliases=("CoRR",), kind="preprint-server")
    make_institution("Stanford", aliases=("Standford",), full_name="Stanford University")
    systems = make_topic("Systems", "系统")
    scheduling = make_topic("Scheduling", "调度", parent=systems)
    serving = make_topic("LLM serving", "大模型推理", parent=systems, position=1)
    models = make_topic("Models", "模型", position=1)
    papers = {
        "gavel": make_paper(
            "Heterogeneity-Aware Cluster Scheduling Policies", venue="OSDI", year=2020, nickname="Gavel",
            topics=(scheduling,), tags=("GPU", "fairness"), institutions=("Stanford", "Microsoft Research"),
            authors=("Deepak Narayanan", "Keshav Santhanam"),
        ),
        "vllm": make_paper(
            "Efficient Memory Management with PagedAttention", venue="SOSP", year=2023, nickname="vLLM",
            topics=(scheduling, serving), tags=("GPU", "memory"), institutions=("UC Berkeley", "Stanford"),
            abstract="Throughput doubles at 100% load.",
        ),
        "survey": make_paper(
            "面向大模型的推理调度综述", year=2024, kind="survey", topics=(serving,), tags=("GPU", "推理"),
            authors=("张三",), institutions=("清华大学",),
        ),
        "attention": make_paper(
            "Attention Is All You Need", venue="NeurIPS", year=2017, topics=(models,), institutions=("Google",),
        ),
        "laws": make_paper("The Scaling Laws", venue="arXiv", year=2020, kind="preprint", topics=(models, serving)),
        "undated": make_paper("A Note Without a Year"),
    }  # fmt: skip
    first, second = make_list("Cluster papers"), make_list("大模型论文")
    beginning, end = make_section(first, "Beginning"), make_section(first, "End")
    make_entry(papers["gavel"], beginning)
    make_entry(papers["gavel"], end)  # twice in one list
    make_entry(papers["vllm"], end)
    make_entry(papers["survey"], make_section(second, "综述"))

    make_reading(member, papers["gavel"], "read")
    make_reading(member, papers["vllm"], "reading")
    make_reading(member, papers["survey"], "to-read")
    make_reading(member, papers["attention"], "set-aside")
    make_reading(member, papers["laws"], "", rating=4)  # rated, and no status
    make_reading(other, papers["gavel"], "to-read")
    make_reading(other, papers["undated"], "read")

    make_summary(papers["gavel"], body="Shares accelerators **fairly**.", version=3)
    make_summary(papers["gavel"], "zh-hans", "未发表的草稿", state="draft", version=5)
    make_summary(papers["vllm"], body="Pages the cache.", version=1, in_step_with=1)
    make_summary(papers["vllm"], "zh-hans", "把缓存分页，提高吞吐量。", version=2, in_step_with=1)
    make_summary(papers["survey"], "zh-hans", "一篇综述。", in_step_with=1)
    make_summary(papers["laws"], body="Loss falls with size.", version=2, in_step_with=2)
    make_summary(papers["laws"], "zh-hans", "规模越大损失越低。", version=2, in_step_with=2)
    make_summary(papers["attention"], body="An unfinished thought.", state="draft")
    return Catalogue(papers)
