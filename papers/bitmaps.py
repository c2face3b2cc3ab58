"""Which papers have what, as bitmaps: the index that facets are counted from.

For each column, such as venues, and each value in it there is a compressed bitmap of the papers that have it. To count
a facet under any filter is then to intersect bitmaps, without a look at tables: "Better bitmap performance with Roaring
bitmaps" (Chambi, Lemire, Kaser, Godin; Software: Practice and Experience 46, 2016), of which pyroaring is a binding.

Each process holds the index of the state of the catalogue that it saw last. When that has moved on, the papers that
changed are looked up again; where it is not known which, or there are many, all of it is made anew.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Aggregate, IntegerField, Min, QuerySet, TextField, Value
from django.db.models.functions import Cast
from pyroaring import BitMap

from papers import reading
from papers.conditional import program
from papers.kept import DAY, Kept
from papers.models import ListEntry, Paper, TaggedPaper, Topic
from papers.models.search import Change

Numbers = dict[int, int]  # of papers by value
Sets = dict[int, BitMap]  # the papers by value; never changed once others may see them
Seen = frozenset[tuple[int, int]]  # changes of the catalogue
MOST_LOOKED_UP = 2_000  # papers; more of them are dearer to look up than to make the index anew
PATIENCE = 5  # seconds for which one waits while another thread makes the index, before making one's own


class Listed(Aggregate):
    """The numbers of a group's rows as a text, with commas between them."""

    output_field = TextField()
    function = "group_concat"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="string_agg((%(expressions)s)::text, ',')", **context)


@dataclass(frozen=True)
class Column:
    """Something that papers have: ``rows`` tell which ``paper`` has which value in the field ``by``.

    ``value`` makes a whole number of the field's where that is none. Without ``by`` all rows stand under 0.
    """

    name: str
    rows: Callable[[], QuerySet]
    paper: str = "paper"
    by: str = ""
    value: Any = None

    def query(self, papers: Collection[int] | None) -> QuerySet:
        """(name, value, papers) for every value, of these papers or of all."""
        rows = self.rows().order_by()
        if papers is not None:
            rows = rows.filter(**{f"{self.paper}__in": papers})
        if self.by:
            # Min, since any other expression would join the GROUP BY, which no index would answer then
            groups = rows.values(self.by).annotate(value=Min(self.value or self.by))
        else:
            groups = rows.annotate(value=Cast(Value(0), IntegerField())).values("value")
        listed = groups.annotate(listed=Listed(self.paper), column=Value(self.name, TextField()))
        return listed.values_list("column", "value", "listed")


COLUMNS = [
    Column("all", Paper.objects.all, "pk"),
    Column("venue", Paper.objects.all, "pk", "venue"),
    Column("year", Paper.objects.all, "pk", "year"),
    Column("tag", TaggedPaper.objects.all, "content_object", "tag"),
    Column("topic", Paper.topics.through.objects.all, "paper", "topic"),
    Column("institution", Paper.institutions.through.objects.all, "paper", "institution"),
    Column("list", lambda: ListEntry.objects.on_shown_lists(), "paper", "list"),
]  # other apps add theirs


@dataclass(frozen=True)
class Index:
    """``sets`` by column and value; ``seen`` are the changes of the catalogue that it knows."""

    seen: Seen
    sets: Mapping[str, Sets]
    state: str = ""

    @property
    def all(self) -> BitMap:
        """Every paper."""
        return self.of("all", 0)

    def of(self, column: str, value: int) -> BitMap:
        return self.sets.get(column, {}).get(value) or BitMap()

    def about(self, tree: Sequence[Topic]) -> Sets:
        """The papers about each topic of the tree, in its order, or about anything below it."""
        found = dict(self.sets.get("topic", {}))
        for topic in reversed(tree):
            if topic.parent_id and topic.pk in found:
                found[topic.parent_id] = found.get(topic.parent_id, BitMap()) | found[topic.pk]
        return found


def numbers(sets: Sets, papers: BitMap) -> Numbers:
    """How many of the papers are in each set."""
    return {value: n for value, some in sets.items() if (n := some.intersection_cardinality(papers))}


HELD: dict[str, Index] = {}  # by database: a replica may be behind
HOLDING = Lock()


def index(kept: Kept) -> Index:
    """The index in the state of the catalogue that ``kept`` belongs to, or a later one."""
    if not settings.KEEP_COUNTS:
        return Index(frozenset(), made())
    alias = reading.database()
    if not HOLDING.acquire(timeout=PATIENCE):
        return later(HELD.get(alias), kept.state)
    try:
        if alias not in HELD or HELD[alias].state != kept.state:
            HELD[alias] = later(HELD.get(alias), kept.state)
        return HELD[alias]
    finally:
        HOLDING.release()


def later(held: Index | None, state: str) -> Index:
    """What is held, or another process has made, brought up to date; else all of it anew."""
    seen = frozenset(Change.objects.values_list("pk", "token"))  # before the rows, so that it never says too much
    for known in (lambda: held, shared):
        found = known()
        if found and found.seen and found.seen <= seen:
            concerned = papers_of(seen - found.seen)
            if concerned is not None:
                return Index(seen, renewed(found.sets, concerned), state)
    new = Index(seen, made(), state)
    cache.set(shared_key(), (new.seen, new.sets), DAY)
    return new


def shared() -> Index | None:
    known = cache.get(shared_key())
    return Index(*known) if known else None


def shared_key() -> str:
    """Under which processes find what another one has made; another release may count something else."""
    return f"bitmaps-{program()}"


def papers_of(changes: Seen) -> set[int] | None:
    """The papers that these changes concern; None where that cannot be told, or they are too many."""
    if not changes:
        return set()
    rows = list(Change.objects.filter(pk__in=[pk for pk, _token in changes]).values_list("papers", flat=True))
    if len(rows) < len(changes) or None in rows:
        return None
    concerned = {number for papers in rows for number in papers or ()}
    return concerned if len(concerned) <= MOST_LOOKED_UP else None


def renewed(sets: Mapping[str, Sets], papers: Collection[int]) -> Mapping[str, Sets]:
    """The sets with these papers as they are now."""
    if not papers:
        return sets
    concerned, now, nothing = BitMap(papers), made(papers), BitMap()
    columns = {name: (sets.get(name, {}), now.get(name, {})) for name in {**sets, **now}}
    return {
        name: {
            value: some
            for value in {**before, **after}
            if (some := (before.get(value, nothing) - concerned) | after.get(value, nothing))
        }
        for name, (before, after) in columns.items()
    }


def made(papers: Collection[int] | None = None) -> dict[str, Sets]:
    """The sets of these papers, or of all, from the tables; one query."""
    first, *more = [column.query(papers) for column in COLUMNS]
    sets: dict[str, Sets] = defaultdict(dict)
    for column, value, listed in first.union(*more, all=True).order_by():
        if value is not None and listed:
            sets[column][value] = numbers_in(listed)
    return dict(sets)


def numbers_in(listed: str) -> BitMap:
    """The numbers in what ``Listed`` makes."""
    return BitMap(json.loads(f"[{listed}]"))
