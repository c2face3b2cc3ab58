"""The database locked for thirty seconds: who reads notices nothing, who writes is told to try again, and may then."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg

from tests.torture.kills import Writer
from tests.torture.load import Load
from tests.torture.outcome import Outcome
from tests.torture.plan import Plan
from tests.torture.restarts import reads
from tests.torture.servers import Site, serving

SLOW = 3.0  # seconds; no reader waits longer for a page


def trial(plan: Plan) -> Iterator[Outcome]:
    for site in plan.on_both("locks"):
        yield held_up(site, plan.number(30, 4), LOCK_SECONDS=str(plan.number(10, 1)))


def held_up(site: Site, seconds: int, **settings: str) -> Outcome:
    with serving(site, **settings) as server:
        writers = [Writer(server, f"writer-{number}") for number in (1, 2)]
        readers = [reads(server, f"writer-{number}") for number in (3, 4)]
        with Load(*(writer.mark for writer in writers)) as writing, Load(*readers, rest=0.05) as reading:
            writing.wait_for_more(10, "302")
            with locked(site):
                began = time.monotonic()
                time.sleep(seconds)
                ended = time.monotonic()
            freed = time.monotonic()
            writing.wait_for_more(10, "302")
        lost = sum(writer.lost() for writer in writers)
    during = [moment for moment in writing.moments if moment.began > began + 0.5 and moment.ended < ended]
    refused = [moment for moment in during if moment.word == "503"]
    slowest = max(moment.ended - moment.began for moment in reading.moments if began < moment.began < ended)
    back = min(moment.ended for moment in writing.moments if moment.began >= freed and moment.word == "302") - freed
    failures = reading.failures("200")
    found = f"{failures} pages failed, slowest {slowest:.1f} s; {len(refused)} writes answered 503, {lost} lost; " + (
        f"writing again after {back:.1f} s"
    )
    is_met = not failures and slowest <= SLOW and bool(refused) and len(refused) == len(during) and not lost
    target = f"0 pages failed, ≤ {SLOW:.0f} s; only 503, 0 lost"
    return Outcome("locks", site.on, f"locked for {seconds} s under 2 readers, 2 writers", found, target, is_met)


@contextmanager
def locked(site: Site) -> Iterator[None]:
    """Nobody but us may write."""
    if site.database:
        with psycopg.connect(site.database) as connection:
            lock_all(connection)
            yield
            connection.rollback()
        return
    path = site.directory / "readinglist.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None, timeout=60)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


def lock_all(connection: psycopg.Connection) -> None:
    """Lock one table after the other; from the beginning where a writer has one and may wait for ours."""
    for is_last in (False,) * 99 + (True,):
        connection.execute("SET LOCAL lock_timeout = '100ms'")
        names = connection.execute("SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables"
                                   " WHERE schemaname = 'public'").fetchone()  # fmt: skip
        try:
            connection.execute(f"LOCK TABLE {names[0]} IN EXCLUSIVE MODE")  # noqa: S608
            return
        except psycopg.errors.LockNotAvailable:
            connection.rollback()
            if is_last:
                raise
