"""Imports in the background: who works at one, how it ends, and what becomes of it where the server does."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, OperationalError, transaction
from django.utils import timezone

from papers.importing import Cancelled, jobs
from papers.importing.bringing import Work
from papers.importing.cancelling import Refused
from papers.models import Import, Paper
from tests.factories import make_import
from tests.imports import prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(monkeypatch):
    """What the engine is asked to do, in order; ``work.does`` is done each time."""

    class Asked(list):
        def does(self, imported, progress):
            progress(1, 2)
            progress(2, 2)

        def doing(self, name):
            def do(imported, progress):
                self.append((name, imported.pk))
                self.does(imported, progress)

            return do

    work = Asked()
    monkeypatch.setattr(jobs, "prepare", work.doing("read"))
    monkeypatch.setattr(jobs, "bring_in", work.doing("write"))
    return work


def state_of(imported):
    imported.refresh_from_db()
    return imported.state


def raising(error):
    def does(imported, progress):
        raise error

    return does


@pytest.mark.parametrize(
    ("before", "deed", "after"), [("reading", "read", "review"), ("writing", "write", "done")]
)  # fmt: skip
def test_it_does_what_is_to_be_done(work, before, deed, after):
    imported = make_import(state=before)
    jobs.start()
    assert work == [(deed, imported.pk)]
    assert state_of(imported) == after
    assert imported.beat is None


@pytest.mark.parametrize("state", ["review", "done", "failed", "cancelled", "undone"])
def test_it_leaves_alone_what_is_not_under_way(work, state):
    imported = make_import(state=state)
    jobs.start()
    assert work == []
    assert state_of(imported) == state


def test_it_works_at_the_oldest_first(work):
    one, two = make_import(state="writing"), make_import(state="reading")
    jobs.start()
    assert work == [("write", one.pk), ("read", two.pk)]


@pytest.mark.parametrize("before", ["reading", "writing"])
@pytest.mark.parametrize(
    ("error", "said"),
    [(Refused("The file has 60,000 rows."), "The file has 60,000 rows."), (DatabaseError("full"), "database refused")],
)
def test_it_says_why_it_failed(work, before, error, said):
    work.does = raising(error)
    imported = make_import(state=before)
    jobs.start()
    assert state_of(imported) == "failed"
    assert said in imported.error


def ended(by: str) -> OperationalError:
    """What psycopg raises where PostgreSQL has ended a transaction; ``by`` is its code."""
    error = OperationalError("deadlock detected")
    error.__cause__ = Exception()
    error.__cause__.sqlstate = by
    return error


@pytest.mark.parametrize(
    ("code", "times", "after", "tries"),
    [("40P01", 1, "done", 2), ("40001", 2, "done", 3), ("40P01", 3, "failed", 3), ("57014", 1, "failed", 1)],
)
def test_what_was_ended_for_somebody_else_is_done_again(work, code, times, after, tries):
    errors = [ended(code)] * times

    def does(*args):
        if errors:
            raise errors.pop()

    work.does = does
    imported = make_import(state="writing")
    jobs.start()
    assert state_of(imported) == after
    assert work == [("write", imported.pk)] * tries


def test_what_was_ended_after_it_had_made_its_list_makes_it_again(monkeypatch):
    errors = [ended("40P01")]
    write = Work.write

    def ended_once(self, group):
        write(self, group)
        if errors:
            raise errors.pop()

    monkeypatch.setattr(Work, "write", ended_once)
    imported = prepared("# Our list\n\n## One\n\n- Gavel: A scheduler. OSDI 2020\n")
    imported.state = "writing"
    imported.save()
    jobs.start()
    assert (state_of(imported), errors) == ("done", [])
    assert [entry.paper.title for entry in imported.list.entries.all()] == [Paper.objects.get().title]


def test_a_fault_of_ours_is_left_to_the_log_and_not_tried_for_ever(work):
    work.does = raising(KeyError("a fault"))
    imported = make_import(state="reading")
    with pytest.raises(KeyError):
        jobs.start()
    assert state_of(imported) == "failed"
    assert "the server's log says what" in imported.error
    jobs.start()
    assert len(work) == 1


@pytest.mark.parametrize("before", ["reading", "writing"])
def test_it_is_cancelled_before_its_turn(work, before):
    imported = make_import(state=before)
    jobs.cancel(imported)
    assert work == []
    assert state_of(imported) == "cancelled"
    assert not jobs.is_cancelled(imported)
    assert not [thread for thread in threading.enumerate() if thread.name == f"import {imported.pk}"]


@pytest.mark.parametrize("before", ["reading", "writing"])
def test_it_is_cancelled_at_its_next_step(work, monkeypatch, before):
    monkeypatch.setattr(jobs, "TELLING", 0)

    def does(imported, progress):
        progress(1, 2)
        cache.set(jobs.key(imported.pk, "cancel"), True)
        progress(2, 2)
        raise AssertionError("went on")

    work.does = does
    imported = make_import(state=before)
    jobs.start()
    assert state_of(imported) == "cancelled"
    assert imported.error == ""


def test_a_server_that_ends_gives_it_back(work, monkeypatch):
    imported = make_import(state="writing")
    monkeypatch.setattr(jobs, "TELLING", 0)
    work.does = raising(jobs.Stopped())
    jobs.work(jobs.claim())
    assert state_of(imported) == "writing"
    assert jobs.is_waiting(imported)


def test_an_ending_server_stops_at_the_next_step(monkeypatch):
    class Gone:
        def is_alive(self):
            return False

    with jobs.Pulse(1) as pulse:
        monkeypatch.setattr(threading, "main_thread", Gone)
        with pytest.raises(jobs.Stopped):
            pulse.progress(1, 2)


@pytest.mark.parametrize(("seconds", "is_taken"), [(1, False), (jobs.DEAD - 2, False), (jobs.DEAD + 1, True)])
def test_it_is_taken_up_again_where_whoever_had_it_shows_no_life(work, seconds, is_taken):
    imported = make_import(state="reading", beat=timezone.now() - timedelta(seconds=seconds))
    jobs.start()
    assert (work == [("read", imported.pk)]) == is_taken
    assert state_of(imported) == ("review" if is_taken else "reading")


def test_a_long_transaction_shows_its_life_elsewhere(work):
    imported = make_import(state="writing", beat=timezone.now() - timedelta(hours=1))
    cache.set(jobs.key(imported.pk, "alive"), True)
    jobs.start()
    assert work == []


def test_only_one_of_two_gets_it(monkeypatch):
    imported = make_import(state="reading")
    looks = jobs.is_waiting

    def while_another_takes_it(found):
        Import.objects.filter(pk=imported.pk).update(beat=timezone.now())
        return looks(found)

    monkeypatch.setattr(jobs, "is_waiting", while_another_takes_it)
    assert jobs.claim() is None


def test_it_tells_how_far_it_is(work, monkeypatch):
    told = []
    monkeypatch.setattr(jobs, "TELLING", 0)
    imported = make_import(state="reading")

    def does(imported, progress):
        for done in (0, 25, 50):
            progress(done, 100)
            told.append(jobs.progress_of(imported))

    work.does = does
    jobs.start()
    assert [(one.done, one.total, one.percent) for one in told] == [(0, 100, 0), (25, 100, 25), (50, 100, 50)]
    assert jobs.progress_of(imported) is None


@pytest.mark.parametrize(
    ("progress", "left"),
    [((0, 100, 5.0), None), ((10, 100, 0.2), None), ((25, 100, 10.0), 30), ((100, 100, 10.0), 0), ((0, 0, 9.0), None)],
)
def test_it_reckons_the_time_that_is_left(progress, left):
    assert jobs.Progress(*progress).seconds_left == left
    assert 0 <= jobs.Progress(*progress).percent <= 100


@pytest.mark.parametrize(
    ("fields", "state"),
    [({"state": "failed"}, "reading"), ({"state": "cancelled", "total": 5, "done": 5}, "review"),
     ({"state": "cancelled", "total": 5, "done": 2}, "reading")],
)  # fmt: skip
def test_it_is_taken_up_where_it_was(work, monkeypatch, fields, state):
    begun = []
    monkeypatch.setattr(jobs, "start", lambda: begun.append(state))
    imported = make_import(**fields)
    assert jobs.again(imported)
    assert state_of(imported) == state
    assert begun == (["reading"] if state == "reading" else [])


def test_it_is_moved_once(work):
    imported = make_import(state="review")
    assert jobs.send_off(imported)
    assert not jobs.send_off(imported)
    assert work == [("write", imported.pk)]


class Gate:
    """Two threads meet here, or the test fails within seconds."""

    def __init__(self):
        self.reached, self.opened = threading.Event(), threading.Event()

    def wait(self):
        self.reached.set()
        assert self.opened.wait(10)


@pytest.mark.django_db(transaction=True)
def test_a_thread_of_the_server_does_it(settings, work):
    settings.IMPORTS_IN_BACKGROUND = True
    gate = Gate()
    work.does = lambda imported, progress: gate.wait()
    imported = make_import(state="reading")
    jobs.begin(imported)
    assert gate.reached.wait(10)
    assert not jobs.is_waiting(Import.objects.get(pk=imported.pk))
    thread = jobs.workshop.thread
    jobs.start()
    assert jobs.workshop.thread is thread
    gate.opened.set()
    thread.join(10)
    assert state_of(imported) == "review"
    assert not thread.daemon
    assert jobs.workshop.thread is None


@pytest.mark.django_db(transaction=True)
def test_a_cancelled_thread_writes_nothing(settings, work, monkeypatch):
    settings.IMPORTS_IN_BACKGROUND = True
    monkeypatch.setattr(jobs, "TELLING", 0)
    gate = Gate()

    def does(imported, progress):
        with transaction.atomic():
            Paper.objects.create(title="Half of it")
            gate.wait()
            progress(1, 2)

    work.does = does
    imported = make_import(state="writing")
    jobs.begin(imported)
    assert gate.reached.wait(10)
    thread = jobs.workshop.thread
    jobs.cancel(imported)
    gate.opened.set()
    thread.join(10)
    assert state_of(imported) == "cancelled"
    assert not Paper.objects.exists()


def test_cancelled_and_stopped_are_not_the_same():
    assert not issubclass(jobs.Stopped, Cancelled)
