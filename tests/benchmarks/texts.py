"""How long comparing, merging and term-finding take at worst: ``python -m tests.benchmarks.texts``.

Prints milliseconds for texts of the greatest length that a summary may have, worst cases by name, and how many times
that is what an ordinary summary takes in the same run.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import django

TURNS = 3


def taken(deed: Callable[[], object]) -> float:
    """The shortest of a few turns, in milliseconds."""
    times = []
    for _ in range(TURNS):
        start = time.perf_counter()
        deed()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def show(name: str, milliseconds: float, ordinary: float) -> None:
    print(f"{name:44}{milliseconds:9.1f} ms {milliseconds / ordinary:8.0f}x")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readinglist.settings")
    django.setup()
    from notes.diffing import diff
    from notes.merging import merge
    from notes.terms import Finder
    from tests.test_diffing import adversarial

    before = "**Problem.** Jobs wait for GPUs. 作业要等很久。\n\n**Idea.** Share them in rounds.\n" * 12
    after = before.replace("rounds", "turns").replace("很久", "一会儿")
    ordinary = taken(lambda: diff(before, after))
    show(f"diff, ordinary ({len(before)} characters)", ordinary, ordinary)
    for name, (old, new) in adversarial().items():
        show(f"diff, {name} ({max(len(old), len(new))})", taken(lambda old=old, new=new: diff(old, new)), ordinary)
    ordinary = taken(lambda: merge(before, after, before + "More.\n"))
    show("merge, ordinary", ordinary, ordinary)
    for name, (old, new) in adversarial().items():
        show(f"merge, {name}", taken(lambda old=old, new=new: merge(old, new, new[::-1])), ordinary)
    finder = Finder([(f"term {a}{b}", a + b) for a in "abcdefghijklmnopqrstuvwxyz" for b in "abcdefghijklmnopqrst"])
    ordinary = taken(lambda: finder.find(before))
    show(f"520 terms, ordinary ({len(before)} characters)", ordinary, ordinary)
    for name, text in {"terms only": "term ab " * 2500, "nearly terms": "term " * 4000}.items():
        show(f"520 terms, {name} ({len(text)})", taken(lambda text=text: finder.find(text)), ordinary)


if __name__ == "__main__":
    main()
