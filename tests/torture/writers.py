"""Twenty people who all save at once, each a text of their own: nobody is turned away, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator

from tests.torture.load import at_once
from tests.torture.outcome import Outcome
from tests.torture.plan import Plan
from tests.torture.servers import Server, Site, serving

WRITERS = 20


def trial(plan: Plan) -> Iterator[Outcome]:
    for site in plan.on_both("writers"):
        yield saved_at_once(site, plan.number(WRITERS, 4), plan.number(100, 5))


def saved_at_once(site: Site, people: int, times: int) -> Outcome:
    with serving(site) as server:
        papers = papers_without_text(site, people)
        authors = [Author(server, f"writer-{number}", paper) for number, paper in enumerate(papers, start=1)]
        load = at_once(*(author.save for author in authors), times=times)
    saved, locked = load.counts["302"], load.counts["503"]
    others = load.failures("302", "503")
    lost = sum(author.lost() for author in authors)
    done = f"{people} writers × {times} saves"
    found = f"{saved:,} saved, {locked} locked, {others} otherwise refused, {lost} lost"
    is_met = saved == people * times and not lost
    return Outcome("writers", site.on, done, found, f"{people * times:,} saved, 0 locked, 0 lost", is_met)


def papers_without_text(site: Site, number: int) -> list[int]:
    query = f"SELECT id FROM papers_paper WHERE id NOT IN (SELECT paper_id FROM notes_summary) LIMIT {number}"  # noqa: S608
    return [paper for (paper,) in site.rows(query)]


class Author:
    """Saves one version after the other of one text."""

    def __init__(self, server: Server, name: str, paper: int) -> None:
        self.name, self.paper, self.site = name, paper, server.site
        self.person = server.person(name)
        self.version = 0  # the last that was acknowledged
        self.acknowledged: list[str] = []

    def save(self) -> str:
        body = f"{self.name} wrote version {self.version + 1}. 第 {self.version + 1} 版。"
        form = {"body": body, "seen": str(self.version), "state": "published"}
        answer = self.person.send(f"/papers/{self.paper}/summary/en/", **form)
        if answer.status == 302:
            self.version += 1
            self.acknowledged.append(body)
        return str(answer.status)

    def lost(self) -> int:
        """How many acknowledged texts are not in the history, and whether the last of them is not what stands there."""
        texts = f"paper_id = {self.paper} AND language = 'en'"
        history = [body for (body,) in self.site.rows(f"SELECT body FROM notes_historicalsummary WHERE {texts}")]  # noqa: S608
        now = [body for (body,) in self.site.rows(f"SELECT body FROM notes_summary WHERE {texts}")]  # noqa: S608
        missing = len(set(self.acknowledged) - set(history)) + (len(history) != len(set(history)))
        return missing + (bool(self.acknowledged) and now != self.acknowledged[-1:])
