"""Keep an address of the catalogue under a name, put it on one's home page, and remember when one looked at it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from notes.filters import ShelfFilter
from notes.models import Following, SavedFilter
from papers.models import Paper

MOST = 50  # filters of one member
MOST_PINS = 20
VISIT = timedelta(minutes=30)  # a look that soon after another one belongs to the same visit
NOT_FILTERS = {"page", "after", "before", "saved"}


class NameTaken(Exception):  # noqa: N818 - what happened, in the words of the field
    """The member has another filter of that name."""

    def __init__(self, other: SavedFilter) -> None:
        super().__init__(other.name)
        self.other = other


def filters_of(query: str, request: HttpRequest) -> ShelfFilter:
    """What an address asks for, as the one who asks sees it."""
    return ShelfFilter(QueryDict(query), queryset=Paper.objects.all(), request=request)


def canonical(query: str, request: HttpRequest) -> str:
    """The filters and the sort of an address, spelt in one way. What nothing is known by stays as it was typed."""
    filters = filters_of(query, request)
    pairs = [
        (name, value)
        for name, field in filters.form.fields.items()
        for value in (*filters.state.get(name, ()), *getattr(field, "unknown", ()))
    ]
    return urlencode(pairs)


def is_of(saved: SavedFilter, query: str) -> bool:
    """Whether an address has the filters of this one and no others."""
    pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] not in NOT_FILTERS]
    return sorted(pairs) == sorted(parse_qsl(saved.query, keep_blank_values=True))


def named(member: User, name: str) -> SavedFilter | None:
    """The member's filter of that name, whatever its case."""
    return SavedFilter.objects.of(member).filter(name__iexact=name).first()


def save(saved: SavedFilter) -> None:
    """Raises NameTaken, also where another page of the owner was faster."""
    if saved.owner is not None and (other := named(saved.owner, saved.name)) and other.pk != saved.pk:
        raise NameTaken(other)
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as error:
        if saved.owner is not None and (other := named(saved.owner, saved.name)):
            raise NameTaken(other) from error
        raise


@transaction.atomic
def create(member: User, **fields: Any) -> SavedFilter:
    """A new filter, which its owner has just looked at. Raises NameTaken."""
    saved = SavedFilter(owner=member, **fields)
    save(saved)
    following(member, saved)
    return saved


def following(member: User, saved: SavedFilter) -> Following:
    """The member's own standing with the filter; begun now where there is none."""
    now = timezone.now()
    usual = {"looked": now, "looked_before": now}
    return Following.objects.get_or_create(member=member, filter=saved, defaults=usual)[0]


@transaction.atomic
def look(member: User, saved: SavedFilter, until: datetime, is_seen: bool = False) -> None:
    """Remember that the member has seen what had come until then; with ``is_seen`` nothing stays marked as new."""
    own = Following.objects.select_for_update().get(pk=following(member, saved).pk)
    until = min(until, timezone.now())
    if until < own.looked and not is_seen:
        return
    if is_seen:
        own.looked_before = max(until, own.looked)
    elif until - own.looked > VISIT:
        own.looked_before = own.looked
    own.looked = max(until, own.looked)
    own.save(update_fields=["looked", "looked_before"])


@transaction.atomic
def pin(member: User, saved: SavedFilter) -> bool:
    """Put the filter last on the member's home page; False where there is no room."""
    own = following(member, saved)
    pinned = Following.objects.of(member).pinned()
    if own.position is None:
        if pinned.count() >= MOST_PINS:
            return False
        own.position = (pinned.order_by().aggregate(last=Max("position"))["last"] or 0) + 1
        own.save(update_fields=["position"])
    return True


def unpin(member: User, saved: SavedFilter) -> None:
    Following.objects.filter(member=member, filter=saved).update(position=None)


@transaction.atomic
def move(member: User, saved: SavedFilter, by: int) -> None:
    """Move a pinned filter one place up (-1) or down (1) on the home page; nothing where there is no such place."""
    pinned = list(Following.objects.of(member).pinned().select_for_update(of=("self",)))
    here = next((place for place, own in enumerate(pinned) if own.filter_id == saved.pk), None)
    if here is None or not 0 <= here + by < len(pinned):
        return
    pinned[here], pinned[here + by] = pinned[here + by], pinned[here]
    for position, own in enumerate(pinned, start=1):
        own.position = position
    Following.objects.bulk_update(pinned, ["position"])
