"""Filters that a member keeps, and how the page asks for its parts."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from notes import saved as saving
from notes.models import SavedFilter

HTMX = {"HX-Request": "true"}


def keep(member: User, name: str = "GPU papers", query: str = "tag=gpu", **fields: Any) -> SavedFilter:
    return saving.create(member, name=name, query=query, **fields)
