"""What other apps do when two papers become one, and when they are parted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from papers.models import Paper


@dataclass(frozen=True)
class Union:
    """The two papers, both locked, with the titles and nicknames that either had before."""

    dropped: Paper
    kept: Paper
    by: User | None
    titles: tuple[str, str]
    nicknames: tuple[str, str]
    reason: str  # for the histories

    @property
    def pair(self) -> set[int]:
        return {self.dropped.pk, self.kept.pk}


@dataclass(frozen=True)
class Follower:
    """``rows`` finds the rows of a pair of papers that the journal has to keep, before and after, by what a merge does
    not change; of the models in ``whole`` nobody may have touched a row since, where the papers are to be parted.

    ``unite`` moves rows while both papers are there and returns what ``united``, called when one is gone, and
    ``parted``, called when all rows of the journal are back, have to know; it is kept as JSON.
    """

    rows: Callable[[set[int]], Iterable[QuerySet]]
    unite: Callable[[Union], Any]
    united: Callable[[Union, Any], None]
    parted: Callable[[Any], None]
    whole: tuple[str, ...] = ()
    # what people made of a paper, as (name, all rows, the field that points at the paper), to be counted on the desk
    counted: Callable[[], Iterable[tuple[Any, QuerySet, str]]] = tuple
    private: tuple[str, ...] = ()  # models whose rows are counted, not named, where they stand in the way


FOLLOWERS: list[Follower] = []
