"""Notes that a list carries become the group's summaries, credited to the list."""

from __future__ import annotations

from django.conf import settings
from simple_history.utils import bulk_create_with_history

from notes.models import Summary
from notes.relinking import Mention, render_all
from papers.models import ListEntry
from papers.naming import BATCH, chunks
from papers.scripts import is_chinese


def publish_notes(entries: list[ListEntry], language: str = "") -> tuple[int, list[ListEntry]]:
    """Publish each entry's notes as a summary in ``language`` or, by default, in the one they are written in.

    A paper that has a summary in that language keeps it. Return how many were created, and the entries whose notes are
    longer than a summary may be.
    """
    wanted: dict[tuple[int, str], Summary] = {}
    too_long = []
    for entry in entries:
        if len(entry.notes) > settings.SUMMARY_MAX_CHARS:
            too_long.append(entry)
            continue
        summary = summary_after(entry, language)
        wanted.setdefault((summary.paper_id, summary.language), summary)
    for some in chunks({paper for paper, _ in wanted}):
        for present in Summary.objects.filter(paper__in=some).values_list("paper", "language"):
            wanted.pop(present, None)
    summaries = list(wanted.values())
    links = render_all(summaries)
    made = bulk_create_with_history(summaries, Summary, batch_size=BATCH, default_change_reason="Import")
    mentions = [
        Mention(summary_id=summary.pk, paper_id=paper)
        for summary, papers in zip(made, links, strict=True)
        for paper in papers
    ]
    Mention.objects.bulk_create(mentions, batch_size=BATCH)
    return len(made), too_long


def summary_after(entry: ListEntry, language: str) -> Summary:
    """The entry's notes as a published summary, unsaved."""
    seen = Summary.Language.CHINESE if is_chinese(entry.notes) else Summary.Language.ENGLISH
    return Summary(
        paper_id=entry.paper_id,
        language=language or seen.value,
        body=entry.notes,
        state=Summary.State.PUBLISHED,
        after=entry,
    )
