"""The catalogue's rows of two papers, moved to the one that is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from papers.formats.addresses import address_key
from papers.formats.links import arxiv_in, doi_in
from papers.journal import pointing_at
from papers.models import (
    Authorship,
    ImportRow,
    Link,
    ListEntry,
    Lookalike,
    Merge,
    Origin,
    Paper,
    Redirect,
    Settlement,
    Suggestion,
    TaggedPaper,
)
from papers.uniting.choices import DROPPED, Choices
from papers.uniting.following import Union

MOVED = (ListEntry, Origin, Suggestion, ImportRow, Redirect)  # any number of them may stand at one paper


def rows_of(pair: set[int]) -> Iterable[QuerySet]:
    """Every row of the catalogue that is about one of the papers, with their histories."""
    yield Paper._base_manager.filter(pk__in=pair)
    for model, field in pointing_at(Paper):
        if model._meta.app_label == Paper._meta.app_label:
            yield model._base_manager.filter(**{f"{field.name}__in": pair})
    history: Any = Paper.history.model
    yield history.objects.filter(id__in=pair)
    for field in history._history_m2m_fields:
        yield getattr(history, field.name).model.objects.filter(history__id__in=pair)


def move_rows(union: Union, choices: Choices) -> None:
    """Point everything at the kept paper; what it has already goes with the dropped one."""
    dropped, kept = union.dropped, union.kept
    for model in MOVED:
        model._base_manager.filter(paper=dropped).update(paper=kept)
    Merge.objects.filter(kept=dropped).update(kept=kept)
    move_new(TaggedPaper.objects.all(), "content_object", ("tag",), union)
    move_new(Paper.topics.through.objects.all(), "paper", ("topic",), union)
    move_new(Paper.institutions.through.objects.all(), "paper", ("institution",), union)
    move_new(Settlement.objects.all(), "paper", ("field", "value"), union)
    move_authors(union, choices)
    move_links(union)
    move_lookalikes(union)


def move_new(rows: QuerySet, owner: str, names: tuple[str, ...], union: Union) -> None:
    """Move the rows that say something which none of the kept paper's says."""
    present = set(rows.filter(**{owner: union.kept}).values_list(*names))
    theirs = rows.filter(**{owner: union.dropped}).values_list("pk", *names)
    rows.filter(pk__in=[pk for pk, *said in theirs if tuple(said) not in present]).update(**{owner: union.kept})


def move_authors(union: Union, choices: Choices) -> None:
    """One of the two lists of authors, whole: the chosen one, or the only one there is."""
    mine, theirs = (Authorship.objects.filter(paper=paper) for paper in (union.kept, union.dropped))
    if theirs.exists() and (choices.get("authors") == DROPPED or not mine.exists()):
        mine.delete()
        theirs.update(paper=union.kept)


def move_links(union: Union) -> None:
    """The links that lead somewhere else than those of the kept paper."""
    present = {destination(link.url) for link in Link.objects.filter(paper=union.kept)}
    for link in Link.objects.filter(paper=union.dropped).order_by("pk"):
        if destination(link.url) not in present:
            present.add(destination(link.url))
            Link.objects.filter(pk=link.pk).update(paper=union.kept)


def destination(url: str) -> str:
    """What the address leads to, however it is written; a PDF is not the page that leads to it."""
    return address_key(url) or url


def keep_identifiers(lost: Paper, kept: Paper) -> None:
    """A DOI or arXiv id that no paper has any more stays as a link, by which the work is found again."""
    urls = list(Link.objects.filter(paper=kept).values_list("url", flat=True))
    if lost.doi and lost.doi != kept.doi and lost.doi.lower() not in map(doi_in, urls):
        Link.objects.create(paper=kept, url=f"https://doi.org/{lost.doi}")
    if lost.arxiv_id and lost.arxiv_id != kept.arxiv_id and lost.arxiv_id not in map(arxiv_in, urls):
        Link.objects.create(paper=kept, kind=Link.Kind.PREPRINT, url=f"https://arxiv.org/abs/{lost.arxiv_id}")


def move_lookalikes(union: Union) -> None:
    """What the dropped paper is not, the kept one is not either; what it only looks like goes with it."""
    dropped, kept = union.dropped, union.kept
    said = Lookalike.objects.filter(Q(one=dropped) | Q(other=dropped), distinct=True)
    for row in said.exclude(Q(one=kept) | Q(other=kept)):
        stranger = row.other_id if row.one_id == dropped.pk else row.one_id
        one, other = sorted((stranger, kept.pk))
        if not Lookalike.objects.filter(one=one, other=other).update(distinct=True, by=row.by_id):
            Lookalike.objects.filter(pk=row.pk).update(one=one, other=other)
