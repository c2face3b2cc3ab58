"""Saving a summary: who wrote it, which version it is, and where the other language stands."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User

from notes.models import Summary
from papers.models import Paper


def save_summary(summary: Summary, editor: User) -> None:
    """Save, with the next version where the text is another. The caller has compared versions and holds the row.

    A summary that is written while the other language is there starts in step with it, and the other with it. An old
    version that is restored becomes a new one.
    """
    present = Summary.objects.filter(pk=summary.pk).first() if summary.pk else None
    if present is not None:
        is_rewritten = summary.body != present.body
        if not is_rewritten and summary.state == present.state:
            return
        summary.last_editor = editor
        summary.version = present.version + 1 if is_rewritten else present.version
        summary.in_step_with = present.in_step_with
        summary.save()
        return
    summary.last_editor = editor
    summary.author = editor
    summary.save()
    confirm_in_step(summary.paper)


def confirm_in_step(paper: Paper) -> bool:
    """Note that the paper's two summaries say the same as they stand. Return False where there are not two."""
    sides = list(Summary.objects.filter(paper=paper))
    if len(sides) < 2:
        return False
    for side, other in (sides, reversed(sides)):
        if side.in_step_with != other.version:
            Summary.objects.filter(pk=side.pk).update(in_step_with=other.version)
    return True


def save_both(summaries: Iterable[Summary], editor: User) -> None:
    """Save what was written in one go; two sides that were written together are in step."""
    written = list(summaries)
    for summary in written:
        save_summary(summary, editor)
    if len(written) > 1:
        confirm_in_step(written[0].paper)
