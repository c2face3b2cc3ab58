"""A paper with both summaries, and the page that shows them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from notes.models import Summary
from notes.writing import Edit, save_summary
from papers.models import Paper
from tests.factories import make_paper

ENGLISH = "The problem.\n\nThe idea is simple.\n\n- one\n- two"
CHINESE = "问题。\n\n思路很简单。\n\n- 一\n- 二"


def make_both(writer: User) -> Paper:
    """A paper with both summaries, in step."""
    paper = make_paper("Gavel", venue="OSDI", year=2020)
    save_summary(paper, "en", Edit(ENGLISH), writer)
    save_summary(paper, "zh-hans", Edit(CHINESE), writer)
    return paper


def page_of(client: Client, paper: Paper) -> Any:
    response = client.get(paper.get_absolute_url())
    assert response.status_code == 200
    return response


def words_of(client: Client, paper: Paper) -> str:
    return " ".join(page_of(client, paper).content.decode().split())


def edit(paper: Paper, language: str, body: str, editor: User, **fields: Any) -> Summary:
    seen = Summary.objects.get(paper=paper, language=language).version
    return save_summary(paper, language, Edit(body, seen=seen, **fields), editor)
