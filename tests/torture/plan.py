"""What a trial is given: how long it may take, and sites of its own on both databases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tests.torture.clusters import Cluster, cluster
from tests.torture.servers import Site

WRITERS = 20


@dataclass
class Plan:
    is_short: bool
    directory: Path
    ending: ExitStack = field(default_factory=ExitStack)

    def number(self, whole: int, short: int) -> int:
        return short if self.is_short else whole

    @cached_property
    def cluster(self) -> Cluster:
        """A PostgreSQL server for this run, which any trial may restart; it must run again when the trial ends."""
        return self.ending.enter_context(cluster())

    @cached_property
    def prepared(self) -> Site:
        """On SQLite, made once."""
        site = Site(self.directory / "prepared")
        site.prepare(WRITERS)
        return site

    @cached_property
    def prepared_on_postgresql(self) -> Site:
        site = Site(self.directory / "prepared-postgresql", self.cluster.create("prepared"))
        shutil.copytree(self.prepared.directory / "static", site.directory / "static")
        site.prepare(WRITERS)
        return site

    def on_sqlite(self, trial: str) -> Site:
        """A copy of the prepared site for one trial."""
        directory = self.directory / trial
        shutil.copytree(self.prepared.directory, directory)
        return Site(directory)

    def on_postgresql(self, trial: str) -> Site:
        directory = self.directory / f"{trial}-postgresql"
        shutil.copytree(self.prepared_on_postgresql.directory, directory)
        return Site(directory, self.cluster.create(trial.replace("-", "_"), "prepared"))

    def on_both(self, trial: str) -> Iterator[Site]:
        yield self.on_sqlite(trial)
        yield self.on_postgresql(trial)
