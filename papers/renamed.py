"""Papers that came, or go by another name now: whoever keeps links to papers by name hears of it here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from papers.models import Paper

# each takes the papers and the names that they had before
FOLLOWERS: list[Callable[[Iterable[Paper], Iterable[str]], Any]] = []


def tell(papers: Iterable[Paper], former_names: Iterable[str] = ()) -> None:
    papers, former_names = list(papers), list(former_names)
    for follow in FOLLOWERS:
        follow(papers, former_names)
