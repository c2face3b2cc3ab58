"""The filter behind ``/papers/``: django-filter reads the address, ``facets`` counts what could be chosen next.

Parameters combine, an address can be shared, and a value that nothing is known by is set aside with a note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from operator import ge, le
from typing import Any, ClassVar, NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from papers import recalling
from papers.faceted import SAYS_HOW, FacetedFilter, written
from papers.facets import Facet, InstitutionFacet, NamedFacet, TagFacet, TopicFacet, VenueFacet, YearFacet
from papers.fields import Find, KnownFilter, Moment, WordsFilter, moments, one_of, whole_number
from papers.models import Institution, ListEntry, Paper, PaperList, Tag, TaggedPaper, Topic, Venue
from papers.models.papers import FIRST_YEAR, LAST_YEAR
from papers.ordering import ORDERS, Order
from papers.paging import Pages, RankedPages
from papers.querysets import PaperQuerySet, TopicQuerySet, named
from papers.search import Search

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


def shown_list(values: Sequence[str]) -> dict[str, PaperList]:
    """Knows the lists that members see, by slug."""
    return PaperList.objects.shown().spelt(values)


def among(topics: Callable[[], Sequence[Topic]]) -> Find:
    """Knows these topics by slug or name without a query, and those that were merged into them with one."""

    def find(values: Sequence[str]) -> dict[str, Topic]:
        found = named(values, topics(), TopicQuerySet.spellings)
        missing = [value for value in values if value not in found]
        return found | Topic.objects.merged(missing) if missing else found

    return find


Numbers = list[int]  # the filter has a field of that name


class PaperFilter(FacetedFilter):
    q = WordsFilter(method="by_words", label=_("Words"))
    across = KnownFilter(one_of({"off"}), is_single=True, method="by_across", label=_("Across languages"))
    topic = KnownFilter(spelt(Topic), is_single=True, method="by_topic", label=_("Topic"))
    tag = KnownFilter(spelt(Tag), method="by_tag", label=_("Tag"))
    venue = KnownFilter(spelt(Venue), method="by_venue", label=_("Venue"))
    institution = KnownFilter(spelt(Institution), is_single=True, method="by_institution", label=_("Institution"))
    list = KnownFilter(shown_list, is_single=True, method="by_list", label=_("List"))
    year_min = KnownFilter(whole_number(FIRST_YEAR, LAST_YEAR), is_single=True, method="by_year_min", label=_("From"))
    year_max = KnownFilter(whole_number(FIRST_YEAR, LAST_YEAR), is_single=True, method="by_year_max", label=_("To"))
    added_since = KnownFilter(moments, is_single=True, method="by_added_since", label=_("Added since"))
    sort = KnownFilter(one_of(SORTS), is_single=True, method="as_they_are", label=_("Sort"))

    class Meta:
        model = Paper
        fields: ClassVar[Sequence[str]] = ()

    @classmethod
    def made_of(cls, request: HttpRequest) -> Any:
        """What the papers that are found depend on beside the catalogue; None where that cannot be told."""
        return ()

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
            NamedFacet("list", _("List")),
        ]

    # What each parameter keeps

    def by_words(self, papers: PaperQuerySet, name: str, value: str) -> PaperQuerySet:
        return self.search.narrow(papers)

    def by_across(self, papers: PaperQuerySet, name: str, value: Sequence[str]) -> PaperQuerySet:
        return papers  # says how ``q`` is meant

    def by_topic(self, papers: PaperQuerySet, name: str, value: Sequence[Topic]) -> PaperQuerySet:
        return papers.about(value[0])

    def by_tag(self, papers: PaperQuerySet, name: str, value: Sequence[Tag]) -> PaperQuerySet:
        if len(value) == 1:
            return papers.filter(Exists(TaggedPaper.objects.filter(content_object=OuterRef("pk"), tag=value[0])))
        return papers.filter(pk__in=tagged_with(value))

    def by_venue(self, papers: PaperQuerySet, name: str, value: Sequence[Venue]) -> PaperQuerySet:
        return papers.filter(venue__in=value)

    def by_institution(self, papers: PaperQuerySet, name: str, value: Sequence[Institution]) -> PaperQuerySet:
        links = Paper.institutions.through.objects.filter(paper=OuterRef("pk"), institution=value[0])
        return papers.filter(Exists(links))

    def by_list(self, papers: PaperQuerySet, name: str, value: Sequence[PaperList]) -> PaperQuerySet:
        return papers.filter(Exists(ListEntry.objects.present().filter(paper=OuterRef("pk"), list=value[0])))

    def by_year_min(self, papers: PaperQuerySet, name: str, value: Sequence[int]) -> PaperQuerySet:
        return papers.filter(year__gte=value[0])

    def by_year_max(self, papers: PaperQuerySet, name: str, value: Sequence[int]) -> PaperQuerySet:
        return papers.filter(year__lte=value[0])

    def by_added_since(self, papers: PaperQuerySet, name: str, value: Sequence[Moment]) -> PaperQuerySet:
        return papers.filter(added__gt=value[0].at)

    def as_they_are(self, papers: PaperQuerySet, name: str, value: Sequence[str]) -> PaperQuerySet:
        return papers  # put in order when they are cut into pages

    def keeps(self, name: str) -> BitMap:
        value, of = self.chosen[name], self.index.of
        if name == "topic":
            return self.about.get(value[0].pk, BitMap())
        if name == "tag":
            return BitMap.intersection(*(of(name, tag.pk) for tag in value))
        if name in ("venue", "institution", "list"):
            return BitMap.union(*(of(name, one.pk) for one in value))
        if name in ("year_min", "year_max"):
            fits = ge if name == "year_min" else le
            years = self.index.sets.get("year", {}).items()
            return BitMap.union(BitMap(), *(papers for year, papers in years if fits(year, value[0])))
        return super().keeps(name)

    # What the page asks

    @cached_property
    def search(self) -> Search:
        """What is looked for, as the one who looks finds it; nothing where the address has no words."""
        viewer = getattr(self.request, "user", None)
        return Search(self.chosen.get("q", ""), viewer, across="across" not in self.chosen)

    @property
    def usual_sort(self) -> str:
        """The order where the address names none."""
        return "relevance" if "q" in self.chosen else "newest"

    @property
    def sorted_by(self) -> str:
        return self.chosen.get("sort", [self.usual_sort])[0]

    @property
    def is_ranked(self) -> bool:
        """Whether the best hits come first, which no index knows."""
        return self.sorted_by == "relevance" and bool(self.search.query.groups)

    @property
    def order(self) -> Order:
        return ORDERS.get(self.sorted_by, ORDERS["newest"])

    def pages(self, rows: PaperQuerySet, per_page: int) -> Pages | RankedPages:
        """The papers under every filter, in order; ``rows`` fetches what a page shows."""
        if self.is_ranked:
            ranked = self.search.ranked(self.without("q"), rows, self.recall)
            ranked.total = self.total
            return RankedPages(ranked, per_page)
        return Pages(self.without(), self.order, rows, per_page, self.total, self.recall)

    def recall(self, start: int, end: int, find: Callable[[], Numbers]) -> Numbers:
        """The numbers of the papers at these places of what a search finds: no index has that in an order of ours."""
        keys = sorted(map(self.key, self.narrowed))
        if "q" not in self.chosen or end > recalling.MOST or not all(keys):
            return find()
        # what bears the very name that was typed comes first
        order = f"sort={self.sorted_by} {self.search.name if self.is_ranked else ''}"
        return self.kept.found("\n".join([*keys, order]), f"{start}-{end}", find)

    @property
    def numbers(self) -> Iterable[int]:
        """The numbers of all papers under every filter, in order."""
        if self.is_ranked:
            return self.search.ranked(self.without("q")).numbers()
        return self.order.of(self.without()).values_list("pk", flat=True)

    @property
    def unknown(self) -> Sequence[tuple[Any, str]]:
        """(label, value) of what the address asks for and nothing is known by, at most MOST_NOTES of them."""
        self.chosen  # noqa: B018 - cleaning finds them
        fields = self.form.fields
        unknown = [(fields[name].label, value) for name in fields for value in getattr(fields[name], "unknown", ())]
        return unknown[:MOST_NOTES]

    @property
    def chips(self) -> Sequence[Chip]:
        """Each active restriction with the address that takes it off."""
        chips = []
        for name, value in self.chosen.items():
            if name in SAYS_HOW:
                continue
            for meaning in [value] if name == "q" else value:
                rest = {name: tuple(text for text in self.state[name] if text != written(meaning))}
                if name == "q":
                    rest["across"] = ()
                label = self.form.fields[name].label
                chips.append(Chip(label, self.shown_as(name, meaning), self.address(**rest)))
        return chips


def tagged_with(tags: Sequence[Tag]) -> QuerySet:
    """The numbers of the papers with all of these tags."""
    tagged = TaggedPaper.objects.filter(tag__in=tags).values("content_object")
    # grouped, since PostgreSQL takes minutes to plan a subquery for each of twenty tags
    return tagged if len(tags) == 1 else tagged.annotate(n=Count("pk")).filter(n=len(tags)).values("content_object")
