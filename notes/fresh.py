"""What has come into saved filters since a member last looked at them, in a few queries for any number of filters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import IntegerField, Max, Subquery
from django.http import HttpRequest
from django.utils import timezone

from notes.access import member_of
from notes.filters import ShelfFilter
from notes.models import Following, SavedFilter
from notes.saved import VISIT, filters_of, is_of
from papers.fields import Find, Moment
from papers.filters import SORTS, among
from papers.models import Paper, Topic
from papers.search import OTHER_NAMES, queries
from papers.search.looking import Own

MOST_COUNTED = 99
WORDS_AT_ONCE = 100  # each of them is looked for in up to four spellings; SQLite takes a thousand conditions
FINDERS: dict[str, Find] = {
    "topic": among(lambda: Topic.objects.as_tree()),
    **{name: ShelfFilter.base_filters[name].extra["find"] for name in ("tag", "venue", "institution", "list")},
}


@dataclass
class Opened:
    """A saved filter as one member sees it; ``since`` is None for one that they have never opened."""

    saved: SavedFilter
    filters: ShelfFilter
    own: Following | None
    since: datetime | None
    new: int = 0

    @property
    def is_pinned(self) -> bool:
        return self.own is not None and self.own.position is not None

    @property
    def address(self) -> str:
        """The query of its page, which knows the filter by name."""
        return f"?{self.saved.query}{'&' if self.saved.query else ''}saved={self.saved.pk}"

    @property
    def sorting(self) -> Any:
        """The order that the filter asks for; "" for the usual one."""
        return SORTS[self.filters.sorted_by] if "sort" in self.filters.chosen else ""

    @property
    def new_shown(self) -> str:
        return str(self.new) if self.new <= MOST_COUNTED else f"{MOST_COUNTED}+"

    @property
    def address_of_new(self) -> str:
        """The catalogue under these filters and narrowed to what is new."""
        return self.filters.address(added_since=(Moment(self.since).slug,)) if self.since else ""


class Capped(Subquery):
    """How many rows a query finds."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS capped)"
    output_field = IntegerField()


def opened(request: HttpRequest, rows: Iterable[SavedFilter]) -> list[Opened]:
    """The filters as the member of the request sees them, each with how many papers came since their last look."""
    member, rows = member_of(request), list(rows)
    followed = {own.filter_id: own for own in Following.objects.filter(member=member, filter__in=rows)} if rows else {}
    found = [
        Opened(saved, filters_of(saved.query, request), own, own.looked if own else None)
        for saved in rows
        for own in [followed.get(saved.pk)]
    ]
    understand([one.filters for one in found])
    count_new(member, found)
    return found


def pinned(request: HttpRequest) -> list[Opened]:
    """What stands on the member's home page, in their order."""
    if not request.user.is_authenticated:
        return []
    rows = Following.objects.of(request.user).pinned().select_related("filter__owner")
    return opened(request, [own.filter for own in rows])


def at_this_address(request: HttpRequest, filters: ShelfFilter) -> Opened | None:
    """The saved filter that the address names with ``saved``, if it has just these filters and the member may see it.

    What is new is told since the look before this visit.
    """
    number = request.GET.get("saved", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 19 and request.user.is_authenticated):
        return None
    saved = SavedFilter.objects.visible_to(request.user).filter(pk=int(number)).first()
    if saved is None or not is_of(saved, request.META.get("QUERY_STRING", "")):
        return None
    own = Following.objects.filter(member=request.user, filter=saved).first()
    one = Opened(saved, filters, own, since(own) if own else None)
    count_new(member_of(request), [one])
    return one


def since(own: Following) -> datetime:
    return own.looked_before if timezone.now() - own.looked < VISIT else own.looked


def count_new(member: User, rows: Sequence[Opened]) -> None:
    """Tell each what is new in it: one query, and one more where anything came at all."""
    times = [one.since for one in rows if one.since]
    last = Paper.objects.aggregate(last=Max("added"))["last"] if times else None
    fresh = {f"new_{place}": one for place, one in enumerate(rows) if last and one.since and one.since < last}
    if fresh:
        numbers = {name: Capped(arrivals(one)) for name, one in fresh.items()}
        counted: Any = get_user_model().objects.filter(pk=member.pk).values(**numbers).first() or {}
        for name, one in fresh.items():
            one.new = counted.get(name, 0)


def arrivals(one: Opened) -> Any:
    """The papers under the filter that came since; no more of them than are counted.

    What came is a list of its own: SQLite takes an index of the other filters first, and would look each paper up.
    """
    came = Paper.objects.filter(added__gt=one.since).order_by().values("pk")
    return one.filters.without().filter(pk__in=came).values("pk")[: MOST_COUNTED + 1]


# Many addresses are understood together: what one alone would ask for is asked for once.


def understand(several: Sequence[ShelfFilter]) -> None:
    known = {name: known_in(several, name) for name in FINDERS}
    for filters in several:
        for name, find in known.items():
            filters.form.fields[name].find = find
    understand_words([filters for filters in several if filters.chosen.get("q")])


def known_in(several: Sequence[ShelfFilter], name: str) -> Find:
    """What all of them name with this parameter, looked up at once."""
    words = sorted({word for filters in several for word in filters.data.getlist(name)})
    found: dict[str, Any] = {}
    for start in range(0, len(words), WORDS_AT_ONCE):
        found |= FINDERS[name](words[start : start + WORDS_AT_ONCE])
    return lambda values: {value: found[value] for value in values if value in found}


def understand_words(several: Sequence[ShelfFilter]) -> None:
    """Widen all their words at once, and leave one's own notes out: who has written one has seen the paper."""
    parsed = {id(filters): queries.parse(filters.search.text) for filters in several}
    phrases = {
        phrase for filters in several if filters.search.across for phrase in queries.phrases_typed(parsed[id(filters)])
    }
    names: dict[str, list[str]] = {}
    for other_names in OTHER_NAMES if phrases else ():
        for phrase, others in other_names(phrases).items():
            names.setdefault(phrase, []).extend(others)
    for filters in several:
        query = parsed[id(filters)]
        filters.search.query = queries.widened(query, names) if filters.search.across and names else query
        filters.search.own = Own()
        filters.search.few = None  # listing them would be a query for each
