"""So many rows at a time: a database takes so many parameters a statement and no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

BATCH = 500


def chunks(items: Iterable[Any], size: int = BATCH) -> Iterable[list[Any]]:
    """Lists of at most ``size``, of items that are all read at once."""
    every = list(items)
    return (every[start : start + size] for start in range(0, len(every), size))


def batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    """Lists of at most BATCH, of rows that are read as they are wanted."""
    while some := list(islice(rows, BATCH)):
        yield some
