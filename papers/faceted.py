"""A filter that also says, for each of its values, how many papers choosing it would leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import django_filters
from pyroaring import BitMap

from papers import bitmaps
from papers.bitmaps import Index, Sets, numbers
from papers.facets import Choice, Facet, Names, all_names
from papers.kept import Kept
from papers.models import Topic
from papers.querysets import PaperQuerySet
from papers.search import Search

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
    def kept(self) -> Kept:
        return Kept()

    @cached_property
    def index(self) -> Index:
        return bitmaps.index(self.kept)

    @cached_property
    def about(self) -> Sets:
        """The papers by topic, those of its subtopics included."""
        return self.index.about(self.topic_tree)

    @cached_property
    def narrowed(self) -> dict[str, BitMap]:
        """What each active parameter keeps of all papers."""
        return {name: self.keeps(name) for name in self.chosen if name not in SAYS_HOW}

    def keeps(self, name: str) -> BitMap:
        """The papers that are kept by this parameter alone, whoever asks where nothing else says so."""
        return self.found if name == "q" else self.asked(name)

    def asked(self, name: str) -> BitMap:
        """The same from the tables, as kept for the next one who asks."""
        papers = self.filters[name].filter(self.queryset.order_by(), self.chosen[name])
        return self.kept.found(self.key(name), "papers", lambda: BitMap(papers.values_list("pk", flat=True)))

    def key(self, name: str) -> str:
        """The same wherever the parameter keeps the same papers while the catalogue stays what it is: where they depend
        on who asks, it says who, and in which state of theirs; "" where that cannot be told."""
        if name == "q":
            more, fewer = map(sorted, self.search.own)
            return f"{self.search.key} {more} {fewer}"
        return urlencode([(name, value) for value in sorted(self.state[name])])

    @property
    def found(self) -> BitMap:
        """What the words find: what everybody does is kept, one's own notes are asked each time."""
        search = self.search
        if search.query.is_empty:
            return self.index.all
        if search.query.only_excludes:
            return BitMap()
        return (search.everybody(self.kept) | BitMap(search.own.more)) - BitMap(search.own.fewer)

    def papers(self, *skipped: str) -> BitMap:
        """The papers under every filter but the named ones."""
        return BitMap.intersection(
            self.index.all, *(papers for name, papers in self.narrowed.items() if name not in skipped)
        )

    @cached_property
    def total(self) -> int:
        """How many papers are under every filter."""
        return len(self.papers())

    @cached_property
    def names(self) -> Mapping[str, Names]:
        """What the values of each facet are called, by their keys."""
        return self.kept.found("facets", "names", all_names)

    @cached_property
    def facets(self) -> dict[str, Facet]:
        """Every facet by name, counted."""
        return {facet.name: self.counted(facet) for facet in self.facet_list()}

    def facet(self, name: str) -> Facet | None:
        """One of them, without counting the others."""
        return next((self.counted(facet) for facet in self.facet_list() if facet.name == name), None)

    def counted(self, facet: Facet) -> Facet:
        papers = self.papers(*facet.parameters) if facet.excludes_itself else self.papers()
        facet.choices = facet.arranged(numbers(facet.sets(self), papers), len(papers), self)
        self.mark(facet)
        return facet

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
