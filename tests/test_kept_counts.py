"""Counts that are kept: they are what counting anew finds, after whatever has happened."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from papers import bitmaps
from papers.indexing import rebuild, reindex
from papers.models import Paper
from papers.search import looking
from tests.factories import make_paper, make_reading, make_summary, make_writer
from tests.test_facets import counted_by, recount

QUERIES = [
    "", "tag=gpu", "venue=OSDI&venue=SOSP", "topic=systems&status=none", "status=none", "status=read",
    "status=none&summary=missing-en", "summary=missing-zh", "summary=missing-en&venue=OSDI", "list=cluster-papers",
    "year_min=2020&tag=gpu&status=none",
]  # fmt: skip


@pytest.fixture(autouse=True)
def kept(settings: Any) -> None:
    settings.KEEP_COUNTS = True


def both(client, member, query):
    """What the page says, and what a recount finds; once more where the first answer was kept."""
    first, again = counted_by(client, query), counted_by(client, query)
    assert first == again == recount(query, member)
    return first


@pytest.mark.parametrize("query", QUERIES)
def test_they_are_exact_before_and_after_a_change(catalogue, shelf, member, query):
    both(shelf, member, query)
    paper = make_paper(venue="OSDI", tags=("GPU", "new"), year=2021)
    reindex([paper.pk])
    both(shelf, member, query)
    number = paper.pk
    paper.delete()
    reindex([number])
    both(shelf, member, query)


def test_a_status_counts_at_once(catalogue, shelf, member):
    for query in ("", "status=none", "tag=gpu"):
        both(shelf, member, query)
    shelf.post(f"/papers/{catalogue['undated']}/status/", {"status": "read"})
    for query in ("", "status=none", "tag=gpu"):
        both(shelf, member, query)


def test_two_members_share_what_is_the_same_and_nothing_else(catalogue, shelf, as_user, member, other):
    theirs = as_user(other)
    for query in ("", "status=none", "status=read", "status=none&tag=gpu"):
        mine = both(shelf, member, query)
        assert both(theirs, other, query)["status"] != mine["status"]


@pytest.mark.django_db(transaction=True)
def test_what_was_counted_in_a_transaction_that_failed_is_forgotten(catalogue, shelf, member):
    before = both(shelf, member, "")
    try:
        with transaction.atomic():
            paper = make_paper(venue="OSDI", tags=("GPU",))
            reindex([paper.pk])
            assert both(shelf, member, "")["venue"]["OSDI"] == before["venue"]["OSDI"] + 1
            raise RuntimeError
    except RuntimeError:
        pass
    assert both(shelf, member, "") == before
    reindex([make_paper(venue="SOSP").pk])
    assert both(shelf, member, "")["venue"]["SOSP"] == before["venue"]["SOSP"] + 1


def test_labels_follow_the_language_and_a_new_name(catalogue, shelf):
    shelf.get("/papers/")
    shelf.post("/language/", {"language": "zh-hans"})
    facet = shelf.get("/papers/").context["filters"].facets["topic"]
    assert facet.choices[0].label == "系统"


@pytest.mark.parametrize("listed", [0, 2_000], ids=["asked of the index", "listed"])
@pytest.mark.parametrize("found", [1, 9])
def test_words_in_few_or_most_papers_count_the_same_with_and_without_what_is_kept(
    shelf, member, settings, monkeypatch, found, listed
):
    monkeypatch.setattr(looking, "MOST_LISTED", listed)
    for number in range(10):
        title = "A cluster scheduler" if number < found else "A network"
        make_paper(title, venue=("OSDI", "SOSP")[number % 2], tags=("GPU",) if number % 3 else (), year=2015 + number)
    make_reading(member, Paper.objects.first(), "read")
    rebuild()
    for query in ("", "q=cluster", "q=cluster&venue=OSDI", "q=cluster&status=none", "q=-cluster", "q=cluster&tag=gpu"):
        settings.KEEP_COUNTS = False
        anew = counted_by(shelf, query)
        settings.KEEP_COUNTS = True
        for address in ("", query, query):
            counted = counted_by(shelf, address)
        assert counted == anew
        assert anew["venue"] or query in ("q=-cluster", "q=cluster&tag=gpu")


def test_one_s_own_note_is_counted_for_oneself(shelf, member, as_user, other, settings):
    papers = [make_paper("A cluster", venue="OSDI", tags=("GPU",)), make_paper("A network", venue="SOSP"), make_paper()]
    make_reading(member, papers[1], "read", private_note="About a cluster.")
    make_reading(member, papers[0], "read", private_note="Nothing of networks.")
    rebuild()
    assert counted_by(as_user(other), "q=cluster")["venue"] == {"OSDI": 1}
    for _ in range(2):
        assert counted_by(shelf, "q=cluster")["venue"] == {"OSDI": 1, "SOSP": 1}
        assert counted_by(shelf, "q=cluster -networks")["venue"] == {"SOSP": 1}
        assert shelf.get("/papers/?q=cluster").context["filters"].total == 2
        assert counted_by(as_user(other), "q=cluster -networks")["venue"] == {"OSDI": 1}


def test_a_page_asks_less_where_its_counts_are_kept(catalogue, shelf):
    def queries(path):
        with CaptureQueriesContext(connection) as captured:
            shelf.get(path)
        return len(captured)

    cold = queries("/papers/?tag=gpu")
    assert queries("/papers/?tag=gpu") < cold
    cache.clear()
    bitmaps.HELD.clear()  # as in another process
    assert queries("/papers/?tag=gpu") == cold


def test_drafts_are_their_writer_s(catalogue, as_user, other):
    writer = make_writer()
    make_summary(make_paper("Of a writer"), state="draft", author=writer)
    rebuild()
    for query in ("", "", "status=none", "summary=drafts", "venue=OSDI"):
        counts = counted_by(as_user(writer), query)["summary"]
        assert counts.get("drafts") == (None if query == "venue=OSDI" else 1)
        assert "drafts" not in counted_by(as_user(other), query)["summary"]
