"""Who did what and when, from the histories of the tables and the audit's own entries, as one sequence in time."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from papers.people import name_of

KINDS = {
    "catalogue": _("Catalogue"),
    "texts": _("Summaries and glossary"),
    "people": _("People and roles"),
    "sign-ins": _("Sign-ins and sessions"),
    "settings": _("Settings"),
    "exports": _("Exports and backups"),
}


@dataclass(frozen=True)
class Line:
    """One thing that happened. ``about`` names the object, ``address`` is where its page in the admin is, if any."""

    at: datetime
    kind: str
    what: str
    who: str
    about: str = ""
    detail: str = ""
    link: str = ""
    address: str = ""
    place: tuple[int, int] = (0, 0)  # of its source and in it: an order for what happened at the same moment

    @property
    def key(self) -> tuple[datetime, tuple[int, int]]:
        return self.at, self.place

    @property
    def cursor(self) -> str:
        return f"{self.at.isoformat()}~{self.place[0]}~{self.place[1]}"


@dataclass(frozen=True)
class Asked:
    """What of it is wanted: of one kind, by or about one person, since and until a day; all where nothing is said."""

    kind: str = ""
    person: User | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: tuple[datetime, int, int] | None = None


class Source:
    """A table that tells of deeds: ``date`` and ``user`` name its columns. Subclasses make a Line of a row."""

    kind = ""
    date = "at"
    user = "by"
    about_person = ""  # the column of whom it is about, where there is one

    def rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def line(self, row: Any, place: tuple[int, int]) -> Line:
        raise NotImplementedError

    def is_asked(self, asked: Asked) -> bool:
        return asked.kind in ("", self.kind)

    def lines(self, index: int, asked: Asked, at_once: int) -> Iterator[Line]:
        """The latest first, ``at_once`` of them at a time from the database."""
        rows = self.rows().select_related(self.user, *([self.about_person] if self.about_person else []))
        if asked.person is not None:
            theirs = Q(**{self.user: asked.person})
            rows = rows.filter(theirs | Q(**{self.about_person: asked.person}) if self.about_person else theirs)
        if asked.since:
            rows = rows.filter(**{f"{self.date}__gte": asked.since})
        if asked.until:
            rows = rows.filter(**{f"{self.date}__lt": asked.until})
        if asked.before:
            rows = rows.filter(self.earlier(index, *asked.before))
        rows = rows.order_by(f"-{self.date}", "-pk")
        found = rows.iterator(chunk_size=at_once) if at_once > PAGE else rows[: PAGE + 1]
        return (self.line(row, (index, row.pk)) for row in found)

    def earlier(self, index: int, moment: datetime, of: int, pk: int) -> Q:
        if index < of:
            return Q(**{f"{self.date}__lte": moment})
        before = Q(**{f"{self.date}__lt": moment})
        return before | Q(**{self.date: moment}, pk__lt=pk) if index == of else before

    def who(self, row: Any) -> str:
        return name_of(getattr(row, self.user))


PAGE = 50
AT_ONCE = 500


def page(sources: Sequence[Source], asked: Asked) -> tuple[list[Line], str]:
    """The latest lines, and where the next page begins, empty after the last; one query a source."""
    found = list(islice(merged(sources, asked, PAGE), PAGE + 1))
    return found[:PAGE], found[PAGE - 1].cursor if len(found) > PAGE else ""


def every(sources: Sequence[Source], asked: Asked) -> Iterator[Line]:
    """All lines, read from the database as they are wanted."""
    return merged(sources, asked, AT_ONCE)


def merged(sources: Sequence[Source], asked: Asked, at_once: int) -> Iterator[Line]:
    streams = [source.lines(n, asked, at_once) for n, source in enumerate(sources) if source.is_asked(asked)]
    return heapq.merge(*streams, key=lambda line: line.key, reverse=True)


def place_of(cursor: str) -> tuple[datetime, int, int] | None:
    """What ``Line.cursor`` wrote; None for anything else."""
    moment, _tilde, numbers = cursor.partition("~")
    index, _tilde, pk = numbers.partition("~")
    try:
        at = parse_datetime(moment)
    except ValueError:
        return None
    is_number = index.isdecimal() and pk.isdecimal() and len(index) < 4 and len(pk) < 19
    return (at, int(index), int(pk)) if at and at.tzinfo and is_number else None
