"""What stands at some places of a result, where that is dear to find: known from before, or found anew."""

from collections.abc import Callable

MOST = 200  # places, from the first on, of which it is worth while
Recall = Callable[[int, int, Callable[[], list[int]]], list[int]]


def afresh(start: int, end: int, find: Callable[[], list[int]]) -> list[int]:
    """The numbers of the papers from one place to another, which ``find`` finds."""
    return find()
