"""Reading and bringing in, in a thread of the server. What a server that ends leaves undone is taken up again.

On SQLite the transaction of an import keeps all other writers waiting, so that neither its progress nor the wish to
cancel it can go through the database: both go through the cache, which all workers share.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, OperationalError, connections
from django.utils import timezone
from django.utils.translation import gettext_noop

from papers.importing import bring_in, prepare
from papers.importing.cancelling import Cancelled, Refused
from papers.models import Import
from papers.patience import patient

BEAT = 2.0  # seconds between two signs of life
DEAD = 15  # after so many seconds without one, whoever worked at it is gone
TELLING = 0.5  # seconds between two reports of progress; each is a file, and a look whether to go on
TRIES = 3
DEADLOCKS = {"40001", "40P01"}  # PostgreSQL's words for two transactions of which only one could go on
KEPT = 24 * 3600  # a wish to cancel is heard so long
FAULT = gettext_noop("Something went wrong inside; the server's log says what. Nothing was written.")
REFUSAL = gettext_noop("The database refused. Nothing was written; try again.")

State = Import.State
UNDER_WAY = (State.READING, State.WRITING)
log = logging.getLogger(__name__)


class Stopped(Exception):
    """The server is ending; what was under way is rolled back and waits for the next start."""


class Progress(NamedTuple):
    done: int
    total: int
    seconds: float  # since it began

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0

    @property
    def seconds_left(self) -> int | None:
        """As long again as so far, by the rows that are still to do; None before there is a rate."""
        if not self.done or self.seconds < 1:
            return None
        return round(self.seconds * (self.total - self.done) / self.done)


def progress_of(imported: Import) -> Progress | None:
    """How far the work is; None where it waits for its turn."""
    told = cache.get(key(imported.pk, "progress"))
    if told is None:
        return None
    done, total, began = told
    return Progress(done, total, time.time() - began)


def cancel(imported: Import) -> None:
    """Have it end at its next step, with nothing written."""
    cache.set(key(imported.pk, "cancel"), True, KEPT)
    start()


def is_cancelled(imported: Import) -> bool:
    return bool(cache.get(key(imported.pk, "cancel")))


def begin(imported: Import) -> None:
    """Work at an import that has just been given one of the states ``UNDER_WAY``."""
    cache.delete_many([key(imported.pk, name) for name in ("cancel", "progress", "alive")])
    start()


def move(imported: Import, to: str, *came_from: str, **fields: Any) -> bool:
    """Give it the state ``to``, unless somebody was quicker and it is in none of the states that it may come from."""
    same = Import.objects.filter(pk=imported.pk, state__in=came_from)
    is_moved = bool(same.update(state=to, beat=None, error="", **fields))
    if is_moved and to in UNDER_WAY:
        begin(imported)
    return is_moved


def send_off(imported: Import) -> bool:
    """Bring in what was reviewed."""
    return move(imported, State.WRITING, State.REVIEW, started=timezone.now())


def set_aside(imported: Import) -> bool:
    """Leave it at what was reviewed, with nothing written."""
    return move(imported, State.CANCELLED, State.REVIEW)


def again(imported: Import) -> bool:
    """Take up one that failed or was cancelled: its rows, where all were read, else from the text."""
    is_read = imported.total > 0 and imported.done >= imported.total
    return move(imported, State.REVIEW if is_read else State.READING, State.FAILED, State.CANCELLED)


def key(pk: int, name: str) -> str:
    return f"import-{pk}-{name}"


class Workshop:
    """The one thread of this process that works at imports, one after another: two would need twice the memory."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    def open(self) -> threading.Thread:
        with self.lock:
            if self.thread is None or not self.thread.is_alive():
                # not a daemon: a server that ends waits for the next step, where the work is rolled back in order
                self.thread = threading.Thread(target=self.work_off, name="imports", daemon=False)
                self.thread.start()
            return self.thread

    def work_off(self) -> None:
        try:
            while (imported := self.next_one()) is not None:
                with patient():
                    work(imported)
        except DatabaseError as error:
            log.warning("Imports wait: %s", str(error).splitlines()[0])
        finally:
            connections.close_all()

    def next_one(self) -> Import | None:
        """With the lock, so that whoever opens the workshop now finds it either at work or closed."""
        with self.lock:
            imported = claim() if threading.main_thread().is_alive() else None
            if imported is None:
                self.thread = None
            return imported


workshop = Workshop()


def start() -> None:
    """See to it that whatever waits is worked at; costs nothing where it is."""
    if settings.IMPORTS_IN_BACKGROUND:
        workshop.open()
    else:
        while (imported := claim()) is not None:
            work(imported)


def take_up() -> None:
    """At the start of a server: what the last one left, now and, where it has died just before, once that is plain."""
    start()
    later = threading.Timer(DEAD + BEAT, start)
    later.daemon = True
    later.start()


def is_waiting(imported: Import) -> bool:
    """Whether nobody works at it."""
    is_fresh = imported.beat is not None and (timezone.now() - imported.beat).total_seconds() < DEAD
    return imported.state in UNDER_WAY and not is_fresh and not cache.get(key(imported.pk, "alive"))


def claim() -> Import | None:
    """The oldest import that waits, taken on by whoever changes its beat first.

    Others are looked at without writing: while one is being brought in, SQLite takes no other writer.
    """
    for found in Import.objects.filter(state__in=UNDER_WAY).only("pk", "state", "beat").order_by("pk"):
        same = Import.objects.filter(pk=found.pk, state=found.state, beat=found.beat)
        if is_waiting(found) and same.update(beat=timezone.now()):
            return Import.objects.get(pk=found.pk)
    return None


def work(imported: Import) -> None:
    """Read it or bring it in, and say how that ended: the state it has then, and why it failed."""
    was, is_reading = imported.state, imported.state == State.READING
    state, error = State.FAILED.value, FAULT
    try:
        with Pulse(imported.pk) as pulse:
            undisturbed(prepare if is_reading else bring_in, imported, pulse)
        state, error = (State.REVIEW if is_reading else State.DONE).value, ""
    except Cancelled:
        state, error = State.CANCELLED.value, ""
    except Stopped:
        state, error = was, ""
    except Refused as refusal:
        error = str(refusal)
    except DatabaseError as refusal:
        log.warning("Import %s: %s", imported.pk, str(refusal).splitlines()[0])
        error = REFUSAL
    finally:  # also where it fails as nobody foresaw, which is left to the log
        Import.objects.filter(pk=imported.pk, state=was).update(state=state, error=error[:500])
        Import.objects.filter(pk=imported.pk).update(beat=None)
        cache.delete_many([key(imported.pk, name) for name in ("cancel", "progress", "alive")])


def undisturbed(step: Callable[..., Any], imported: Import, pulse: Pulse) -> None:
    """Do it once more where PostgreSQL has ended it for the sake of somebody who waited for it, as it waited for them:
    a curator who renames what an import links to. Nothing of it was written, and the row says so again."""
    for is_last in (False,) * (TRIES - 1) + (True,):
        try:
            step(imported, pulse.progress)
            return
        except OperationalError as error:
            if is_last or getattr(error.__cause__, "sqlstate", None) not in DEADLOCKS:
                raise
            imported.refresh_from_db()


class Pulse:
    """Shows that somebody works at an import and how far it is, and ends the work where that is wished."""

    def __init__(self, pk: int) -> None:
        self.pk = pk
        self.began, self.told = time.time(), 0.0
        self.is_over = threading.Event()
        self.heart = threading.Thread(target=self.beat, name=f"import {pk}", daemon=True)

    def __enter__(self) -> Pulse:
        self.hear()
        self.show_life()
        self.tell(0, 0)  # at work, before there is a number of rows
        self.heart.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.is_over.set()
        self.heart.join()

    def beat(self) -> None:
        """From a thread of its own: some steps take longer than the dead are given."""
        while not self.is_over.wait(BEAT):
            self.show_life()

    def show_life(self) -> None:
        cache.set(key(self.pk, "alive"), True, DEAD)

    def progress(self, done: int, total: int) -> None:
        """For the engine to call between its steps. Raises Cancelled or Stopped."""
        if time.monotonic() - self.told >= TELLING:
            self.told = time.monotonic()
            self.hear()
            self.tell(done, total)

    def tell(self, done: int, total: int) -> None:
        cache.set(key(self.pk, "progress"), (done, total, self.began), KEPT)

    def hear(self) -> None:
        if cache.get(key(self.pk, "cancel")):
            raise Cancelled
        if not threading.main_thread().is_alive():
            raise Stopped
