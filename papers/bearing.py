"""Which papers bear a name, or belong to rows of other tables: they have to be found by what those say now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from papers.batches import chunks
from papers.indexing import reindex
from papers.journal import Journal, pk_name
from papers.models import Paper
from papers.name_locks import take

# names that many papers share, with the way from a paper to them; a topic is borne by what stands below it, too
NAMES: Mapping[str, str] = {
    "papers.Author": "authors",
    "papers.Venue": "venue",
    "papers.VenueAlias": "venue__aliases",
    "papers.Institution": "institutions",
    "papers.InstitutionAlias": "institutions__aliases",
    "papers.Tag": "tagged_papers__tag",
    "papers.TagAlias": "tagged_papers__tag__aliases",
    "papers.Topic": "topics__ancestors",
    "papers.TopicAlias": "topics__ancestors__aliases",
}
# rows that belong to one paper, with their column; other apps add theirs
OWNED: dict[str, str] = {
    "papers.Paper": "pk",
    "papers.Authorship": "paper",
    "papers.TaggedPaper": "content_object",
    "papers.Paper_institutions": "paper",
    "papers.Paper_topics": "paper",
}
Numbers = Mapping[str, Iterable[int]]  # by model label


def bearing(names: Iterable[Model]) -> set[int]:
    """The numbers of the papers that have these venues, institutions, authors, tags, topics or their spellings."""
    return papers_of(numbers_of(names))


def numbers_of(rows: Iterable[Model]) -> dict[str, list[int]]:
    """The saved ones of these rows, as they are called by a journal."""
    found: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.pk is not None:
            found[row._meta.label].append(row.pk)
    return found


def papers_of(numbers: Numbers) -> set[int]:
    """The papers of which these rows speak as they are now; rows of tables that say nothing to be found by are none."""
    return {paper for label, pks in numbers.items() for some in chunks(sorted(pks)) for paper in found_by(label, some)}


def found_by(label: str, pks: list[int]) -> Iterable[int]:
    if label in NAMES:
        return Paper._base_manager.filter(**{f"{NAMES[label]}__in": pks}).order_by().values_list("pk", flat=True)
    if label in OWNED:
        rows: Any = apps.get_model(label)._base_manager
        return rows.filter(pk__in=pks).order_by().values_list(OWNED[label], flat=True)
    return ()


def numbers_in(journal: Journal) -> dict[str, set[int]]:
    """All rows that a journal speaks of."""
    found: dict[str, set[int]] = {label: {*rows} for label, rows in journal.made.items()}
    for label, changed in journal.changed.items():
        found.setdefault(label, set()).update(changed)
    for label, gone in journal.gone.items():
        found.setdefault(label, set()).update(row[pk_name(label)] for row in gone)
    return found


def told_in(journal: Journal) -> set[int]:
    """The papers of which the journal's rows speak as they are now, and those that it made, changed or took away."""
    numbers = numbers_in(journal)
    return papers_of(numbers) | numbers.get("papers.Paper", set())


@contextmanager
def renaming(*names: Model) -> Iterator[None]:
    """Do to these names what stands inside, in one transaction; the papers that bore them or bear them now are found
    by what they are called then."""
    with transaction.atomic():
        take(names)
        numbers = numbers_of(names)
        before = papers_of(numbers)
        yield
        reindex(before | papers_of(numbers))


@contextmanager
def taking_back(journal: Journal) -> Iterator[None]:
    """Take the journal back inside; all papers that it speaks of, before or after, are found as they are then."""
    with transaction.atomic():
        before = told_in(journal)
        yield
        reindex(before | told_in(journal))
