"""Two papers, what is written about them, and making them one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from notes.models import Summary
from notes.writing import Edit, save_summary
from papers.models import Merge, Paper
from papers.uniting import merge_papers
from tests.factories import make_paper


def make_pair() -> tuple[Paper, Paper]:
    """The kept paper and the one that goes, bare."""
    return make_paper("Hydro in the Datacenter"), make_paper("Hydro in Datacenters")


def merge(kept: Paper, dropped: Paper, by: User | None = None, **choices: str) -> Merge:
    return merge_papers(dropped, kept, choices, by)


def write(paper: Paper, language: str, body: str, editor: User, **edit: Any) -> Summary:
    present = Summary.objects.filter(paper=paper, language=language).first()
    return save_summary(paper, language, Edit(body=body, seen=present.version if present else 0, **edit), editor)


def text(paper: Paper, language: str = "en") -> Summary:
    return Summary.objects.get(paper=paper, language=language)
