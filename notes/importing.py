"""What an import means for summaries: notes that a list carries become the group's, credited to the list, and links
between papers follow the papers that came."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from simple_history.utils import get_history_manager_for_model

from notes.models import Reading, Summary
from notes.relinking import Mention, concerned, render_again, render_all
from papers.batches import BATCH, chunks
from papers.importing import Arrival
from papers.journal import Journal, snapshot
from papers.models import ListEntry
from papers.scripts import is_chinese

# what stands in the way of undoing an import, in words
NAMES = {
    Reading._meta.label: _("papers that members have on their shelves"),
    Summary._meta.label: _("summaries written or edited"),
    Mention._meta.label: _("links from summaries"),
}


def follow(arrival: Arrival) -> None:
    """Publish the notes and summaries that came, and link what names the papers that came."""
    report, language = arrival.report, arrival.imported.language
    texts = [(entry, language, entry.notes) for entry in arrival.noted]
    report.summaries_created, too_long = publish(texts + arrival.summaries, arrival.journal, arrival.imported.by)
    for entry in too_long:
        reason = f"The notes have more than {settings.SUMMARY_MAX_CHARS:,} characters; they make no summary."
        arrival.problem(entry, reason)
    if arrival.named:
        relink(concerned(arrival.named, arrival.former_names), arrival.journal)


def publish(
    texts: Iterable[tuple[ListEntry, str, str]], journal: Journal, by: object = None
) -> tuple[int, list[ListEntry]]:
    """Publish texts of (entry, language, Markdown) as summaries; without a language, in the one they are written in.

    A paper that has a summary in that language keeps it. Return how many were created, and the entries whose text is
    longer than a summary may be.
    """
    wanted: dict[tuple[int, str], Summary] = {}
    too_long = []
    for entry, language, text in texts:
        if len(text) > settings.SUMMARY_MAX_CHARS:
            too_long.append(entry)
        elif text.strip():
            summary = summary_after(entry, language, text)
            wanted.setdefault((summary.paper_id, summary.language), summary)
    for some in chunks({paper for paper, _language in wanted}):
        for present in Summary.objects.filter(paper__in=some).values_list("paper", "language"):
            wanted.pop(present, None)
    summaries = list(wanted.values())
    links = render_all(summaries)
    made = Summary.objects.bulk_create(summaries, batch_size=BATCH)
    history = get_history_manager_for_model(Summary)
    versions = history.bulk_history_create(made, BATCH, default_user=by, default_change_reason="Import")
    mentions = [
        Mention(summary_id=summary.pk, paper_id=paper)
        for summary, papers in zip(made, links, strict=True)
        for paper in papers
    ]
    Mention.objects.bulk_create(mentions, batch_size=BATCH)
    for rows in (made, versions, mentions):
        journal.note_made(rows)
    return len(made), too_long


def summary_after(entry: ListEntry, language: str, text: str) -> Summary:
    """The text as a published summary credited to the entry, unsaved."""
    seen = Summary.Language.CHINESE if is_chinese(text) else Summary.Language.ENGLISH
    return Summary(
        paper_id=entry.paper_id,
        language=language or seen.value,
        body=text,
        state=Summary.State.PUBLISHED,
        after=entry,
    )


def relink(summaries: Iterable[int], journal: Journal) -> None:
    """Render these summaries again, and note what that changes."""
    for some in chunks(sorted(summaries), BATCH):
        rows = Summary.objects.filter(pk__in=some), Mention.objects.filter(summary__in=some)
        before = snapshot(*rows)
        render_again(some)
        journal.join(Journal.between(before, snapshot(*rows)))
