"""What is kept of a search, the order of its first pages and its reasons: the same as finding them anew."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.indexing import reindex
from papers.models import Paper
from papers.search import looking
from tests.factories import make_paper, make_reading, make_summary

ADDRESSES = [
    "q=cluster", "q=cluster&sort=newest", "q=cluster&sort=title&page=2", "q=cluster&page=3", "q=cluster&status=none",
    "q=cluster&venue=OSDI", "q=cluster -network", "q=集群", "sort=newest",
]  # fmt: skip


@pytest.fixture(autouse=True)
def kept(settings: Any) -> None:
    settings.KEEP_COUNTS = True
    settings.PAGE_SIZE = 3


@pytest.fixture
def papers(db: None) -> list[Paper]:
    titles = ["A cluster", "集群调度", "A network of clusters"]
    found = [
        make_paper(titles[number % 3], venue=("OSDI", "SOSP")[number % 2], year=2015 + number, tags=("cluster",))
        for number in range(12)
    ]
    make_summary(found[0], body="What a cluster is good for.")
    make_summary(found[1], language="zh-hans", body="集群的用处。")
    return found


def shown(client: Any, address: str) -> list[tuple[int, str, list[tuple[str, str]]]]:
    """Of each row its paper, its title as marked, and why it is there."""
    rows = []
    for paper in client.get(f"/papers/?{address}").context["papers"]:
        why = getattr(paper, "why", None)
        rows.append((paper.pk, why and why.title, [(str(one.label), one.html) for one in why.reasons] if why else []))
    return rows


def same(client: Any, settings: Any) -> list[Any]:
    """What all addresses show, which is the same found anew, found first and found again."""
    settings.KEEP_COUNTS = False
    anew = [shown(client, address) for address in ADDRESSES]
    settings.KEEP_COUNTS = True
    for _ in range(2):
        assert [shown(client, address) for address in ADDRESSES] == anew
    return anew


@pytest.mark.parametrize("listed", [0, 2_000], ids=["asked of the index", "listed"])
def test_rows_and_reasons_are_the_same_before_and_after_every_change(
    papers, shelf, member, settings, monkeypatch, listed
):
    monkeypatch.setattr(looking, "MOST_LISTED", listed)
    states = [same(shelf, settings)]
    paper = make_paper("Another cluster", year=2030)
    states.append(same(shelf, settings))
    Paper.objects.filter(pk=paper.pk).update(title="Another grid")
    reindex([paper.pk])
    states.append(same(shelf, settings))
    shelf.post(f"/papers/{paper.pk}/note/", {"private_note": "A cluster after all."})
    states.append(same(shelf, settings))
    shelf.post(f"/papers/{papers[3].pk}/status/", {"status": "read"})
    states.append(same(shelf, settings))
    number = paper.pk
    paper.delete()
    reindex([number])
    states.append(same(shelf, settings))
    assert all(before != after for before, after in zip(states, states[1:], strict=False))


def test_a_note_explains_a_hit_to_its_writer_alone(papers, shelf, as_user, other, member):
    theirs = as_user(other)
    make_reading(member, papers[3], private_note="My cluster is small.")
    for _ in range(2):
        assert "My <mark>cluster</mark> is small." in shelf.get("/papers/?q=cluster&sort=title").text
        assert "is small" not in theirs.get("/papers/?q=cluster&sort=title").text


def test_reasons_are_in_the_language_of_the_page(papers, shelf):
    for language, label in (("en", "English summary"), ("zh-hans", "英文总结"), ("en", "English summary")):
        shelf.post("/language/", {"language": language})
        assert label in shelf.get("/papers/?q=good&sort=oldest").text


def test_a_search_that_is_kept_asks_the_index_nothing(papers, shelf, monkeypatch):
    monkeypatch.setattr(looking, "MOST_LISTED", 0)
    for address in ("q=cluster", "q=cluster&sort=newest", "q=cluster&page=2"):
        asked = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as captured:
                shelf.get(f"/papers/?{address}")
            asked.append([one["sql"] for one in captured if "papers_search" in one["sql"]])
        one_s_own_notes = ("member_id", "BETWEEN")  # on PostgreSQL, on SQLite
        assert asked[0] and not [sql for sql in asked[1] if not any(part in sql for part in one_s_own_notes)]


@pytest.mark.parametrize("path", ["/papers/", "/admin/papers/paper/"])
def test_words_typed_twice_are_another_name(client, administrator, path):
    make_paper("Scheduling clusters fairly", nickname="Gavel", year=2000)
    make_paper("Gavel", year=2020, nickname="Other")
    make_paper("Gavel gavel: a gavel", year=2022, nickname="gavel gavel")
    client.force_login(administrator)

    def order(words: str) -> list[int]:
        found = client.get(path, {"q": words}).context
        return [paper.pk for paper in (found["papers"] if path == "/papers/" else found["cl"].result_list)]

    once, twice = order("gavel"), order("gavel gavel")
    cache.clear()
    assert (order("gavel gavel"), order("gavel")) == (twice, once)
    assert once != twice
