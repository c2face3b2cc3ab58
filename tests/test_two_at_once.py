"""Two at once on PostgreSQL: who renames a name, and who gives it to papers, wait and never block each other."""

import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction

from papers import bulk
from papers.bearing import renaming
from papers.indexing import differences, reindex
from papers.models import Paper, Tag
from papers.tagging import rename_tag
from papers.uniting.merging import hold
from tests.databases import IS_POSTGRESQL
from tests.factories import make_curator, make_paper, make_topic

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not IS_POSTGRESQL, reason="SQLite has one writer"),
]
PATIENCE = 30  # seconds


class Other(threading.Thread):
    """Does it in a thread of its own, with a connection of its own; ``join`` raises what it raised."""

    def __init__(self, deed):
        super().__init__(daemon=True)
        self.deed, self.error = deed, None
        self.start()

    def run(self):
        try:
            self.deed()
        except BaseException as error:
            self.error = error
        finally:
            connections.close_all()

    def ended(self):
        self.join(PATIENCE)
        assert not self.is_alive()
        if self.error:
            raise self.error


def until_somebody_waits():
    """For a lock, in this database."""
    until = time.monotonic() + PATIENCE
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(query)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("Nobody waits.")


@contextmanager
def meanwhile(deed):
    """Inside a transaction: something is done here, then another begins the deed and waits, then it goes on here."""
    other = None

    def begin():
        nonlocal other
        other = Other(deed)
        until_somebody_waits()

    with transaction.atomic():
        yield begin
    other.ended()


@pytest.fixture
def tagged():
    """Papers, of which the first has the tag."""
    return [make_paper(f"Paper {number}", tags=("gpu",) if number == 0 else ()) for number in range(3)]


def test_renaming_a_tag_and_giving_it_to_many(tagged):
    by, tag = make_curator(), Tag.objects.get()
    with meanwhile(lambda: bulk.add_tags(Paper.objects.all(), [tag], by)) as begin:
        Tag.objects.select_for_update().get(pk=tag.pk)
        begin()
        rename_tag(tag, "accelerators", by)
    assert Tag.objects.get().name == "accelerators"
    assert list(differences()) == []


@pytest.mark.parametrize("renamed_first", [True, False])
def test_a_paper_that_gets_a_topic_while_it_is_renamed_is_found_by_its_new_name(renamed_first):
    by, topic, paper = make_curator(), make_topic("Training"), make_paper("Gavel")

    def give():
        bulk.add_topic(Paper.objects.filter(pk=paper.pk), topic, by)

    def rename():
        with renaming(topic):
            type(topic).objects.filter(pk=topic.pk).update(name_zh="弹性训练")

    first, second = (rename, give) if renamed_first else (give, rename)
    with meanwhile(second) as begin:
        first()
        begin()
    assert paper.topics.get().name_zh == "弹性训练"
    assert list(differences()) == []


def test_a_topic_given_by_itself_is_found_by_its_new_name_too():
    topic, paper = make_topic("Training"), make_paper("Gavel")

    def rename():
        with renaming(topic):
            type(topic).objects.filter(pk=topic.pk).update(name_zh="弹性训练")

    with meanwhile(rename) as begin:
        paper.topics.add(topic)
        reindex([paper.pk])
        begin()
    assert list(differences()) == []


def test_merging_papers_while_their_tag_is_renamed(tagged):
    by, tag = make_curator(), Tag.objects.get()
    first, second = tagged[0].pk, tagged[1].pk

    def merge():
        with transaction.atomic():
            hold(first, second)
            bulk.add_tags(Paper.objects.filter(pk=second), [tag], by)

    with meanwhile(merge) as begin:
        Tag.objects.select_for_update().get(pk=tag.pk)
        begin()
        rename_tag(tag, "accelerators", by)
    assert list(differences()) == []


def test_a_paper_indexed_while_its_topic_is_being_renamed_is_indexed_again():
    topic, paper = make_topic("Training"), make_paper("Gavel")
    paper.topics.add(topic)
    started, go_on = threading.Event(), threading.Event()

    def rename():
        with renaming(topic):
            type(topic).objects.filter(pk=topic.pk).update(name_zh="弹性训练")
            started.set()
            assert go_on.wait(PATIENCE)

    other = Other(rename)
    assert started.wait(PATIENCE)
    late = make_paper("Late")  # which the renaming does not know of
    with transaction.atomic():
        late.topics.add(topic)
        reindex([late.pk])
        # leaving the block commits, and then waits for the renaming
        waiting = Other(lambda: (until_somebody_waits(), go_on.set()))
    other.ended()
    waiting.ended()
    assert list(differences()) == []
