"""The pages where members write and translate, and what their forms send."""

from __future__ import annotations

from typing import Any

from django.test import Client

from notes.models import Summary
from notes.writing import Edit, save_summary
from papers.models import Paper
from tests.factories import make_curator


def write_both(paper: Paper) -> None:
    """Both languages by a curator, in step, each in its first version."""
    curator = make_curator()
    save_summary(paper, "en", Edit("One of two."), curator)
    save_summary(paper, "zh-hans", Edit("二之一。"), curator)


def write_url(paper: Paper) -> str:
    return f"/papers/{paper.pk}/write/"


def translate_url(paper: Paper, code: str = "zh") -> str:
    return f"/papers/{paper.pk}/translate/{code}/"


def save(
    client: Client, paper: Paper, code: str = "en", body: str = "Two of two.", seen: Any = 1, **fields: Any
) -> Any:
    return client.post(f"/papers/{paper.pk}/summary/{code}/", {"body": body, "seen": seen, **fields})


def draft(client: Client, paper: Paper, code: str = "en", body: str = "Begun", seen: Any = 1, **fields: Any) -> Any:
    return client.post(f"/papers/{paper.pk}/summary/{code}/draft/", {"body": body, "seen": seen, **fields})


def text_of(paper: Paper, language: str = "en") -> str | None:
    return Summary.objects.filter(paper=paper, language=language).values_list("body", flat=True).first()


def page(response: Any) -> str:
    return response.content.decode()
