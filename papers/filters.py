"""The filter behind ``/papers/``: django-filter reads the address, ``facets`` counts what could be chosen next.

Parameters combine, an address can be shared, and a value that nothing is known by is set aside with a note.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, ClassVar, NamedTuple
from urllib.parse import urlencode

import django_filters
from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from papers import search
from papers.facets import Facet, InstitutionFacet, ListFacet, TagFacet, TopicFacet, VenueFacet, YearFacet
from papers.fields import Find, KnownFilter, WordsFilter, one_of, whole_number
from papers.models import Institution, ListEntry, Paper, PaperList, Tag, TaggedPaper, Topic, Venue
from papers.models.papers import FIRST_YEAR, LAST_YEAR
from papers.querysets import PaperQuerySet, TopicQuerySet, named

SORTS = {
    "newest": _("Newest"),
    "oldest": _("Oldest"),
    "title": _("Title"),
    "venue": _("Venue"),
    "added": _("Recently added"),
    "relevance": _("Relevance"),
}
MOST_NOTES = 5


class Chip(NamedTuple):
    """One active restriction, and the address without it."""

    label: Any
    value: str
    url: str


def spelt(model: Any) -> Find:
    """Knows the model's rows by name, alias or slug."""
    return lambda values: model.objects.spelt(values)


def among(topics: Callable[[], Sequence[Topic]]) -> Find:
    """Knows these topics by slug or name, without a query."""
    return lambda values: named(values, topics(), TopicQuerySet.spellings)


class PaperFilter(django_filters.FilterSet):
    q = WordsFilter(method="by_words", label=_("Words"))
    topic = KnownFilter(spelt(Topic), is_single=True, method="by_topic", label=_("Topic"))
    tag = KnownFilter(spelt(Tag), method="by_tag", label=_("Tag"))
    venue = KnownFilter(spelt(Venue), method="by_venue", label=_("Venue"))
    institution = KnownFilter(spelt(Institution), is_single=True, method="by_institution", label=_("Institution"))
    list = KnownFilter(spelt(PaperList), is_single=True, method="by_list", label=_("List"))
    year_min = KnownFilter(whole_number(FIRST_YEAR, LAST_YEAR), is_single=True, method="by_year_min", label=_("From"))
    year_max = KnownFilter(whole_number(FIRST_YEAR, LAST_YEAR), is_single=True, method="by_year_max", label=_("To"))
    sort = KnownFilter(one_of(SORTS), is_single=True, method="in_order", label=_("Sort"))

    class Meta:
        model = Paper
        fields: ClassVar[Sequence[str]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["topic"].find = among(lambda: self.topic_tree)  # which the facet shows anyway

    def facet_list(self) -> Sequence[Facet]:
        return [
            TopicFacet("topic", _("Topic")),
            YearFacet("year", _("Year"), parameters=("year_min", "year_max")),
            VenueFacet("venue", _("Venue"), is_multiple=True),
            # every chosen tag must hold: the next one counts among the papers that have them all
            TagFacet("tag", _("Tag"), is_multiple=True, excludes_itself=False),
            InstitutionFacet("institution", _("Institution")),
            ListFacet("list", _("List")),
        ]

    # What each parameter keeps

    def by_words(self, papers: PaperQuerySet, name: str, value: str) -> PaperQuerySet:
        return papers.search(value)

    def by_topic(self, papers: PaperQuerySet, name: str, value: Sequence[Topic]) -> PaperQuerySet:
        return papers.about(value[0])

    def by_tag(self, papers: PaperQuerySet, name: str, value: Sequence[Tag]) -> PaperQuerySet:
        # one grouped subquery: PostgreSQL takes minutes to plan an EXISTS for each of twenty tags
        tagged = TaggedPaper.objects.filter(tag__in=value).values("content_object").annotate(n=Count("pk"))
        return papers.filter(pk__in=tagged.filter(n=len(value)).values("content_object"))

    def by_venue(self, papers: PaperQuerySet, name: str, value: Sequence[Venue]) -> PaperQuerySet:
        return papers.filter(venue__in=value)

    def by_institution(self, papers: PaperQuerySet, name: str, value: Sequence[Institution]) -> PaperQuerySet:
        links = Paper.institutions.through.objects.filter(paper=OuterRef("pk"), institution=value[0])
        return papers.filter(Exists(links))

    def by_list(self, papers: PaperQuerySet, name: str, value: Sequence[PaperList]) -> PaperQuerySet:
        return papers.filter(Exists(ListEntry.objects.filter(paper=OuterRef("pk"), list=value[0])))

    def by_year_min(self, papers: PaperQuerySet, name: str, value: Sequence[int]) -> PaperQuerySet:
        return papers.filter(year__gte=value[0])

    def by_year_max(self, papers: PaperQuerySet, name: str, value: Sequence[int]) -> PaperQuerySet:
        return papers.filter(year__lte=value[0])

    def in_order(self, papers: PaperQuerySet, name: str, value: Sequence[str]) -> PaperQuerySet:
        orders: dict[str, tuple[Any, ...]] = {
            "oldest": (F("year").asc(nulls_last=True), "pk"),
            "title": ("title_key", "pk"),
            "venue": (Lower("venue__name").asc(nulls_last=True), F("year").desc(nulls_last=True), "-pk"),
            "added": ("-added", "-pk"),
        }
        if value[0] == "relevance" and "q" in self.chosen:
            return search.ranked(papers, self.chosen["q"])
        return papers.order_by(*orders[value[0]]) if value[0] in orders else papers.newest()

    # What the page asks

    @property
    def usual_sort(self) -> str:
        """The order where the address names none."""
        return "relevance" if "q" in self.chosen else "newest"

    @property
    def found(self) -> QuerySet[Paper]:
        """The papers under every filter, in order."""
        return self.qs if "sort" in self.chosen else self.in_order(self.qs, "sort", [self.usual_sort])

    def without(self, *skipped: str) -> QuerySet[Paper]:
        """The papers under every filter but the named ones, in no order."""
        papers: QuerySet[Paper] = self.queryset.all()
        for name, value in self.chosen.items():
            if name not in skipped and name != "sort":
                papers = self.filters[name].filter(papers, value)
        return papers.order_by()

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """Each active parameter with what its values mean."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def unknown(self) -> Sequence[tuple[Any, str]]:
        """(label, value) of what the address asks for and nothing is known by, at most MOST_NOTES of them."""
        self.chosen  # noqa: B018 - cleaning finds them
        fields = self.form.fields
        unknown = [(fields[name].label, value) for name in fields for value in getattr(fields[name], "unknown", ())]
        return unknown[:MOST_NOTES]

    @cached_property
    def topic_tree(self) -> Sequence[Topic]:
        return Topic.objects.as_tree()

    @cached_property
    def facets(self) -> dict[str, Facet]:
        """Every facet by name, counted, its choices with their addresses."""
        facets = self.facet_list()
        arms = []
        for facet in facets:
            papers = self.without(*facet.parameters) if facet.excludes_itself else self.without()
            arms += facet.arms(papers, self)
        rows: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
        for name, value, label, count in arms[0].union(*arms[1:], all=True).order_by():
            rows[name].append((value, label, count))
        for facet in facets:
            facet.choices = facet.arranged(rows[facet.name], self)
            for choice in facet.choices:
                choice.is_chosen = choice.value in self.state.get(facet.name, ())
                choice.url = self.toggled(facet, choice.value)
        return {facet.name: facet for facet in facets}

    # Addresses

    @cached_property
    def state(self) -> dict[str, tuple[str, ...]]:
        """Each active parameter as its values are written in an address."""
        return {name: tuple(map(written, value)) if name != "q" else (value,) for name, value in self.chosen.items()}

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

    @property
    def chips(self) -> Sequence[Chip]:
        """Each active restriction with the address that takes it off."""
        chips = []
        for name, value in self.chosen.items():
            if name == "sort":
                continue
            for meaning in [value] if name == "q" else value:
                rest = tuple(text for text in self.state[name] if text != written(meaning))
                label = self.form.fields[name].label
                chips.append(Chip(label, self.shown_as(name, meaning), self.address(**{name: rest})))
        return chips

    def shown_as(self, name: str, meaning: Any) -> str:
        return str(meaning)


def written(meaning: Any) -> str:
    """A meaning as an address spells it: a row by its slug or else its name, a word or number as itself."""
    return str(getattr(meaning, "slug", "") or getattr(meaning, "name", meaning))
