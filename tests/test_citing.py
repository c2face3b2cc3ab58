"""Citation keys: given once, unique, kept."""

import threading
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection

from papers import citing
from papers.formats.records import Record
from papers.models import Paper
from tests.factories import make_paper

pytestmark = pytest.mark.django_db


def test_a_paper_gets_its_key_when_it_is_saved_first():
    paper = make_paper("A Fair Queue", year=2020, nickname="Gavel")
    assert paper.cite_key == "gavel2020fair"
    assert Paper.objects.get(pk=paper.pk).cite_key == "gavel2020fair"
    assert paper.history.first().cite_key == "gavel2020fair"


def test_a_key_stays_when_the_title_changes():
    paper = make_paper("A Fair Queue", year=2020)
    paper.title, paper.year = "Another Queue", 2021
    paper.save()
    assert paper.cite_key == "2020fair"


def test_a_key_that_was_given_stays_and_an_emptied_one_is_given_anew():
    paper = make_paper("A Fair Queue", cite_key="Hua:fair")
    paper.save()
    assert paper.cite_key == "Hua:fair"
    paper.cite_key = ""
    paper.save()
    assert paper.cite_key == "fair"


def test_keys_are_unique_without_regard_to_case():
    make_paper("Queue", cite_key="QUEUE")
    assert [make_paper("Queue").cite_key for _ in range(3)] == ["queueb", "queuec", "queued"]


def test_a_save_of_some_fields_gives_no_key():
    paper = make_paper("Queue")
    Paper.objects.filter(pk=paper.pk).update(cite_key="")
    paper = Paper.objects.get(pk=paper.pk)
    paper.title = "Other"
    paper.save(update_fields=["title"])
    assert Paper.objects.get(pk=paper.pk).cite_key == ""


def test_a_key_taken_at_the_same_moment_gives_way_to_the_next(monkeypatch):
    other = make_paper("Queue")
    found = iter([other.cite_key, "queueb"])
    monkeypatch.setattr(citing, "free_key", lambda paper: next(found))
    assert make_paper("Queue").cite_key == "queueb"


def test_another_rule_that_is_broken_is_said():
    make_paper("Queue", doi="10.1/x")
    with pytest.raises(IntegrityError):
        make_paper("Other", doi="10.1/x")


def test_assign_keeps_wanted_keys_where_they_are_free():
    make_paper("Old", cite_key="taken")
    papers = [
        Paper(title="Fair Queues", year=2020),
        Paper(title="B"),
        Paper(title="C"),
        Paper(title="Fair Ones", year=2020),
    ]
    records = [
        Record("Fair Queues", year=2020, authors=("Li Hua",)),
        Record("B", key="taken"),
        Record("C", key="hua 2020{fair}"),
        Record("Fair Ones", year=2020, authors=("Li Hua",)),
    ]
    citing.assign(papers, records)
    assert [paper.cite_key for paper in papers] == ["hua2020fairb", "takenb", "hua2020fair", "hua2020fairc"]
    Paper.objects.bulk_create(papers)


def test_assign_writes_the_keys_of_saved_papers():
    papers = [make_paper("Queue", authors=("Ada Lovelace",)) for _ in range(2)]
    kept = make_paper("Queue", cite_key="mine")
    Paper.objects.exclude(pk=kept.pk).update(cite_key="")
    citing.assign(list(Paper.objects.order_by("pk")))
    keys = [Paper.objects.get(pk=paper.pk).cite_key for paper in [*papers, kept]]
    assert keys == ["lovelacequeue", "lovelacequeueb", "mine"]


def test_assign_asks_no_more_for_more_papers(django_assert_num_queries):
    for count in (10, 20):
        Paper.objects.bulk_create([Paper(title=f"Queue {number}", title_key="q") for number in range(count)])
        papers = list(Paper.objects.filter(cite_key=""))
        with django_assert_num_queries(3):
            citing.assign(papers)
        assert len(set(Paper.objects.values_list("cite_key", flat=True))) == Paper.objects.count()


def test_a_paper_just_made_is_settled_with_its_authors():
    paper = make_paper("Fair Queues", year=2020, authors=("Ada Lovelace",))
    assert paper.cite_key == "2020fair"
    citing.settle(paper)
    paper.refresh_from_db()
    assert paper.cite_key == "lovelace2020fair"


def test_the_migration_gives_older_papers_a_key():
    papers = [make_paper("Queue") for _ in range(2)]
    Paper.objects.update(cite_key="")
    import_module("papers.migrations.0004_fill_claims").give_keys(apps, None)
    assert [Paper.objects.get(pk=paper.pk).cite_key for paper in papers] == ["queue", "queueb"]


@pytest.mark.django_db(transaction=True)
def test_papers_made_at_once_get_keys_of_their_own():
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time anyway")

    def make():
        try:
            for _ in range(5):
                Paper.objects.create(title="Queue")
        finally:
            connection.close()

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(Paper.objects.values_list("cite_key", flat=True))) == 20
