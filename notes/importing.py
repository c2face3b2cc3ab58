"""Notes that a list carries become the group's summaries, credited to the list."""

from __future__ import annotations

from django.conf import settings
from simple_history.utils import bulk_create_with_history

from notes.models import Summary
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
    named = {key: summary.render() for key, summary in wanted.items()}
    bulk_create_with_history(list(wanted.values()), Summary, batch_size=BATCH, default_change_reason="Import")
    keep_mentions({key: papers for key, papers in named.items() if papers})
    return len(wanted), too_long


def keep_mentions(named: dict[tuple[int, str], set[int]]) -> None:
    """Note which papers the summaries, known by paper and language, name."""
    mention = Summary.mentioned.through
    for some in chunks({paper for paper, _ in named}):
        rows = Summary.objects.filter(paper__in=some).values_list("pk", "paper", "language")
        mention.objects.bulk_create(
            [
                mention(summary_id=pk, paper_id=other)
                for pk, paper, language in rows
                for other in named.get((paper, language), ())
            ]
        )


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
