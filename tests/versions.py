"""Versions of a summary: written one after the other, and listed on its history."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from notes.models import Summary
from notes.writing import Edit, save_summary
from papers.models import Paper
from tests.pages import elements

DRAFT, PUBLISHED = Summary.State.DRAFT, Summary.State.PUBLISHED


def save(paper: Paper, body: str, editor: User, language: str = "en", **fields: Any) -> Summary:
    """The next version of the summary, whatever stands now."""
    present = Summary.objects.filter(paper=paper, language=language).first()
    fields.setdefault("seen", present.version if present else 0)
    return save_summary(paper, language, Edit(body=body, **fields), editor)


def address(paper: Paper, code: str = "en", page: str = "history") -> str:
    return f"/papers/{paper.pk}/summary/{code}/{page}/"


def numbers_in(response: Any) -> list[int]:
    """The versions that are listed, in order."""
    rows = [row.get("id") for row in elements(response, "tr") if row.get("id")]
    return [int(row.removeprefix("version-")) for row in rows]
