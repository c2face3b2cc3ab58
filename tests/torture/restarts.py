"""PostgreSQL restarted under load: refusals while it is away, and everything as before within seconds."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator

from tests.torture.kills import Writer
from tests.torture.load import Load, Step
from tests.torture.outcome import Outcome
from tests.torture.plan import Plan
from tests.torture.servers import Server, serving

WITHIN = 5.0  # seconds after PostgreSQL answers again


def trial(plan: Plan) -> Iterator[Outcome]:
    site = plan.on_postgresql("restarts")
    with serving(site) as server:
        for mode in ("fast", "immediate"):
            yield restarted(plan, server, mode, plan.number(5, 1))


def restarted(plan: Plan, server: Server, mode: str, times: int) -> Outcome:
    writers = [Writer(server, f"writer-{number}") for number in (1, 2)]
    steps = [writer.mark for writer in writers]
    steps += [reads(server, "writer-3"), reads(server, "writer-4")]
    waits = []
    with Load(*steps) as load:
        for _ in range(times):
            load.wait_for_more(30)
            plan.cluster.stop(mode)
            load.wait_for_more(4)
            plan.cluster.start()
            back = time.monotonic()
            time.sleep(WITHIN + 1)
            waits.append(load.last_failure(back, "200", "302") - back)
    lost, words = sum(writer.lost() for writer in writers), sorted(load.counts)
    known = {"200", "302", "503"}
    found = f"{max(waits):.1f} s at most, {lost} lost, answers {', '.join(words)}"
    is_met = max(waits) <= WITHIN and not lost and set(words) <= known
    done = f"{times} × pg_ctl stop -m {mode}, start"
    return Outcome("restarts", "PostgreSQL", done, found, f"≤ {WITHIN:.0f} s, 0 lost, only 503", is_met)


def reads(server: Server, name: str) -> Step:
    person, paths = server.person(name), itertools.cycle(["/papers/", "/me/", "/papers/?q=gpu"])
    return lambda: str(person.ask(next(paths)).status)
