"""Papers that members suggest: kept until a curator decides, or entered at once where members are trusted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from papers.adding import SIGNED, Hand, Known, enter, known_as
from papers.formats.plain import plain, record_of
from papers.formats.records import Record
from papers.importing.locking import one_at_a_time
from papers.lookup import Found
from papers.lookup.suggesting import FIELDS, values_in
from papers.models import Origin, Paper, Suggestion, Topic
from papers.trust import members_are_trusted

State = Suggestion.State


class Wish(NamedTuple):
    """What a member sends: the paper, and what a registry had said of it."""

    record: Record
    url: str = ""
    topic: Topic | None = None
    why: str = ""
    found: Found | None = None


class TooMany(Exception):
    """The member has as many suggestions waiting as one may have."""


class Here(Exception):
    """The paper is in the catalogue, or became so meanwhile."""

    def __init__(self, known: Known) -> None:
        super().__init__(known.paper.pk)
        self.known = known


class Decided(Exception):
    """Somebody else has decided on the suggestion, or its member took it back; then it is None."""

    def __init__(self, suggestion: Suggestion | None) -> None:
        super().__init__()
        self.suggestion = suggestion


def is_trusted(member: User) -> bool:
    return member.has_perm("papers.add_paper") or members_are_trusted()


def left_by(found: Found | None, record: Record) -> list[str]:
    """The fields in which the record still says what the registry said."""
    if found is None:
        return []
    said, kept = values_in(found.record), values_in(record)
    return [field for field in FIELDS if said[field] and said[field] == kept[field]]


@transaction.atomic
def suggest(member: User, wish: Wish) -> Suggestion:
    """Keep it for the curators; the same paper again while it waits is the same suggestion. Raises TooMany."""
    waiting = Suggestion.objects.filter(by=member, state=State.WAITING)
    row = Suggestion(
        record=plain(wish.record),
        url=wish.url,
        topic=wish.topic,
        why=wish.why,
        registry=wish.found.registry if wish.found else "",
        found=left_by(wish.found, wish.record),
        by=member,
    )
    row.fold()
    same = waiting.filter(title_key=row.title_key)
    if already := same.first():
        return already
    if waiting.count() >= settings.SUGGESTIONS_WAITING:
        raise TooMany
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # the other click was a moment earlier
        return same.get()
    return row


@transaction.atomic
def add_at_once(member: User, wish: Wish, another: bool = False) -> Paper:
    """The paper, made for a member who is trusted. Raises Here; ``another`` says that only the title is the same."""
    one_at_a_time()
    require_new(wish.record, another)
    found = left_by(wish.found, wish.record)
    hands = [Hand({*SIGNED} - {*found}, Origin.Source.MEMBER, member)]
    if wish.found:
        hands.append(Hand(found, Origin.Source.REGISTRY, member, wish.found.registry))
    return enter(wish.record, wish.topic, None, hands, added_by=member)


def require_new(record: Record, another: bool) -> None:
    for known in known_as([record])[0]:
        if known.is_certain or not another:
            raise Here(known)


@transaction.atomic
def accept(
    pk: int,
    record: Record,
    topic: Topic | None,
    paper: Paper | None,
    by: User,
    another: bool = False,
    answer: str = "",
) -> Paper:
    """Make the suggested paper, or let it fill in what ``paper`` lacks. Raises Decided and Here.

    ``record`` and ``topic`` are as the curator has left them; what they changed is signed by them.
    """
    one_at_a_time()
    row = still_waiting(pk)
    if paper is None:
        require_new(record, another)
    made = enter(record, topic, paper, hands_of(row, record, topic, by), added_by=row.by)
    decide(row, State.ACCEPTED, by, paper=made, answer=answer)
    return made


def hands_of(row: Suggestion, record: Record, topic: Topic | None, curator: User) -> Sequence[Hand]:
    suggested = record_of(row.record)
    before, after = values_in(suggested), values_in(record)
    edited = {field for field in FIELDS if before[field] != after[field]}
    edited |= {field for field in ("tags", "nickname") if getattr(suggested, field) != getattr(record, field)}
    edited |= {"topics"} if topic != row.topic else set()
    found = {*row.found} - edited
    return [
        Hand(edited, Origin.Source.CURATOR, curator),
        Hand(found, Origin.Source.REGISTRY, row.by, row.registry),
        Hand({*SIGNED} - edited - found, Origin.Source.MEMBER, row.by),
    ]


@transaction.atomic
def decline(pk: int, answer: str, by: User) -> Suggestion:
    """Raises Decided."""
    row = still_waiting(pk)
    decide(row, State.DECLINED, by, answer=answer)
    return row


@transaction.atomic
def withdraw(pk: int, member: User) -> None:
    """Take one's own suggestion back. Raises Decided where it does not wait any more."""
    still_waiting(pk).delete()


def still_waiting(pk: int) -> Suggestion:
    """The suggestion, locked until the transaction ends. Raises Decided."""
    row = (
        Suggestion.objects.select_for_update(of=("self",), no_key=True)
        .select_related("by", "topic")
        .filter(pk=pk)
        .first()
    )
    if row is None or row.state != State.WAITING:
        raise Decided(row)
    return row


def decide(row: Suggestion, state: Suggestion.State, by: User, **fields: Any) -> None:
    for name, value in {"state": state, "decided_by": by, "decided": timezone.now(), **fields}.items():
        setattr(row, name, value)
    row.save()


def with_matches(rows: Iterable[Suggestion]) -> list[Suggestion]:
    """The suggestions, each with ``record_of`` as ``paper_record`` and the papers that it may be as ``matches``."""
    rows = list(rows)
    records = [record_of(row.record) for row in rows]
    for row, record, known in zip(rows, records, known_as(records), strict=True):
        row.paper_record = record  # type: ignore[attr-defined]
        row.matches = known  # type: ignore[attr-defined]
    return rows
