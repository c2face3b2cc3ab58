"""Old versions of many papers at once, with their topics and institutions, as a save of each would have kept them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from papers.batches import BATCH
from papers.models import Paper


def write_versions(papers: list[Paper], by: User | None, why: str = "") -> None:
    """Date the change that was made to the papers, and keep a version of each as it is now.

    At most a few hundred papers at once; the number of queries does not grow with them.
    """
    if not papers:
        return
    now = timezone.now()
    for paper in papers:
        paper.changed = now
    Paper.objects.filter(pk__in=[paper.pk for paper in papers]).update(changed=now)
    versions = Paper.history.bulk_history_create(
        papers, batch_size=BATCH, update=True, default_user=by, default_change_reason=why or None
    )
    by_paper = {version.id: version for version in versions}
    for field in Paper.history.model._history_m2m_fields:
        through: Any = field.remote_field.through
        kept = getattr(Paper.history.model, field.name).model
        links = through.objects.filter(paper__in=papers).values()
        rows = [kept(history=by_paper[link["paper_id"]], **link) for link in links]
        kept.objects.bulk_create(rows, batch_size=BATCH)
