"""The links in summaries, brought up to date when papers come, go or change their names."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from notes.mentions import names_in, names_of, papers_named
from notes.models import Summary
from papers.batches import chunks
from papers.formats.folding import title_key
from papers.models import Paper
from papers.naming import key

BATCH = 100  # summaries at a time

Mention = Summary.mentioned.through


def refresh(papers: Iterable[Paper], former_names: Iterable[str] = ()) -> int:
    """Render again the summaries that name these papers or link to them. Return how many changed.

    ``former_names`` are those that the papers had: they may mean another paper now, or none.
    """
    return render_again(concerned(papers, former_names))


def concerned(papers: Iterable[Paper], former_names: Iterable[str] = ()) -> set[int]:
    """The ids of the summaries that name these papers, by what they are or were called, or link to them."""
    papers = list(papers)
    names = {one for paper in papers for one in names_of(paper)} | {form for one in former_names for form in forms(one)}
    found = linking_to(papers)
    texts = Summary.objects.filter(body__contains="[[").order_by().values_list("pk", "body")
    for pk, body in texts.iterator(chunk_size=BATCH):
        if not names.isdisjoint(form for name in names_in(body) for form in forms(name)):
            found.add(pk)
    return found


def forms(name: str) -> set[str]:
    """The name folded as a nickname and as a title."""
    return {key(name), title_key(name)} - {""}


def linking_to(papers: Iterable[Paper]) -> set[int]:
    """The ids of the summaries that link to one of the papers."""
    mentions = Mention.objects.order_by().values_list("summary", flat=True)
    return {pk for some in chunks(papers) for pk in mentions.filter(paper__in=some)}


def render_again(summaries: Iterable[int]) -> int:
    """Render the summaries with these ids, in batches of as many queries each. Return how many changed."""
    return sum(render_batch(some) for some in chunks(sorted(summaries), BATCH))


@transaction.atomic
def render_batch(ids: list[int]) -> int:
    """Texts, versions and histories stay as they are; what is being saved meanwhile waits, and is not lost."""
    rows = Summary.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    summaries = list(rows.only("paper", "language", "body", "html"))
    before = [summary.html for summary in summaries]
    links = render_all(summaries)
    changed = [summary for summary, html in zip(summaries, before, strict=True) if summary.html != html]
    Summary.objects.bulk_update(changed, ["html"])
    keep_mentions(ids, {(summary.pk, paper) for summary, some in zip(summaries, links, strict=True) for paper in some})
    return len(changed)


def render_all(summaries: list[Summary]) -> list[set[int]]:
    """Render the texts, unsaved; return for each the ids of the papers it links to. One query for hundreds of names."""
    names = [names_in(summary.body) for summary in summaries]
    known: dict[str, Paper] = {}
    for some in chunks({name for own in names for name in own}):
        known |= papers_named(some)
    return [
        summary.render({name: known[name] for name in own if name in known})
        for summary, own in zip(summaries, names, strict=True)
    ]


def keep_mentions(summaries: list[int], wanted: set[tuple[int, int]]) -> None:
    """Note that the summaries link to just these papers, as (summary, paper)."""
    rows = Mention.objects.filter(summary__in=summaries).order_by().values_list("summary", "paper", "pk")
    present = {(summary, paper): pk for summary, paper, pk in rows}
    gone = [pk for pair, pk in present.items() if pair not in wanted]
    for some in chunks(gone):
        Mention.objects.filter(pk__in=some).delete()
    Mention.objects.bulk_create(
        [Mention(summary_id=summary, paper_id=paper) for summary, paper in sorted(wanted - present.keys())]
    )
