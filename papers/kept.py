"""Any that are kept in the cache for as long as the catalogue stays what it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.cache import cache

from papers.conditional import program
from papers.generation import generation

DAY = 24 * 3600


class Kept:
    """What was counted in the present state of the catalogue: numbers by name, under a text that says of which papers.

    An entry says to which state it belongs instead of being called by it, so that a change makes none of them useless
    files. Of two who write one at a time the first is forgotten, and counted again.
    """

    def __init__(self) -> None:
        self.entries: dict[str, dict[str, Any]] = {}

    @cached_property
    def state(self) -> str:
        """Asked for before anything is counted: what is counted then is never older than it says.

        Another release may count something else, or have changed the catalogue as it was migrated.
        """
        return f"{program()} {generation()}"

    def entry(self, under: str) -> dict[str, Any]:
        if under not in self.entries:
            state, numbers = (cache.get(cache_key(under)) if settings.KEEP_COUNTS else None) or ("", {})
            self.entries[under] = numbers if settings.KEEP_COUNTS and state == self.state else {}
        return self.entries[under]

    def found(self, under: str, name: str, count: Callable[[], Any]) -> Any:
        """What is kept there; counted now where that is not known."""
        entry = self.entry(under)
        if name not in entry:
            entry[name] = count()
            if settings.KEEP_COUNTS:
                cache.set(cache_key(under), (self.state, entry), DAY)
        return entry[name]


def cache_key(under: str) -> str:
    """Another one for every release: what one has written, another may not be able to read."""
    return f"counts-{program()}-{hashlib.sha256(under.encode()).hexdigest()}"
