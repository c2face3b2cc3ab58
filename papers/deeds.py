"""Changes of names that many papers share: each is written down with what it did, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from papers.batches import chunks
from papers.bearing import taking_back
from papers.histories import write_versions
from papers.journal import BuiltOn, Journal, snapshot
from papers.models import Deed, Paper, Topic


@contextmanager
def remembered(kind: Deed.Kind, old: str, new: str, by: User | None, *rows: QuerySet) -> Iterator[None]:
    """Do what stands inside in one transaction and keep a Deed of what it did to ``rows``.

    The querysets are asked before and after: they have to find the rows by what does not change.
    """
    with transaction.atomic():
        before = snapshot(*rows)
        yield
        journal = Journal.between(before, snapshot(*rows))
        Deed.objects.create(kind=kind, old=old[:500], new=new[:200], journal=journal.as_json(), by=by)


@transaction.atomic
def take_back(deed: Deed, by: User | None = None) -> None:
    """Put everything back as it was before. Raises BuiltOn, and changes nothing, where something was built on it."""
    is_of_topics = deed.kind == Deed.Kind.TOPICS_MERGED
    if is_of_topics:
        Topic.objects.lock()
    journal = Journal(deed.journal)
    with taking_back(journal):
        journal.take_back()
        if is_of_topics:
            Topic.objects.rebuild_ancestors()
    if is_of_topics:
        back = [row["id"] for row in journal.gone.get("papers.Topic", [])]
        papers = Paper.objects.filter(topics__in=back).order_by("pk").distinct()
        for some in chunks(papers.values_list("pk", flat=True)):
            write_versions(list(Paper.objects.filter(pk__in=some)), by)
    deed.delete()


__all__ = ["BuiltOn", "remembered", "take_back"]
