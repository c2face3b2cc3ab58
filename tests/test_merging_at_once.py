"""Several people at papers that are merged or parted at the same moment: one deed counts, and nothing is lost."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.http import Http404

from notes.access import reading_for_edit
from notes.models import Reading
from papers.models import Merge, Paper
from papers.uniting import part
from tests.factories import make_member, make_paper
from tests.merging import merge


def at_once(*deeds):
    """Do all at the same moment, each on a connection of its own; return what each raised, or None."""
    raised = [None] * len(deeds)

    def run(place):
        try:
            deeds[place]()
        except (Paper.DoesNotExist, Merge.DoesNotExist, Http404, OperationalError, IntegrityError) as error:
            raised[place] = type(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


together = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite's test database lives in one connection"
)


@together
@pytest.mark.django_db(transaction=True)
def test_two_curators_who_merge_at_once_each_into_the_other():
    for turn in range(10):
        one, other = make_paper(f"One {turn}"), make_paper(f"Other {turn}")
        raised = at_once(lambda: merge(one, other), lambda: merge(other, one))  # noqa: B023 - done before the next turn
        assert sorted(raised, key=str) == [Paper.DoesNotExist, None]
    assert Paper.objects.count() == Merge.objects.count() == 10


@together
@pytest.mark.django_db(transaction=True)
def test_two_curators_who_undo_at_once():
    one, other = make_paper("One"), make_paper("Other")
    done = merge(one, other)
    assert sorted(at_once(lambda: part(done), lambda: part(done)), key=str) == [Merge.DoesNotExist, None]
    assert Paper.objects.count() == 2


@together
@pytest.mark.django_db(transaction=True)
def test_a_member_who_reads_meanwhile_loses_nothing():
    members = [make_member(f"member {number}") for number in range(8)]
    for turn in range(5):
        one, other = make_paper(f"One {turn}"), make_paper(f"Other {turn}")

        def read(member, paper):
            with transaction.atomic():
                reading = reading_for_edit(member, paper)
                reading.move_to("read")
                reading.save()

        deeds = [partial(read, member, other.pk) for member in members]
        raised = at_once(*deeds, partial(merge, one, other))
        assert set(raised) <= {None, Http404}
        assert Reading.objects.filter(paper=one, status="read").count() == raised[:-1].count(None)
