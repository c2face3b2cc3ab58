"""What people are called on a page."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext

# The user name of the one account that stands for all who have left: what they wrote for the group is credited to it.
# Nobody can sign in by it, and no form takes such a name.
FORMER = "_former"


def name_of(person: AbstractBaseUser | None) -> str:
    """The display name of the person, the user name where there is none; empty for nobody."""
    if person is None:
        return ""
    return called(person.get_username(), person.get_full_name())  # type: ignore[attr-defined]


def called(username: str | None, full_name: str = "") -> str:
    """The same, from what a query of names alone has found."""
    if username == FORMER:
        return gettext("a former member")
    return full_name or username or ""


def columns_of(relation: str) -> tuple[str, ...]:
    """What ``called_in`` needs of a query of values."""
    return tuple(f"{relation}__{field}" for field in ("username", "first_name", "last_name"))


def called_in(row: dict[str, Any], relation: str) -> str:
    username, first, last = (row[column] or "" for column in columns_of(relation))
    return called(username, f"{first} {last}".strip())
