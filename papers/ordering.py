"""The orders of the catalogue, and what stands after or before a paper in each of them.

Every order ends with the paper's own number, so that no two papers stand at one place. What is unknown comes last. The
first key of each order is in an index on both databases, see ``Paper.Meta``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

Place = Sequence[Any]


class Known(NamedTuple):
    """Which papers have something, and which lack it."""

    having: Q
    lacking: Q


@dataclass(frozen=True)
class Key:
    """What papers are ordered by; where some may lack it, they come last, whichever way the rest goes."""

    of: Any
    is_descending: bool = False
    known: Known | None = None

    @property
    def ordering(self) -> Any:
        last = True if self.known else None
        return self.of.desc(nulls_last=last) if self.is_descending else self.of.asc(nulls_last=last)

    def beyond(self, value: Any, forward: bool) -> tuple[Q, Q]:
        """Conditions in that direction: strictly beyond the value, and there or beyond."""
        if forward is self.is_descending:
            return Q(LessThan(self.of, Value(value))), Q(LessThanOrEqual(self.of, Value(value)))
        return Q(GreaterThan(self.of, Value(value))), Q(GreaterThanOrEqual(self.of, Value(value)))


def beyond(keys: Sequence[Key], place: Place, forward: bool) -> Q:
    """At or beyond the first value, so that an index finds the start; and really beyond it, or so by the other keys."""
    strictly, from_there = keys[0].beyond(place[0], forward)
    if len(keys) == 1:
        return strictly
    return from_there & (strictly | beyond(keys[1:], place[1:], forward))


@dataclass(frozen=True)
class Order:
    """Papers by these keys; only the first may be lacking."""

    keys: tuple[Key, ...]

    def of(self, papers: QuerySet, forward: bool = True) -> QuerySet:
        ordered = papers.order_by(*(key.ordering for key in self.keys))
        return ordered if forward else ordered.reverse()

    def place_of(self, papers: QuerySet, pk: int) -> Place | None:
        """Where one of the papers stands; None where it is not among them."""
        columns = {f"key_{number}": key.of for number, key in enumerate(self.keys)}
        return papers.order_by().filter(pk=pk).annotate(**columns).values_list(*columns).first()

    def parts(self, papers: QuerySet, place: Place | None = None, forward: bool = True) -> Iterator[QuerySet]:
        """The papers after a place, or those before it with the nearest first; from the end where there is no place.

        In one part or two, to be read one after the other: no index serves "further on, or unknown" at once.
        """
        known = self.keys[0].known
        if known is None:
            yield self.of(papers.filter(beyond(self.keys, place, forward)) if place else papers, forward)
            return
        having, lacking = papers.filter(known.having), papers.filter(known.lacking)
        if place and place[0] is None:
            lacking = lacking.filter(beyond(self.keys[1:], place[1:], forward))
        elif place:
            having = having.filter(beyond(self.keys, place, forward))
        if forward and (not place or place[0] is not None):
            yield self.of(having)
        if forward or not place or place[0] is None:
            yield self.of(lacking, forward)
        if not forward:
            yield self.of(having, forward)

    def numbers(self, papers: QuerySet, most: int, place: Place | None = None, forward: bool = True) -> list[int]:
        """The numbers of the first papers of these parts."""
        found: list[int] = []
        for part in self.parts(papers, place, forward):
            if len(found) < most:
                found += part.values_list("pk", flat=True)[: most - len(found)]
        return found

    def between(self, papers: QuerySet, start: int, end: int, total: int) -> list[int]:
        """The numbers of the papers at these places of so many, counted from the nearer end."""
        end = min(end, total)
        if start <= total // 2:
            return list(self.of(papers).values_list("pk", flat=True)[start:end])
        return list(self.of(papers, forward=False).values_list("pk", flat=True)[total - end : total - start])[::-1]


class VenueOrder(Order):
    """Papers by the names of their venues, which no index of papers has: the venues are walked through instead."""

    def between(self, papers: QuerySet, start: int, end: int, total: int) -> list[int]:
        from papers.models import Venue

        counts: dict[int | None, int] = dict(papers.order_by().values_list("venue").annotate(n=Count("pk")))
        names = Venue.objects.filter(pk__in=[pk for pk in counts if pk]).order_by(Lower("name"))
        wanted: list[int | None] = []
        before = first = 0
        for venue in [*names.values_list("pk", flat=True), None]:
            if before < end and before + counts.get(venue, 0) > start:
                first = first if wanted else before
                wanted.append(venue)
            before += counts.get(venue, 0)
        here = Q(venue__in=[pk for pk in wanted if pk])
        ordered = self.of(papers.filter(here | Q(venue=None) if None in wanted else here))
        return list(ordered.values_list("pk", flat=True)[start - first : end - first])


NUMBER = F("pk")
KNOWN_YEAR = Coalesce("year", Value(0), output_field=IntegerField())
YEARS = Known(Q(year__isnull=False), Q(year=None))
# the second condition makes SQLite go through the venues by their index of names
VENUES = Known(
    Q(venue__name__isnull=False) & Q(GreaterThanOrEqual(Lower("venue__name"), Value(""))), Q(venue__isnull=True)
)

ORDERS = {
    "newest": Order((Key(F("year"), is_descending=True, known=YEARS), Key(NUMBER, is_descending=True))),
    "oldest": Order((Key(F("year"), known=YEARS), Key(NUMBER))),
    "title": Order((Key(F("title_key")), Key(NUMBER))),
    "venue": VenueOrder(
        (
            Key(Lower("venue__name"), known=VENUES),
            Key(KNOWN_YEAR, is_descending=True),
            Key(NUMBER, is_descending=True),
        )
    ),
    "added": Order((Key(F("added"), is_descending=True), Key(NUMBER, is_descending=True))),
}
