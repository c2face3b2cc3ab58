"""The numbers of documents in the index: a paper's own for what everybody may find, a range below zero a member."""

from __future__ import annotations

SHIFT = 2**32  # more than there will ever be papers


def own_number(member: int, paper: int) -> int:
    """The number of what the member wrote for themselves about the paper."""
    return -(member * SHIFT + paper)


def own_range(member: int) -> tuple[int, int]:
    """The lowest and the highest number that a note of the member can have."""
    return own_number(member, SHIFT - 1), own_number(member, 0)


def paper_of(number: int) -> int:
    """The paper that the document with this number is about."""
    return number if number > 0 else -number % SHIFT
