"""Figures for Prometheus: requests by route, and what waits in the group's queues.

With several workers each keeps its own in the directory that PROMETHEUS_MULTIPROC_DIR names, and whoever is asked adds
them up. Labels are names of routes, never addresses, so that there are a few hundred series at most.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from notes.models import Summary
from papers.importing import jobs
from papers.models import Import, Paper, Suggestion

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

own = CollectorRegistry()
seconds = Histogram(
    "readinglist_request_seconds",
    "Time to answer a request, by route, method and class of status.",
    ["route", "method", "status"],
    registry=own,
    buckets=BUCKETS,
)


def observe(route: str, method: str, status: int, taken: float) -> None:
    seconds.labels(route, method, f"{status // 100}xx").observe(taken)


class Group:
    """What the database says at this moment."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield gauge("papers", "Papers in the catalogue.", Paper.objects.count())
        yield gauge(
            "summaries_out_of_step", "Summaries behind the other language.", Summary.objects.out_of_step().count()
        )
        under_way = Import.objects.filter(state__in=jobs.UNDER_WAY)
        yield gauge("imports_under_way", "Imports that are being read or brought in.", under_way.count())
        waiting = Suggestion.objects.filter(state=Suggestion.State.WAITING)
        yield gauge("suggestions_waiting", "Papers suggested by members.", waiting.count())


def gauge(name: str, meaning: str, value: int) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"readinglist_{name}", meaning, value=value)


def requests() -> CollectorRegistry:
    """Of all workers, where there are several."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return own
    together = CollectorRegistry()
    MultiProcessCollector(together)
    return together


def exposition() -> bytes:
    """All of it, as Prometheus reads it. Raises DatabaseError where the database is away."""
    group = CollectorRegistry()
    group.register(Group())
    return generate_latest(requests()) + generate_latest(group)
