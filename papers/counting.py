"""Numbers of papers by value, exact in a catalogue of any size.

What is counted is kept for as long as the catalogue stays what it is, and what depends on who asks for as long as they
change nothing either; theirs is counted in a way that looks at their own papers only. All that has to be counted comes
in one query.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, IntegerField, Min, QuerySet, Value
from django.db.models.functions import Cast

from papers.kept import Kept
from papers.models import Paper
from papers.querysets import PaperQuerySet

Numbers = dict[int, int]
Narrow = Callable[[PaperQuerySet], PaperQuerySet]


@dataclass(frozen=True, eq=False)
class Condition:
    """One restriction on papers, and how to count under it.

    ``key`` is the same wherever the same papers are meant while the catalogue stays what it is: where they depend on
    who asks, it says who, and in which state of theirs; "" where that cannot be told. ``keep`` finds all papers at
    once, ``check`` looks at one paper after the other; ``numbers`` are those of the papers as another table has them,
    so that what is linked to papers is counted without a look at these.

    Where ``more`` or ``fewer`` are given, counting may go another way round: the numbers under ``like`` (without any
    such restriction if it is None), with those of ``more`` and less those of ``fewer``. It does so ``always``, if these
    are few, or where that is quicker.
    """

    key: str
    keep: Narrow
    check: Narrow
    numbers: Any = None
    like: Condition | None = None
    more: Narrow | None = None
    fewer: Narrow | None = None
    always: bool = False

    def instead(self, scope: Scope) -> Scope:
        return scope - {self} | ({self.like} if self.like else set())


Scope = frozenset[Condition]


@dataclass(frozen=True, eq=False)
class Tally:
    """One way to count papers by whole numbers, such as the keys of venues.

    ``arms`` makes the queries, by ``grouped`` or ``number``, for some papers or for all of them (None). ``own`` has the
    papers of whoever asks, the only ones that matter, where the numbers are theirs; ``whose`` says then who that is, in
    which state, and is "" where that cannot be told.
    """

    name: str
    arms: Callable[[Some | None], Iterable[QuerySet]]
    own: PaperQuerySet | None = None
    whose: str = ""


@dataclass(frozen=True)
class Some:
    """Papers that are counted, and their numbers as a query of its own."""

    papers: PaperQuerySet
    numbers: Any


def all_or(some: Some | None) -> PaperQuerySet:
    return Paper.objects.all() if some is None else some.papers


def linked(model: Any, some: Some | None, link: str = "paper") -> Any:
    """The model's rows whose ``link`` leads to one of the papers; for all papers simply all rows."""
    rows = model.objects.all()
    return rows if some is None else rows.filter(**{f"{link}__in": some.numbers})


def grouped(rows: QuerySet, by: str, of: str = "", value: Any = None) -> QuerySet:
    """How many rows there are by each value of a field, or how many different values of ``of`` are in them.

    ``value`` makes a whole number of the field's where that is none.
    """
    # Min, since any other expression would join the GROUP BY, which no index would answer then
    return rows.order_by().values(by).annotate(value=Min(value or by), n=how_many(of))


def number(rows: QuerySet, value: int = 0, of: str = "") -> QuerySet:
    """How many rows there are, under that value."""
    return rows.order_by().annotate(value=constant(value)).values("value").annotate(n=how_many(of))


def how_many(of: str) -> Count:
    return Count(of, distinct=True) if of else Count("*")


def constant(value: int) -> Cast:
    return Cast(Value(value), IntegerField())


TOTAL = Tally("total", lambda some: [number(all_or(some))])


@dataclass
class Sum:
    """Numbers that are put together: those of another scope, with and without what is counted now."""

    base: Scope | None
    parts: list[tuple[int, Some | None]] = field(default_factory=list)


class Counts:
    """What tallies count of ``papers``, the whole catalogue, under conditions."""

    def __init__(self, papers: PaperQuerySet) -> None:
        self.papers = papers
        self.kept = Kept()
        self.known: dict[tuple[Tally, Scope], Numbers] = {}
        self.frequent: set[Condition] = set()

    def __getitem__(self, wanted: tuple[Tally, Scope]) -> Numbers:
        if wanted not in self.known:
            self.count([wanted])
        return self.known[wanted]

    def total(self, scope: Scope) -> int:
        return self[TOTAL, scope].get(0, 0)

    def look_at(self, scope: Scope) -> None:
        """Note what keeps most papers: its numbers are quicker to count by what it leaves out."""
        optional = [one for one in scope if one.fewer and not one.always]
        self.frequent |= {
            one
            for one in optional
            if (around := self.remembered(TOTAL, one.instead(scope))) and 2 * self.total(scope) > around.get(0, 0)
        }

    def count(self, wanted: Collection[tuple[Tally, Scope]]) -> None:
        """Have all of this known; one query at most."""
        sums: dict[tuple[Tally, Scope], Sum] = {}
        for tally, scope in wanted:
            self.plan(tally, scope, sums)
        counted = asked(sums)
        for (tally, scope), one in sums.items():
            numbers = Counter(self.known[tally, one.base] if one.base is not None else {})
            for place, (sign, _papers) in enumerate(one.parts):
                for value, n in counted[tally, scope, place].items():
                    numbers[value] += sign * n
            self.known[tally, scope] = {value: n for value, n in numbers.items() if n}
            if is_kept(tally, scope):
                self.kept.put(key_of(scope, tally.whose), tally.name, self.known[tally, scope])
        self.kept.save()

    def plan(self, tally: Tally, scope: Scope, sums: dict[tuple[Tally, Scope], Sum]) -> None:
        """Put into ``sums`` what has to be counted, what the sum starts from first."""
        if (tally, scope) in sums or (tally, scope) in self.known or self.remembered(tally, scope) is not None:
            return
        detour = self.detour(tally, scope)
        if detour is None:
            sums[tally, scope] = Sum(None, [(1, self.under(scope, tally.own))])
            return
        base = detour.instead(scope)
        self.plan(tally, base, sums)
        changes = [(sign, change(self.papers)) for sign, change in [(1, detour.more), (-1, detour.fewer)] if change]
        rest = scope - {detour}
        sums[tally, scope] = Sum(base, [(sign, self.of(papers, rest, detour.always)) for sign, papers in changes])

    def detour(self, tally: Tally, scope: Scope) -> Condition | None:
        """The condition to go round, if any."""
        if tally.own is not None:
            return None
        ways = (one for one in scope if one.always or one in self.frequent)
        quick = (one for one in ways if one.always or self.remembered(tally, one.instead(scope)) is not None)
        return next(quick, None)

    def remembered(self, tally: Tally, scope: Scope) -> Numbers | None:
        if (tally, scope) not in self.known and is_kept(tally, scope):
            numbers = self.kept.get(key_of(scope, tally.whose), tally.name)
            if numbers is not None:
                self.known[tally, scope] = numbers
        return self.known.get((tally, scope))

    def under(self, scope: Scope, few: PaperQuerySet | None = None) -> Some | None:
        """The papers under all conditions, or the few of them; None for all papers."""
        if not scope:
            return None
        some = self.of(self.papers if few is None else few, scope, few is not None)
        (only, *more) = scope
        return some if few is not None or more or only.numbers is None else replace(some, numbers=only.numbers)

    def of(self, papers: PaperQuerySet, scope: Scope, are_few: bool) -> Some:
        for condition in sorted(scope, key=lambda one: one.key):
            papers = condition.check(papers) if are_few else condition.keep(papers)
        return Some(papers, papers.order_by().values("pk"))


def is_kept(tally: Tally, scope: Scope) -> bool:
    return (tally.own is None or bool(tally.whose)) and can_be_kept(scope)


def can_be_kept(scope: Scope) -> bool:
    return all(one.key for one in scope)


def key_of(scope: Scope, whose: str = "") -> str:
    return "\n".join([*sorted(one.key for one in scope), *([whose] if whose else ())])


def asked(sums: dict[tuple[Tally, Scope], Sum]) -> dict[tuple[Tally, Scope, int], Numbers]:
    """The numbers of every part of every sum, in one query."""
    places = [(tally, scope, place, papers) for tally, scope, place, papers in parts_of(sums)]
    arms: list[QuerySet[Any]] = [
        arm.annotate(part=constant(number)).values_list("part", "value", "n")
        for number, (tally, _scope, _place, papers) in enumerate(places)
        for arm in tally.arms(papers)
    ]
    counted: dict[tuple[Tally, Scope, int], Numbers] = defaultdict(dict)
    for part, value, n in arms[0].union(*arms[1:], all=True).order_by() if arms else ():
        if value is not None:
            counted[places[part][:3]][value] = n
    return counted


def parts_of(sums: dict[tuple[Tally, Scope], Sum]) -> Iterator[tuple[Tally, Scope, int, Some | None]]:
    for (tally, scope), one in sums.items():
        for place, (_sign, papers) in enumerate(one.parts):
            yield tally, scope, place, papers
