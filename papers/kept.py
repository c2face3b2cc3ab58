"""Any that are kept in the cache for as long as the catalogue stays what it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.cache import cache

from papers.generation import generation

DAY = 24 * 3600


class Kept:
    """What was counted in the present state of the catalogue: numbers by name, under a text that says of which papers.

    An entry says to which state it belongs instead of being called by it, so that a change makes none of them useless
    files. Of two who write one at a time the first is forgotten, and counted again.
    """

    def __init__(self) -> None:
        self.entries: dict[str, dict[str, Any]] = {}
        self.changed: set[str] = set()

    @cached_property
    def state(self) -> str:
        """Asked for before anything is counted: what is counted then is never older than it says."""
        return generation()

    def entry(self, under: str) -> dict[str, Any]:
        if under not in self.entries:
            state, numbers = (cache.get(cache_key(under)) if settings.KEEP_COUNTS else None) or ("", {})
            self.entries[under] = numbers if settings.KEEP_COUNTS and state == self.state else {}
        return self.entries[under]

    def get(self, under: str, name: str) -> Any | None:
        return self.entry(under).get(name)

    def found(self, under: str, name: str, count: Callable[[], Any]) -> Any:
        """What is kept there; counted now where that is not known."""
        numbers: Any = self.get(under, name)
        if numbers is None:
            numbers = count()
            self.put(under, name, numbers)
            self.save()
        return numbers

    def put(self, under: str, name: str, numbers: Any) -> None:
        self.entry(under)[name] = numbers
        self.changed.add(under)

    def save(self) -> None:
        for under in self.changed if settings.KEEP_COUNTS else ():
            cache.set(cache_key(under), (self.state, self.entries[under]), DAY)
        self.changed.clear()


def cache_key(under: str) -> str:
    return f"counts-{hashlib.sha256(under.encode()).hexdigest()}"
