"""Backups while six people write: each is whole, private, and has every change acknowledged before."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.torture.load import Load
from tests.torture.outcome import Outcome
from tests.torture.plan import Plan
from tests.torture.servers import Site, serving
from tests.torture.writers import Author, papers_without_text

WRITERS = 6


def trial(plan: Plan) -> Iterator[Outcome]:
    for site in plan.on_both("backups"):
        fresh = replace(site, directory=plan.directory / f"restored-{site.on}")
        fresh.directory.mkdir()
        if site.database:
            fresh.database = plan.cluster.create("restored")
        yield backed_up(site, fresh, plan.number(10, 2))


def backed_up(site: Site, fresh: Site, times: int) -> Outcome:
    with serving(site) as server:
        papers = papers_without_text(site, WRITERS)
        authors = [Author(server, f"writer-{number}", paper) for number, paper in enumerate(papers, start=1)]
        made: list[tuple[Path, dict[int, int]]] = []
        with Load(*(author.save for author in authors)) as load:
            for _ in range(times):
                load.wait_for_more(30, "302")
                before = {author.paper: author.version for author in authors}
                began = time.monotonic()
                path = Path(site.manage("backup", str(site.directory / "backups")).splitlines()[0])
                took = time.monotonic() - began
                made.append((path, before))
    refused = load.failures("302")
    missing = strangers = 0
    for path, before in made:
        strangers += path.stat().st_mode & 0o777 != 0o600
        fresh.manage("restore", str(path))
        missing += sum(version > texts(fresh).get(paper, 0) for paper, version in before.items())
        missing += gaps(fresh, papers)
    found = f"{refused} writes refused, {missing} acknowledged versions missing, last took {took:.1f} s"
    done = f"{times} backups under {WRITERS} writers, each restored"
    is_met = not refused and not missing and not strangers
    return Outcome("backups", site.on, done, found, "0 refused, 0 missing, mode 0600", is_met)


def texts(site: Site) -> dict[int, int]:
    return dict(site.rows("SELECT paper_id, version FROM notes_summary WHERE language = 'en'"))


def gaps(site: Site, papers: list[int]) -> int:
    """Papers whose text and history do not belong to one moment."""
    query = "SELECT paper_id, count(*) FROM notes_historicalsummary WHERE language = 'en' GROUP BY paper_id"
    history, now = dict(site.rows(query)), texts(site)
    return sum(history.get(paper, 0) != now.get(paper, 0) for paper in papers)
