"""Who gave a paper the values that no list speaks of: curators, members and registries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from papers.batches import BATCH
from papers.models import Origin, Paper
from papers.provenance.values import FIELDS, Values, values_of_all

CURATOR = Origin.Source.CURATOR


def sign(
    paper: Paper, before: Values, by: Any = None, source: Origin.Source = CURATOR, registry: str = ""
) -> list[Origin]:
    """Remember who gave the paper the values that it has now and did not have ``before``; {} signs all of them.

    Nothing is ever removed: of several origins of one value the newest counts. Returns what was written.
    """
    return sign_all({paper.pk: before}, by, source, registry)


def sign_all(
    before: Mapping[int, Values],
    by: Any = None,
    source: Origin.Source = CURATOR,
    registry: str = "",
    fields: Sequence[str] = FIELDS,
) -> list[Origin]:
    """Sign many papers at once, each by its number with what ``values_of_all`` of the same ``fields`` said before."""
    after = values_of_all(before, fields)
    rows = [
        Origin(paper_id=pk, field=field, value=value, source=source, registry=registry, by=by)
        for pk, values in after.items()
        for field, texts in values.items()
        for value in dict.fromkeys(texts)
        if value not in before[pk].get(field, ())
    ]
    return Origin.objects.bulk_create(rows, batch_size=BATCH)


@contextmanager
def signing(papers: Iterable[int], by: Any, fields: Sequence[str] = FIELDS) -> Iterator[None]:
    """Sign what a curator does to these papers inside the ``with``; ``fields`` are those that the deed can change."""
    before = values_of_all(papers, fields)
    yield
    sign_all(before, by, fields=fields)
