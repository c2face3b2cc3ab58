"""Making two names one: everything that stood under the dropped names moves, and the names stay known as aliases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from papers.batches import BATCH
from papers.bearing import renaming
from papers.models import Institution, Paper, Venue
from papers.naming import key


def merge_venues(dropped: Iterable[Venue], kept: Venue) -> int:
    """Move the papers and spellings of ``dropped`` to ``kept`` and delete them. Return how many venues went."""
    venues = [venue for venue in dropped if venue.pk != kept.pk]
    with renaming(kept, *venues):
        papers = list(Paper.objects.filter(venue__in=venues))
        for paper in papers:
            paper.venue, paper.changed = kept, timezone.now()
        bulk_update_with_history(papers, Paper, ["venue", "changed"], batch_size=BATCH)
        for venue in venues:
            take_names(venue, kept)
    return len(venues)


def merge_institutions(dropped: Iterable[Institution], kept: Institution) -> int:
    """Move the papers and spellings of ``dropped`` to ``kept`` and delete them. Return how many institutions went."""
    institutions = [institution for institution in dropped if institution.pk != kept.pk]
    with renaming(kept, *institutions):
        for institution in institutions:
            move(Paper.institutions.through.objects, "institution", "paper", institution, kept)
            take_names(institution, kept)
    return len(institutions)


def move(rows: Any, field: str, paper: str, dropped: Any, kept: Any) -> None:
    """Point the rows of ``dropped`` at ``kept``, but for papers that have it already."""
    present = rows.filter(**{field: kept}).values(paper)
    rows.filter(**{field: dropped}).exclude(**{f"{paper}__in": present}).update(**{field: kept})


def take_names(dropped: Any, kept: Any) -> None:
    names = [dropped.name, *dropped.aliases.values_list("name", flat=True)]
    dropped.delete()
    for name in names:
        keep_spelling(kept, name)


def keep_spelling(row: Any, name: str) -> None:
    """Let ``name`` lead to the row from now on, unless it is known already, here or as somebody else's.

    The caller sees to it that the row's papers are found by it.
    """
    known = {key(row.name), *(key(known) for known in row.aliases.model.objects.values_list("name", flat=True))}
    if key(name) not in known:
        row.aliases.create(name=name)
