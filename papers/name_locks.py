"""One order for all who change names and papers together: first the names, by table and number, then the papers.

Who renames takes the names; who indexes papers lets theirs stand still, so that either the renamed name is what is
indexed, or the paper is there when those that bear it are looked for. The keys of links do not see to that: they are
looked at when a transaction ends. SQLite has one writer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection
from django.db.models import Model

from papers.batches import chunks
from papers.models import Author, Authorship, Institution, Paper, Tag, TaggedPaper, Topic, Venue

MODELS: tuple[type[Model], ...] = (Author, Institution, Tag, Topic, Venue)
OWNERS = {"InstitutionAlias": "institution", "TagAlias": "tag", "TopicAlias": "topic", "VenueAlias": "venue"}
Numbers = dict[type[Model], set[int]]


def take(names: Iterable[Model]) -> None:
    """Let nobody else rename these or link to them until the transaction ends; a spelling stands for its name."""
    lock(numbers_of(names), "FOR UPDATE")


def keep_still(names: Iterable[Model]) -> None:
    """Let nobody rename these until the transaction ends. Others may link to them."""
    lock(numbers_of(names), "FOR KEY SHARE")


def keep_still_of(papers: Collection[int]) -> None:
    """The same for all names that these papers bear."""
    if connection.vendor == "postgresql":
        lock(borne_by(papers), "FOR KEY SHARE")


def are_still(papers: Collection[int]) -> bool:
    """The same for whoever has locked the papers already, and must not wait: whether nobody renames one just now."""
    if connection.vendor != "postgresql":
        return True
    borne = borne_by(papers)
    return lock(borne, "FOR KEY SHARE SKIP LOCKED") == sum(map(len, borne.values()))


def numbers_of(names: Iterable[Model]) -> Numbers:
    found: Numbers = defaultdict(set)
    for name in names:
        if owner := OWNERS.get(type(name).__name__):
            name = getattr(name, owner)
        if isinstance(name, MODELS) and name.pk is not None:
            found[type(name)].add(name.pk)
    return found


def borne_by(papers: Collection[int]) -> Numbers:
    links: dict[type[Model], tuple[Any, str, str]] = {
        Author: (Authorship, "paper", "author"),
        Institution: (Paper.institutions.through, "paper", "institution"),
        Tag: (TaggedPaper, "content_object", "tag"),
        Topic: (Paper, "pk", "topics__ancestors"),
        Venue: (Paper, "pk", "venue"),
    }
    return {
        model: set(link.objects.filter(**{f"{paper}__in": papers}).order_by().values_list(name, flat=True)) - {None}
        for model, (link, paper, name) in links.items()
    }


def lock(numbers: Numbers, strength: str) -> int:
    """Return how many rows are locked."""
    count = 0
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in MODELS:
                for some in chunks(sorted(numbers.get(model, ()))):
                    rows = f"SELECT 1 FROM {model._meta.db_table} WHERE id = ANY(%s) ORDER BY id"  # noqa: S608
                    cursor.execute(f"{rows} {strength}", [some])
                    count += cursor.rowcount
    return count
