"""What a filtered catalogue can be narrowed by, with the number of papers behind each value.

Each facet counts under all filters but its own. ``bitmaps`` knows which papers have what; here is how it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, QuerySet, Value

from papers.bitmaps import Numbers, Sets
from papers.models import (
    Institution,
    InstitutionAlias,
    PaperList,
    Tag,
    TagAlias,
    Topic,
    TopicAlias,
    Venue,
    VenueAlias,
)
from papers.search import tokens

if TYPE_CHECKING:
    from papers.faceted import FacetedFilter

SHOWN = 7  # values of a facet that a page of the catalogue carries
WHOLE = 30  # topics up to which their tree is shown whole
Names = Mapping[int, tuple[str, str]]


@dataclass
class Choice:
    value: str
    label: str
    count: int
    is_chosen: bool = False
    depth: int = 0
    address: Callable[[str], str] = str

    @property
    def url(self) -> str:
        """The address that chooses the value, or takes it off; made when it is asked for, since few are."""
        return self.address(self.value)


@dataclass
class Facet:
    """One way to narrow: by the values of the column of its name in the index, unless ``sets`` says otherwise.

    ``excludes_itself``: its counts ignore its own choice, so that the others stay in sight.
    """

    name: str
    label: Any
    parameters: tuple[str, ...] = ()
    is_multiple: bool = False
    excludes_itself: bool = True
    stale_after: str = ""  # the event in a browser that makes its numbers others
    choices: list[Choice] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parameters = self.parameters or (self.name,)

    def sets(self, filters: FacetedFilter) -> Sets:
        """The papers that have each value, as the one who asks may know."""
        return filters.index.sets.get(self.name, {})

    def arranged(self, numbers: Numbers, total: int, filters: FacetedFilter) -> list[Choice]:
        """How many of ``total`` papers have each value, as choices in the order a reader expects."""
        raise NotImplementedError

    @property
    def shown(self) -> list[Choice]:
        """The chosen values and the first few others."""
        chosen = [choice for choice in self.choices if choice.is_chosen]
        return chosen + [choice for choice in self.choices if not choice.is_chosen][: max(0, SHOWN - len(chosen))]

    @property
    def is_cut(self) -> bool:
        return len(self.shown) < len(self.choices)

    def spellings(self) -> Iterable[tuple[str, str]]:
        """(value, another name of it), by which it is found among many; one query at most."""
        return ()


class NamedFacet(Facet):
    """One value for each row of a table, by its name; most papers first."""

    def arranged(self, numbers: Numbers, total: int, filters: FacetedFilter) -> list[Choice]:
        names = filters.names[self.name]
        choices = [Choice(*names[key], n) for key, n in numbers.items() if key in names]
        return sorted(choices, key=lambda choice: (-choice.count, choice.label.casefold()))


class VenueFacet(NamedFacet):
    def spellings(self) -> Iterable[tuple[str, str]]:
        full = Venue.objects.order_by().values_list("name", "full_name")
        return full.union(VenueAlias.objects.order_by().values_list("venue__name", "name")).order_by()


class TagFacet(NamedFacet):
    def spellings(self) -> Iterable[tuple[str, str]]:
        return TagAlias.objects.order_by().values_list("tag__slug", "name")


class InstitutionFacet(NamedFacet):
    def spellings(self) -> Iterable[tuple[str, str]]:
        full = Institution.objects.order_by().values_list("name", "full_name")
        return full.union(InstitutionAlias.objects.order_by().values_list("institution__name", "name")).order_by()


class YearFacet(Facet):
    def arranged(self, numbers: Numbers, total: int, filters: FacetedFilter) -> list[Choice]:
        return [Choice(str(year), str(year), n) for year, n in sorted(numbers.items())]


class TopicFacet(Facet):
    """The tree, each topic with the papers of its subtopics; topics without papers are left out."""

    def sets(self, filters: FacetedFilter) -> Sets:
        return filters.about

    def arranged(self, numbers: Numbers, total: int, filters: FacetedFilter) -> list[Choice]:
        tree: Any = [topic for topic in filters.topic_tree if topic.pk in numbers]
        return [Choice(topic.slug, topic.name, numbers[topic.pk], depth=topic.depth) for topic in tree]

    def spellings(self) -> Iterable[tuple[str, str]]:
        """In both languages, and what was merged into it."""
        names = Topic.objects.order_by().values_list("slug", "name_en", "name_zh")
        merged = TopicAlias.objects.order_by().values_list("topic__slug", "name_en", "name_zh")
        return [(slug, f"{english} {chinese}") for slug, english, chinese in names.union(merged).order_by()]

    @property
    def shown(self) -> list[Choice]:
        """The whole tree while it is small; otherwise its upper levels, and what stands around the chosen topic."""
        levels = [sum(choice.depth <= depth for choice in self.choices) for depth in range(20)]
        deepest = max([0, *(depth for depth, size in enumerate(levels) if size <= WHOLE)])
        return [choice for place, choice in enumerate(self.choices) if choice.depth <= deepest or self.is_near(place)]

    def is_near(self, place: int) -> bool:
        """Whether it is the chosen topic, stands above it or directly below it."""
        return any(
            chosen == place or place in self.above(chosen) or self.above(place)[:1] == [chosen]
            for chosen, choice in enumerate(self.choices)
            if choice.is_chosen
        )

    def above(self, place: int) -> list[int]:
        """The places of what it stands below, nearest first."""
        line, depth = [], self.choices[place].depth
        for before in range(place - 1, -1, -1):
            if self.choices[before].depth < depth:
                line.append(before)
                depth = self.choices[before].depth
        return line


def matching(facet: Facet, words: str) -> list[Choice]:
    """The choices of which some name has every word in it, in either script and whatever its case and accents."""
    wanted = tokens.key(words).split()
    if not wanted:
        return facet.choices
    names = {choice.value: tokens.key(f"{choice.label}\n{choice.value}") for choice in facet.choices}
    for value, other in facet.spellings():
        if value in names:
            names[value] += "\n" + tokens.key(other)
    return [choice for choice in facet.choices if all(word in names[choice.value] for word in wanted)]


def all_names() -> dict[str, Names]:
    """By facet and key what each value is called in an address and by readers; one query."""
    tables: dict[str, tuple[QuerySet, str]] = {
        "venue": (Venue.objects.all(), "name"),
        "tag": (Tag.objects.all(), "slug"),
        "institution": (Institution.objects.all(), "name"),
        "list": (PaperList.objects.shown(), "slug"),
    }
    arms = [
        rows.order_by().annotate(facet=Value(facet, CharField())).values_list("facet", "pk", value, "name")
        for facet, (rows, value) in tables.items()
    ]
    names: dict[str, dict[int, tuple[str, str]]] = {facet: {} for facet in tables}
    for facet, key, value, label in arms[0].union(*arms[1:], all=True).order_by():
        names[facet][key] = (value, label)
    return dict(names)
