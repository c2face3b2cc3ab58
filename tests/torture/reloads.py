"""Eight reloads (SIGHUP) while people read and write: nobody notices."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from tests.torture.load import Load, Step
from tests.torture.outcome import Outcome
from tests.torture.plan import Plan
from tests.torture.servers import Server, serving

STATUSES = ("to-read", "reading", "read", "set-aside")


def trial(plan: Plan) -> Iterator[Outcome]:
    times = plan.number(8, 2)
    site = plan.on_sqlite("reloads")
    with serving(site) as server:
        steps = [
            reads(server, "writer-1"),
            reads(server, "writer-2"),
            writes(server, "writer-3"),
            writes(server, "writer-4"),
        ]
        first = set(server.workers())
        with Load(*steps) as load:
            for _ in range(times):
                load.wait_for_more(20)
                server.reload()
            load.wait_for_more(20)
        failures, is_new = load.failures("200", "302"), not first & set(server.workers())
    found = f"{failures} of {len(load.moments):,} requests failed"
    if failures:
        found += (
            f" ({', '.join(f'{word}: {count}' for word, count in load.counts.items() if word not in {'200', '302'})})"
        )
    done = f"{times} reloads under {len(load.threads)} clients"
    yield Outcome("reloads", site.on, done, found, "0 failed", failures == 0 and is_new)


def reads(server: Server, name: str) -> Step:
    person, paths = server.person(name), itertools.cycle(["/papers/", "/", "/papers/?q=gpu", "/me/", "/lists/"])
    return lambda: str(person.ask(next(paths)).status)


def writes(server: Server, name: str) -> Step:
    person = server.person(name)
    papers, statuses = itertools.cycle(server.papers(person)), itertools.cycle(STATUSES)
    return lambda: str(person.send(f"/papers/{next(papers)}/status/", status=next(statuses)).status)
