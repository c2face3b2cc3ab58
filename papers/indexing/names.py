"""The tokens of the names that papers share, each row's cut once however many papers have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Model, QuerySet

from papers.models import (
    Authorship,
    Institution,
    InstitutionAlias,
    Paper,
    Tag,
    TagAlias,
    TaggedPaper,
    Topic,
    TopicAlias,
    Venue,
    VenueAlias,
)
from papers.search.tokens import joined

Links = dict[int, list[Any]]  # by paper, what it is linked to, in order


class Names:
    """What the rows of one model are called, with every other spelling."""

    def __init__(
        self, model: type[Model], fields: tuple[str, ...], aliases: type[Model], other: tuple[str, ...]
    ) -> None:
        """``other`` are the columns of the spellings: to whom one belongs, and what it says."""
        self.sources = ((model, ("pk", *fields)), (aliases, other))
        self.known: dict[int, str] = {}

    def of(self, links: Links) -> dict[int, list[str]]:
        """The tokens of the names behind the links, each once a paper; two queries where one is new."""
        self.read({row for rows in links.values() for row in rows} - self.known.keys())
        return {paper: [self.known[row] for row in dict.fromkeys(rows)] for paper, rows in links.items()}

    def read(self, rows: set[int]) -> None:
        names: dict[int, list[str]] = {row: [] for row in rows}
        for model, (key, *texts) in self.sources if rows else ():
            found = model._default_manager.filter(**{f"{key}__in": rows}).order_by("pk")
            for row, *called in found.values_list(key, *texts):
                names[row] += called
        self.known |= {row: joined(*dict.fromkeys(called)).strip() for row, called in names.items()}


class SharedNames:
    """The names of authors, venues, institutions, tags and topics, as they are asked for."""

    def __init__(self) -> None:
        self.authors: dict[str, str] = {}
        self.venues = Names(Venue, ("name", "full_name"), VenueAlias, ("venue", "name"))
        self.institutions = Names(Institution, ("name", "full_name"), InstitutionAlias, ("institution", "name"))
        self.tags = Names(Tag, ("name",), TagAlias, ("tag", "name"))
        self.topics = Names(Topic, ("name_en", "name_zh"), TopicAlias, ("topic", "name_en", "name_zh"))

    def of(self, papers: Collection[int]) -> dict[int, list[str]]:
        """The tokens of each name that these papers bear, in a fixed order; twelve queries at most."""
        every = (
            self.written_by(papers),
            self.venues.of(linked(Paper.objects.filter(pk__in=papers, venue__isnull=False), "pk", "venue")),
            self.institutions.of(linked(through("institutions", papers), "paper", "institution")),
            self.tags.of(linked(TaggedPaper.objects.filter(content_object__in=papers), "content_object", "tag")),
            self.topics.of(linked(through("topics", papers), "paper", "topic__ancestors")),
        )
        return {paper: [text for names in every for text in names.get(paper, ())] for paper in papers}

    def written_by(self, papers: Collection[int]) -> dict[int, list[str]]:
        links = linked(Authorship.objects.filter(paper__in=papers), "paper", "author__name", "position", "pk")
        return {paper: [self.author(name) for name in names] for paper, names in links.items()}

    def author(self, name: str) -> str:
        if name not in self.authors:
            self.authors[name] = joined(name).strip()
        return self.authors[name]


def through(field: str, papers: Collection[int]) -> QuerySet:
    rows: Any = getattr(Paper, field).through.objects
    return rows.filter(paper__in=papers)


def linked(rows: QuerySet, paper: str, other: str, *order: str) -> Links:
    found: Links = defaultdict(list)
    for number, value in rows.order_by(*(order or [other])).values_list(paper, other):
        found[number].append(value)
    return found
