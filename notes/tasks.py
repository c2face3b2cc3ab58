"""What there is to do on each paper of a queue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notes.access import may_write
from notes.models import Language, Summary
from notes.queues import Queue
from papers.models import Paper

WORDS = {
    ("write", Language.ENGLISH): _("Write the English"),
    ("write", Language.CHINESE): _("Write the Chinese"),
    ("translate", Language.ENGLISH): _("Translate into English"),
    ("translate", Language.CHINESE): _("Translate into Chinese"),
    ("update", Language.ENGLISH): _("Bring the English up to date"),
    ("update", Language.CHINESE): _("Bring the Chinese up to date"),
    ("finish", Language.ENGLISH): _("Finish the English draft"),
    ("finish", Language.CHINESE): _("Finish the Chinese draft"),
}


@dataclass(frozen=True)
class Task:
    """One text to work on: in words, and the page where it is done; none for another's draft."""

    language: Language
    words: Any
    url: str = ""
    draft: Summary | None = None


def with_tasks(papers: Iterable[Paper], queue: Queue, user: User) -> list[Paper]:
    """The papers, each with its ``tasks`` in the queue; one query."""
    papers = list(papers)
    texts: dict[int, dict[str, Summary]] = defaultdict(dict)
    rows = Summary.objects.filter(paper__in=papers).select_related("author").defer("body", "html")
    for summary in rows.order_by():
        texts[summary.paper_id][summary.language] = summary
    for paper in papers:
        found = [task(paper, queue, language, texts[paper.pk], user) for language in Language]
        paper.tasks = [one for one in found if one]  # type: ignore[attr-defined]
    return papers


def task(paper: Paper, queue: Queue, language: Language, texts: dict[str, Summary], user: User) -> Task | None:
    """What the queue wants of the paper in the language, whose texts are known by language; None for nothing."""
    text, other = texts.get(language), texts.get(language.other)
    draft = text if text and text.state == Summary.State.DRAFT else None
    has_other = other is not None and other.state == Summary.State.PUBLISHED
    is_closed = draft and draft.author_id != user.pk and not user.has_perm("notes.see_drafts")
    if queue is Queue.OUT_OF_STEP:
        is_late = text and not draft and other and has_other and text.is_behind(other)
        return page_for("update", paper, language) if is_late else None
    if queue.lacks not in {None, language} or (queue is Queue.DRAFTS and (not draft or is_closed)):
        return None
    if draft and not is_closed:
        return page_for("finish", paper, language, draft)
    if draft and may_write(user):
        return Task(language, _("Somebody has begun a draft"), draft=draft)
    return page_for("translate" if has_other else "write", paper, language)


def page_for(kind: str, paper: Paper, language: Language, draft: Summary | None = None) -> Task:
    is_alone = kind in {"write", "finish"}
    url = reverse("write", args=[paper.pk]) if is_alone else reverse("translate", args=[paper.pk, language.code])
    return Task(language, WORDS[kind, language], url, draft)
