"""What is on a member's shelf, as bitmaps of papers by status."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.cache import cache
from pyroaring import BitMap

from notes.conditional import shelf_of
from notes.models import Reading
from papers.bitmaps import Listed, numbers_in
from papers.conditional import program
from papers.kept import DAY, Kept

Marks = dict[str, BitMap]  # the papers by status; never changed


def marks(member: AbstractBaseUser | AnonymousUser, kept: Kept, shelf: Any = None) -> Marks:
    """The member's papers by status; a visitor has none.

    They belong to the state of the catalogue, which a merge changes, and to that of the shelf: ``shelf``, where known.
    """
    if not member.is_authenticated:
        return dict.fromkeys(Reading.Status.values, BitMap())
    if not settings.KEEP_COUNTS:
        return counted(member)
    state, key = (kept.state, shelf or shelf_of(member)), cache_key(member.pk)
    known = cache.get(key)
    if known and known[0] == state:
        return known[1]
    found = counted(member)
    if shelf_of(member) == state[1]:  # else something was marked meanwhile
        cache.set(key, (state, found), DAY)
    return found


def cache_key(member: int) -> str:
    return f"marks-{program()}-{member}"


def forget(members: Iterable[int]) -> None:
    """Leave nothing of what these had on their shelves."""
    cache.delete_many(map(cache_key, members))


def counted(member: AbstractBaseUser) -> Marks:
    """The same from the table; one query."""
    rows = Reading.objects.of(member).marked().order_by().values("status").annotate(listed=Listed("paper"))
    found = {row["status"]: numbers_in(row["listed"]) for row in rows}
    return {status: found.get(status, BitMap()) for status in Reading.Status.values}
