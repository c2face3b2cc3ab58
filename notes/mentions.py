"""``[[links]]`` between papers: a name in a summary and the paper it means."""

from __future__ import annotations

from django.db.models import Q

from papers.formats.folding import title_key
from papers.models import Paper


def find(name: str) -> tuple[str, str] | None:
    """The address and title of the one paper with that nickname or title; None where there is none or more than one."""
    papers = list(Paper.objects.filter(Q(nickname__iexact=name) | Q(title_key=title_key(name)))[:2])
    return (papers[0].get_absolute_url(), papers[0].title) if len(papers) == 1 else None
