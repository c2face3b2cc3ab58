"""The numbers beside each value, against a recount in plain Python over all papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client

from notes.models import Reading, Summary
from papers.facets import SHOWN
from papers.models import Paper, Topic
from tests.factories import make_paper, make_topic
from tests.pages import elements, papers_in


def lineage(topic: Topic) -> set[str]:
    """The slugs of a topic and all above it, by its parents alone."""
    return {topic.slug} | (lineage(topic.parent) if topic.parent else set())


def traits_of(paper: Paper, member: Any) -> dict[str, set[str]]:
    """What each facet could count the paper under."""
    own = Reading.objects.filter(paper=paper, member=member).exclude(status="").first()
    published = {s.language: s for s in Summary.objects.filter(paper=paper, state="published")}
    english, chinese = published.get("en"), published.get("zh-hans")
    summary = {"en" if english else "missing-en", "zh" if chinese else "missing-zh"}
    if english and chinese:
        behind = [
            one
            for one, two in ((english, chinese), (chinese, english))
            if one.in_step_with and one.in_step_with < two.version
        ]
        summary |= {"both"} | ({"out-of-step"} if behind else set())
    return {
        "status": {own.status if own else "none"},
        "topic": set().union(*(lineage(topic) for topic in paper.topics.all())),
        "year": {str(paper.year)} if paper.year else set(),
        "venue": {paper.venue.name} if paper.venue else set(),
        "tag": {tag.slug for tag in paper.tags.all()},
        "institution": {institution.name for institution in paper.institutions.all()},
        "list": {entry.list.slug for entry in paper.entries.all()},
        "summary": summary,
    }  # fmt: skip


def passes(query: dict[str, list[str]]) -> dict[str, Callable[[dict[str, set[str]]], bool]]:
    """For each facet, whether a paper's traits satisfy what the address asks of it."""
    rules: dict[str, Callable] = {"tag": lambda traits: set(query.get("tag", ())) <= traits["tag"]}
    for name in ("status", "topic", "venue", "institution", "list", "summary"):
        if name in query:
            rules[name] = lambda traits, name=name: bool(traits[name] & set(query[name]))
    low, high = int(query.get("year_min", ["0"])[0]), int(query.get("year_max", ["9999"])[0])
    if {"year_min", "year_max"} & query.keys():
        rules["year"] = lambda traits: any(low <= int(year) <= high for year in traits["year"])
    return rules


def recount(query: str, member: Any) -> dict[str, dict[str, int]]:
    """Every facet's counts: under all restrictions but its own, tags under all."""
    asked = parse_qs(query)
    everything = [traits_of(paper, member) for paper in Paper.objects.all()]
    rules = passes(asked)
    counts = {}
    for name in everything[0]:
        counting = [rule for facet, rule in rules.items() if facet != name or name == "tag"]
        counts[name] = Counter(
            value for traits in everything if all(rule(traits) for rule in counting) for value in traits[name]
        )
    return {name: dict(counter) for name, counter in counts.items()}


def counted_by(client: Client, query: str) -> dict[str, dict[str, int]]:
    facets = client.get(f"/papers/?{query}").context["filters"].facets
    return {
        name: {choice.value: choice.count for choice in facet.choices if choice.count or not choice.is_chosen}
        for name, facet in facets.items()
    }


@pytest.mark.parametrize(
    "query",
    [
        "",
        "tag=gpu",
        "tag=gpu&tag=fairness",
        "venue=OSDI&venue=SOSP",
        "topic=systems",
        "topic=llm-serving&year_min=2021",
        "year_min=2020&year_max=2020",
        "status=read",
        "status=none",
        "summary=both",
        "summary=missing-en",
        "summary=out-of-step",
        "institution=Stanford&tag=gpu",
        "list=cluster-papers&venue=SOSP",
        "topic=systems&tag=gpu&venue=OSDI&venue=SOSP&year_min=2019&institution=Stanford&status=read&summary=en",
        "venue=NeurIPS&tag=gpu",
    ],
)
def test_it_counts_what_a_recount_finds(catalogue, shelf, member, query):
    assert counted_by(shelf, query) == recount(query, member)


def test_it_counts_another_member_s_own_statuses(catalogue, other, as_user):
    assert counted_by(as_user(other), "") == recount("", other)


def test_it_counts_what_choosing_the_value_then_shows(catalogue, shelf):
    facets = shelf.get("/papers/?q=gpu").context["facets"]
    choices = [choice for facet in facets for choice in facet.choices]
    assert len(choices) > 20
    assert [choice.count for choice in choices] == [
        len(papers_in(shelf.get(f"/papers/{choice.url}"))) for choice in choices
    ]


def test_it_counts_words_into_every_facet(catalogue, shelf):
    counts = counted_by(shelf, "q=heterogeneity")
    assert counts["venue"] == {"OSDI": 1}
    assert counts["tag"] == {"gpu": 1, "fairness": 1}
    assert counts["summary"] == {"en": 1, "missing-zh": 1}


def test_it_counts_a_paper_of_two_subtopics_once_above_them(shelf):
    root = make_topic("Systems")
    make_paper(topics=(make_topic("One", parent=root), make_topic("Two", parent=root)))
    make_paper(topics=(root,))
    assert counted_by(shelf, "")["topic"] == {"systems": 2, "one": 1, "two": 1}


def test_it_leaves_out_what_would_show_nothing(catalogue, shelf):
    make_topic("Empty")
    response = shelf.get("/papers/?list=cluster-papers")
    counts = [choice.count for facet in response.context["facets"] for choice in facet.choices]
    assert counts
    assert 0 not in counts
    assert not elements(response, "a", id="topic-empty")
    assert not elements(response, "a", id="tag-推理")


def test_it_writes_the_numbers_on_the_page(catalogue, shelf):
    page = elements(shelf.get("/papers/?venue=OSDI"))
    place = next(n for n, element in enumerate(page) if element.get("id") == "venue-SOSP")
    assert [element.text for element in page[place + 1 : place + 3]] == ["SOSP", "1"]


def test_it_marks_what_is_chosen(catalogue, shelf):
    response = shelf.get("/papers/?tag=gpu&venue=osdi&topic=systems&status=read&summary=en")
    marked = {element.get("id") for element in elements(response, "a", aria_current="true")}
    assert {"tag-gpu", "venue-OSDI", "topic-systems", "status-read", "summary-en"} <= marked
    assert not marked & {"tag-fairness", "topic-scheduling", "venue-SOSP"}


@pytest.mark.parametrize(
    ("query", "choice", "leads_to"),
    [
        ("tag=gpu", ("tag", "fairness"), "?tag=gpu&tag=fairness"),
        ("tag=gpu&tag=fairness", ("tag", "gpu"), "?tag=fairness"),
        ("venue=OSDI", ("venue", "SOSP"), "?venue=OSDI&venue=SOSP"),
        ("venue=OSDI", ("venue", "OSDI"), "?"),
        ("topic=systems", ("topic", "scheduling"), "?topic=scheduling"),
        ("topic=systems", ("topic", "systems"), "?"),
        ("institution=Stanford", ("institution", "Microsoft Research"), "?institution=Microsoft+Research"),
        ("status=read&sort=title", ("venue", "OSDI"), "?venue=OSDI&sort=title&status=read"),
        ("status=read&q=gavel", ("status", "read"), "?q=gavel"),
    ],
)  # fmt: skip
def test_it_links_each_choice_with_what_choosing_makes_of_the_address(catalogue, shelf, query, choice, leads_to):
    facet = shelf.get(f"/papers/?{query}").context["filters"].facets[choice[0]]
    assert next(found.url for found in facet.choices if found.value == choice[1]) == leads_to


def test_it_draws_a_bar_for_every_year_between_the_first_and_the_last(catalogue, shelf):
    bars = shelf.get("/papers/").context["bars"]
    assert [(bar.label, bar.count) for bar in bars] == [
        ("2017", 1), ("2018", 0), ("2019", 0), ("2020", 2), ("2021", 0), ("2022", 0), ("2023", 1), ("2024", 1),
    ]  # fmt: skip
    assert bars[3].url == "?year_min=2020&year_max=2020"


def test_it_keeps_all_years_in_sight_and_marks_the_chosen_ones(catalogue, shelf):
    bars = shelf.get("/papers/?year_min=2020&year_max=2023").context["bars"]
    assert sum(bar.count for bar in bars) == 5
    assert [bar.label for bar in bars if bar.is_chosen] == ["2020", "2021", "2022", "2023"]


def test_it_names_topics_in_the_language_of_the_page(catalogue, shelf):
    shelf.post("/language/", {"language": "zh-hans"})
    facet = shelf.get("/papers/").context["filters"].facets["topic"]
    assert [(choice.label, choice.depth) for choice in facet.choices] == [
        ("系统", 0), ("调度", 1), ("大模型推理", 1), ("模型", 0),
    ]  # fmt: skip


def test_it_hides_the_rest_of_a_long_facet_but_never_what_is_chosen(shelf):
    names = [f"V{number:02}" for number in range(20)]
    for name in names:
        make_paper(venue=name)
    facet = shelf.get("/papers/?venue=V19").context["filters"].facets["venue"]
    assert [choice.value for choice in facet.shown] == ["V19", *names[: SHOWN - 1]]
    assert facet.is_cut
    assert [choice.value for choice in facet.choices[SHOWN:19]] == names[SHOWN:19]


def test_it_keeps_a_chosen_value_in_sight_that_nothing_is_behind(catalogue, shelf):
    response = shelf.get("/papers/?venue=NeurIPS&tag=gpu")
    (link,) = elements(response, "a", id="tag-gpu")
    assert link.get("href") == "?venue=NeurIPS"
    assert link.get("aria-current") == "true"


def test_it_shows_a_large_tree_down_to_where_it_gets_long_and_around_the_chosen_topic(shelf):
    roots = [make_topic(f"Root {number}") for number in range(30)]
    below = [make_topic(f"Below {number}", parent=roots[number % 30]) for number in range(60)]
    deep = make_topic("Deep", parent=below[0])
    make_paper(topics=(*below, deep))
    facet = shelf.get("/papers/").context["filters"].facets["topic"]
    assert [choice.value for choice in facet.shown] == [root.slug for root in roots]
    assert facet.is_cut
    facet = shelf.get("/papers/?topic=below-0").context["filters"].facets["topic"]
    near = [choice.value for choice in facet.shown if choice.depth]
    assert near == ["below-0", "deep"]
