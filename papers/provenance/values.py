"""All that a paper says, as texts in a stable form: names rather than numbers, in no language of the interface."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from papers.batches import chunks
from papers.models import Authorship, Link, Paper, TaggedPaper

Values = dict[str, list[str]]  # by field; a field without a value has an empty list

COLUMNS = {
    "title": "title",
    "nickname": "nickname",
    "kind": "kind",
    "venue": "venue__name",
    "year": "year",
    "publication": "publication",
    "abstract": "abstract",
    "doi": "doi",
    "arxiv_id": "arxiv_id",
    "recommended": "recommended",
}
# field: (rows, their paper, their text)
RELATED: Mapping[str, tuple[Any, str, str]] = {
    "authors": (Authorship.objects.order_by("position", "pk"), "paper", "author__name"),
    "institutions": (Paper.institutions.through.objects.order_by("pk"), "paper", "institution__name"),
    "topics": (Paper.topics.through.objects.order_by("pk"), "paper", "topic__slug"),
    "tags": (TaggedPaper.objects.order_by("pk"), "content_object", "tag__name"),
    "links": (Link.objects.order_by("pk"), "paper", "url"),
}
FIELDS = (*COLUMNS, *RELATED)


def values_of(paper: Paper) -> Values:
    """The paper's values as the database has them now, whatever the object at hand says; none of one not yet saved."""
    return values_of_all([paper.pk])[paper.pk] if paper.pk else {field: [] for field in FIELDS}


def values_of_all(papers: Iterable[int], fields: Sequence[str] = FIELDS) -> dict[int, Values]:
    """The values of many papers, or only those of some fields, in six queries for every 500 of them."""
    pks = list(papers)
    found: dict[int, Values] = {pk: {field: [] for field in fields} for pk in pks}
    columns = [field for field in COLUMNS if field in fields]
    for some in chunks(pks):
        if columns:
            names = [COLUMNS[field] for field in columns]
            for pk, *values in Paper.objects.order_by().filter(pk__in=some).values_list("pk", *names):
                found[pk] |= {field: texts(value) for field, value in zip(columns, values, strict=True)}
        for field in [field for field in RELATED if field in fields]:
            rows, owner, text = RELATED[field]
            for pk, value in rows.filter(**{f"{owner}__in": some}).values_list(owner, text):
                found[pk][field].append(value)
    return found


def texts(value: Any) -> list[str]:
    if value is True:
        return ["yes"]
    return [str(value)] if value else []
