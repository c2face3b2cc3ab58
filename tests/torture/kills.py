"""The whole server killed (SIGKILL) again and again while people write: what it acknowledged is there afterwards."""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Iterator

from tests.torture.load import Load, Person
from tests.torture.outcome import Outcome
from tests.torture.plan import Plan
from tests.torture.servers import Server, Site, serving

WRITERS = 4
STATUSES = ("to-read", "reading", "read", "set-aside")


def trial(plan: Plan) -> Iterator[Outcome]:
    for site in plan.on_both("kills"):
        yield killed(site, plan.number(100, 3))


def killed(site: Site, times: int) -> Outcome:
    chance = random.Random(times)  # noqa: S311 - when to kill
    with serving(site) as server:
        writers = [Writer(server, f"writer-{number}") for number in range(1, WRITERS + 1)]
        with Load(*(writer.mark for writer in writers)) as load:
            for _ in range(times):
                load.wait_for_more(5 + chance.randrange(40), "302")
                server.kill()
                server.start()
            load.wait_for_more(10, "302")
        lost = sum(writer.lost() for writer in writers)
    saved = sum(writer.acknowledged for writer in writers)
    strange = load.failures("302") - sum(load.counts[word] for word in load.counts if word.startswith("unanswered"))
    done = f"{times} × kill -9 under {WRITERS} writers"
    found = f"{lost} of {saved:,} acknowledged saves lost, {strange} refused"
    return Outcome("kills", site.on, done, found, "0 lost, 0 refused", not lost and not strange and saved > times)


class Writer:
    """Marks paper after paper, and remembers what the server said it has saved."""

    def __init__(self, server: Server, name: str) -> None:
        self.name, self.site = name, server.site
        self.person: Person = server.person(name)
        self.papers = itertools.cycle(server.papers(self.person))
        self.statuses = itertools.cycle([status for status in STATUSES for _ in range(7)])
        self.kept: dict[
            int, set[str]
        ] = {}  # of each paper what it may be now: the last acknowledged, and what came after
        self.acknowledged = 0
        self.lock = threading.Lock()

    def mark(self) -> str:
        paper, status = next(self.papers), next(self.statuses)
        with self.lock:
            self.kept.setdefault(paper, {""}).add(status)
        answer = self.person.send(f"/papers/{paper}/status/", status=status)
        if answer.status == 302:
            self.acknowledged += 1
            with self.lock:
                self.kept[paper] = {status}
        return str(answer.status)

    def lost(self) -> int:
        """How many papers have another status now than the last that was acknowledged or sent after it."""
        rows = self.site.rows(
            "SELECT paper_id, status FROM notes_reading JOIN auth_user ON auth_user.id = member_id"  # noqa: S608
            f" WHERE username = '{self.name}'"
        )
        now = dict(rows)
        return sum(now.get(paper, "") not in allowed for paper, allowed in self.kept.items())
