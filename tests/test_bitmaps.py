"""The bitmaps that facets are counted from: the same brought up to date as made anew, and never of another state."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from notes.models import Summary
from papers import bitmaps
from papers.generation import MOST_NAMED, move_on
from papers.indexing import reindex
from papers.kept import Kept
from papers.models import Change, Paper, Tag, Topic
from tests.factories import make_entry, make_list, make_paper, make_section, make_summary, make_topic


@pytest.fixture(autouse=True)
def kept(settings: Any) -> None:
    settings.KEEP_COUNTS = True


@pytest.fixture
def papers(db: None) -> list[Paper]:
    systems = make_topic("Systems", "系统")
    serving = make_topic("Serving", "服务", parent=systems)
    found = [
        make_paper(f"Paper {n}", venue=("OSDI", "SOSP", "")[n % 3], year=2015 + n, tags=("GPU", "调度")[: n % 3])
        for n in range(9)
    ]
    for number, paper in enumerate(found):
        paper.topics.set([systems] if number % 2 else [serving])
    section = make_section(make_list("Cluster papers"))
    for paper in found[:4]:
        make_entry(paper, section)
    make_summary(found[0], body="In English.")
    make_summary(found[0], language="zh-hans", body="中文。")
    reindex([paper.pk for paper in found])
    return found


def now() -> bitmaps.Index:
    return bitmaps.index(Kept())


def queries(deed: Any) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        deed()
    return [one["sql"] for one in captured]


def anew(found: list[str]) -> bool:
    """Whether all papers were looked at, instead of some."""
    return any("UNION ALL" in sql and " IN (" not in sql for sql in found)


def test_every_column_says_which_papers_have_what(papers):
    index = now()
    numbers = [paper.pk for paper in papers]
    assert list(index.all) == sorted(numbers)
    assert list(index.of("tag", Tag.objects.get(name="GPU").pk)) == [numbers[n] for n in range(9) if n % 3]
    assert list(index.of("year", 2017)) == [numbers[2]]
    assert list(index.of("venue", papers[0].venue_id)) == [numbers[0], numbers[3], numbers[6]]
    assert not index.of("venue", 0) and not index.of("nothing", 1)
    ((_key, listed),) = index.sets["list"].items()
    assert list(listed) == numbers[:4]
    assert [list(index.of("language", code)) for code in (0, 1)] == [[numbers[0]], [numbers[0]]]


def test_a_topic_has_the_papers_of_what_is_below_it(papers):
    tree = Topic.objects.as_tree()
    about = now().about(tree)
    systems, serving = (topic.pk for topic in tree)
    assert len(about[systems]) == 9
    assert len(about[serving]) == 5
    Topic.objects.filter(pk=serving).update(parent=None)
    assert len(now().about(Topic.objects.as_tree())[systems]) == 4


def test_a_change_that_names_its_papers_has_them_alone_looked_up(papers):
    now()
    tag = Tag.objects.get(name="调度")
    papers[0].tags.add(tag)
    reindex([papers[0].pk])
    asked = queries(now)
    assert not anew(asked)
    assert papers[0].pk in now().of("tag", tag.pk)
    assert now().sets == bitmaps.made()
    assert len(queries(now)) == 1  # which state it is


def test_what_is_gone_is_gone_from_every_bitmap(papers):
    now()
    numbers = [paper.pk for paper in papers[4:6]]
    for paper in papers[4:6]:
        paper.delete()
    reindex(numbers)
    index = now()
    assert index.sets == bitmaps.made()
    assert not any(number in some for values in index.sets.values() for some in values.values() for number in numbers)


def test_a_value_that_nothing_has_any_more_is_no_value(papers):
    now()
    Summary.objects.all().delete()
    reindex([papers[0].pk])
    assert "language" not in {column for column, values in now().sets.items() if values}


@pytest.mark.parametrize("named", [None, range(1, MOST_NAMED + 2)], ids=["unknown", "too many"])
def test_a_change_of_whatever_papers_has_all_of_them_looked_up(papers, named):
    now()
    Paper.objects.filter(pk=papers[0].pk).update(year=1999)
    move_on(named)
    assert anew(queries(now))
    assert now().sets == bitmaps.made()


def test_too_many_papers_of_many_changes_are_made_anew(papers, monkeypatch):
    now()
    monkeypatch.setattr(bitmaps, "MOST_LOOKED_UP", 3)
    for number in range(4):
        move_on([papers[number].pk])
    assert anew(queries(now))


def test_a_change_of_no_papers_looks_none_up(papers):
    now()
    move_on(())
    assert not any("papers_taggedpaper" in sql for sql in queries(now))


@pytest.mark.django_db(transaction=True)
def test_what_was_seen_in_a_transaction_that_failed_is_forgotten(papers):
    before = now().sets
    with pytest.raises(RuntimeError), transaction.atomic():
        Paper.objects.filter(pk=papers[0].pk).update(year=1999)
        reindex([papers[0].pk])
        assert papers[0].pk in now().of("year", 1999)
        raise RuntimeError
    assert now().sets == before == bitmaps.made()
    reindex([papers[1].pk])
    assert now().sets == before


def test_another_process_takes_over_what_one_has_made(papers):
    sets = now().sets
    bitmaps.HELD.clear()
    assert not anew(queries(now))
    assert now().sets == sets
    Paper.objects.filter(pk=papers[0].pk).update(year=1999)
    reindex([papers[0].pk])
    bitmaps.HELD.clear()
    assert not anew(queries(now))
    assert now().sets == bitmaps.made() != sets
    cache.clear()
    bitmaps.HELD.clear()
    assert anew(queries(now))


def test_changes_that_were_forgotten_before_they_were_seen_count_as_any(papers):
    now()
    Paper.objects.filter(pk=papers[0].pk).update(year=1999)
    move_on(())
    Change.objects.filter(pk__lte=Change.objects.latest("pk").pk - 1).delete()  # as after KEPT more
    assert anew(queries(now))
    assert now().sets == bitmaps.made()


def test_who_may_be_behind_is_followed_by_itself(papers, monkeypatch):
    here = now()
    kept = Kept()
    assert kept.state == here.state
    with monkeypatch.context() as patched:
        patched.setattr(bitmaps, "reading", SimpleNamespace(database=lambda: "behind"))
        assert bitmaps.index(kept) is not here
    assert bitmaps.index(kept) is here
    assert {*bitmaps.HELD} == {"default", "behind"}


def test_another_release_takes_nothing_over(papers, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(bitmaps, "COLUMNS", [one for one in bitmaps.COLUMNS if one.name != "year"])
        patched.setattr(bitmaps, "program", lambda: "earlier")
        assert not now().of("year", 2015)
    bitmaps.HELD.clear()
    assert now().of("year", 2015)


def test_who_waits_for_another_thread_for_too_long_makes_one_s_own(papers, monkeypatch):
    monkeypatch.setattr(bitmaps, "PATIENCE", 0.01)
    with bitmaps.HOLDING:
        assert now().sets == bitmaps.made()
    assert not bitmaps.HELD
