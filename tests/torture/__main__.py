"""``make torture``, or ``python -m tests.torture [NAME …] [--short]``: what must not go wrong, tried until it would.

Each trial is a module of this package with a function ``trial(plan)`` that yields its outcomes. All of it happens in a
directory that is thrown away, with servers of its own on free ports of 127.0.0.1. Ends with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from tests.torture.outcome import Outcome, table
from tests.torture.plan import Plan

TRIALS = {
    "writers": "twenty people who save at once, on both databases",
    "reloads": "eight reloads under load",
    "stopping": "SIGTERM during a slow request",
    "kills": "kill -9 of the whole server under load, on both databases",
    "restarts": "PostgreSQL restarted under load",
    "locks": "the database locked for thirty seconds, on both",
    "full": "the disk full, and room again",
    "backups": "backups while six people write, each restored, on both databases",
    "balancer": "two servers behind nginx, one of them killed",
}


def options(words: list[str] | None = None) -> argparse.Namespace:
    names = "\n".join(f"  {name:12}{what}" for name, what in TRIALS.items())
    parser = argparse.ArgumentParser(
        prog="make torture", description=f"Trials:\n{names}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("trials", nargs="*", metavar="NAME", help="the trials to run; all without one")
    parser.add_argument("--short", action="store_true", help="small numbers, as the suite runs it")
    chosen = parser.parse_args(words)
    if unknown := [name for name in chosen.trials if name not in TRIALS]:
        parser.error(f"There is no trial {', '.join(unknown)}; there are {', '.join(TRIALS)}.")
    return chosen


def outcomes(names: list[str], is_short: bool) -> Iterator[Outcome]:
    """Run the trials one after another; what stands on the disk is gone at the end."""
    with tempfile.TemporaryDirectory(prefix="readinglist-torture-") as directory, ExitStack() as ending:
        plan = Plan(is_short, Path(directory), ending)
        for name in names:
            print(f"{name}: {TRIALS[name]}", file=sys.stderr, flush=True)
            began = time.monotonic()
            for outcome in importlib.import_module(f"tests.torture.{name}").trial(plan):
                yield replace(outcome, seconds=outcome.seconds or time.monotonic() - began)
                began = time.monotonic()


def main(chosen: argparse.Namespace) -> int:
    found = []
    for outcome in outcomes(chosen.trials or list(TRIALS), chosen.short):
        print(f"  {outcome.on}: {outcome.found}", file=sys.stderr, flush=True)
        found.append(outcome)
    print(table(found))
    return 0 if all(outcome.is_met for outcome in found) else 1


if __name__ == "__main__":
    sys.exit(main(options()))
