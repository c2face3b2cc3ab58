"""A filter that also says, for each of its values, how many papers choosing it would leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db.models import QuerySet

from papers.counting import TOTAL, Condition, Counts, Narrow, Scope
from papers.facets import Choice, Facet, Names, all_names
from papers.models import Paper, Topic
from papers.querysets import PaperQuerySet
from papers.search import Search
from papers.search.backends import backend

SAYS_HOW = {"sort", "across"}  # parameters that keep no paper away


class FacetedFilter(django_filters.FilterSet):
    """Narrows the whole catalogue; what it narrows by is in the classes that inherit from it."""

    @cached_property
    def search(self) -> Search:
        """What the address looks for."""
        raise NotImplementedError

    def facet_list(self) -> Sequence[Facet]:
        """The facets in the order of the page, new ones each time."""
        raise NotImplementedError

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """Each active parameter with what its values mean."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @cached_property
    def state(self) -> dict[str, tuple[str, ...]]:
        """Each active parameter as its values are written in an address."""
        return {name: tuple(map(written, value)) if name != "q" else (value,) for name, value in self.chosen.items()}

    def without(self, *skipped: str) -> PaperQuerySet:
        """The papers under every filter but the named ones, in no order."""
        papers: PaperQuerySet = self.queryset.all()
        for name, value in self.chosen.items():
            if name not in skipped and name not in SAYS_HOW:
                papers = self.filters[name].filter(papers, value)
        return papers.order_by()

    @cached_property
    def topic_tree(self) -> Sequence[Topic]:
        return Topic.objects.as_tree()

    # Counting

    @cached_property
    def conditions(self) -> dict[str, Condition]:
        return {name: self.condition(name) for name in self.chosen if name not in SAYS_HOW}

    def condition(self, name: str) -> Condition:
        """How papers are counted under this parameter."""
        if name == "q":
            return self.words()
        key = urlencode([(name, value) for value in sorted(self.state[name])])
        return Condition(key, self.keep(name), self.check(name), self.links(name))

    def check(self, name: str) -> Narrow:
        return lambda papers: self.filters[name].filter(papers, self.chosen[name])

    def keep(self, name: str) -> Narrow:
        links = self.links(name)
        return self.check(name) if links is None else lambda papers: papers.filter(pk__in=links)

    def links(self, name: str) -> QuerySet | None:
        """The papers' numbers as another table has them, from which counting had better start; if there is one."""
        return None

    @property
    def whose(self) -> str:
        """Who asks, and in which state of what is theirs alone; "" where that cannot be told."""
        return ""

    def words(self) -> Condition:
        """What everybody finds is kept. What one's own notes change is a few papers, which are counted beside it."""
        query = self.search.query
        key = f"q={[group.alternatives for group in query.groups]}-{query.excluded}"
        few = self.few(key) if query.groups else []
        everybody = self.search.for_everybody()
        shared = Condition(
            key,
            everybody.narrow,
            everybody.narrow,
            backend().hits(query) if few is None else backend().these(few),
            fewer=everybody.beyond if few is None else None,
        )
        if not self.search.is_personal:
            return shared
        own = self.search.own
        more, fewer = (backend().these(papers) for papers in own)
        return Condition(
            f"{shared.key} {self.whose}" if self.whose else "",
            self.search.narrow,
            self.search.narrow,
            like=shared,
            more=(lambda papers: papers.filter(pk__in=more)) if own.more else None,
            fewer=(lambda papers: everybody.narrow(papers.filter(pk__in=fewer))) if own.fewer else None,
            always=True,
        )

    def few(self, key: str) -> list[int] | None:
        """What the search finds if that is little, in the index or as kept under ``key``; the search knows it then."""
        if known := self.counts.kept.get(key, "few"):
            (self.search.few,) = known
        else:
            self.counts.kept.put(key, "few", (self.search.few,))  # saved with what is counted
        return self.search.few

    def scope(self, *skipped: str) -> Scope:
        return frozenset(condition for name, condition in self.conditions.items() if name not in skipped)

    def scope_of(self, facet: Facet) -> Scope:
        return self.scope(*facet.parameters) if facet.excludes_itself else self.scope()

    @cached_property
    def counts(self) -> Counts:
        return Counts(Paper.objects.all())

    @cached_property
    def total(self) -> int:
        """How many papers are under every filter."""
        return self.counts.total(self.scope())

    @cached_property
    def names(self) -> Mapping[str, Names]:
        """What the values of each facet are called, by their keys."""
        return self.counts.kept.found("facets", "names", all_names)

    @cached_property
    def facets(self) -> dict[str, Facet]:
        """Every facet by name, counted."""
        return self.counted(self.facet_list())

    def facet(self, name: str) -> Facet | None:
        """One of them, without counting the others."""
        return self.counted([facet for facet in self.facet_list() if facet.name == name]).get(name)

    def counted(self, facets: Sequence[Facet]) -> dict[str, Facet]:
        self.counts.look_at(self.scope())
        tallies = [(tally, self.scope_of(facet)) for facet in facets for tally in facet.tallies]
        self.counts.count([(TOTAL, self.scope()), *tallies])  # the page wants the total anyway
        for facet in facets:
            scope = self.scope_of(facet)
            facet.choices = facet.arranged({tally.name: self.counts[tally, scope] for tally in facet.tallies}, self)
            self.mark(facet)
        return {facet.name: facet for facet in facets}

    def mark(self, facet: Facet) -> None:
        """Tell the chosen values, which stay in sight where nothing is behind them, and where each choice leads."""
        chosen = dict(zip(self.state.get(facet.name, ()), self.chosen.get(facet.name, ()), strict=True))
        facet.choices += [
            Choice(value, self.shown_as(facet.name, chosen[value]), 0)
            for value in chosen.keys() - {choice.value for choice in facet.choices}
        ]
        for choice in facet.choices:
            choice.is_chosen = choice.value in chosen
            choice.address = lambda value: self.toggled(facet, value)

    def shown_as(self, name: str, meaning: Any) -> str:
        return str(meaning)

    # Addresses

    def address(self, **changes: tuple[str, ...]) -> str:
        """The query of this page with some parameters changed; an empty tuple takes one off. The page number goes."""
        state = self.state | changes
        pairs = [(name, value) for name in self.filters for value in state.get(name, ())]
        return "?" + urlencode(pairs)

    def toggled(self, facet: Facet, value: str) -> str:
        present = self.state.get(facet.name, ())
        if value in present:
            return self.address(**{facet.name: tuple(other for other in present if other != value)})
        return self.address(**{facet.name: (*present, value) if facet.is_multiple else (value,)})


def written(meaning: Any) -> str:
    """A meaning as an address spells it: a row by its slug or else its name, a word or number as itself."""
    return str(getattr(meaning, "slug", "") or getattr(meaning, "name", meaning))
