"""Which state of the catalogue is looked at: what is kept beside it, such as counts, belongs to one generation."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from django.db.models import Count, Max, Sum

from papers.models.search import Change

KEPT = 1_000  # changes; more of them tell nothing new
MOST_NAMED = 200  # papers of one change


def move_on(papers: Collection[int] | None = None) -> None:
    """Say that the catalogue, or a published summary, is another one now; in the same transaction as the change.

    ``papers`` are the numbers of the only ones that facets may count otherwise now; None where that cannot be told.
    Each change is a row of its own, so that nobody waits for anybody: on PostgreSQL two may commit in either order.
    """
    named = None if papers is None or len(papers) > MOST_NAMED else sorted(papers)
    change = Change.objects.create(token=secrets.randbits(31), papers=named)
    if change.pk % KEPT == 0:
        Change.objects.filter(pk__lte=change.pk - KEPT).delete()


def generation() -> str:
    """A word for the present state, another one after every change, also after one that was rolled back; one query."""
    state = Change.objects.aggregate(n=Count("pk"), last=Max("pk"), token=Sum("token"))
    return "-".join(str(state[name] or 0) for name in ("n", "last", "token"))
