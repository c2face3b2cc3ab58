"""The papers on which lists and catalogue disagree: the curators' queue, by paper and field."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as column
from hashlib import blake2b
from typing import Any

from django.db.models import Prefetch, QuerySet, Value

from papers.batches import chunks
from papers.kept import Kept
from papers.models import ListEntry, Paper, PaperList, Venue, VenueAlias
from papers.provenance.claims import DISPUTABLE, Difference, claims_on, folded_claim, names_of
from papers.provenance.sources import LABELS, Source, source_of

Place = tuple[int, str]  # a paper's number and the field


@dataclass(frozen=True)
class ListLength:
    slug: str
    name: str
    count: int


@dataclass(frozen=True)
class Variant:
    """One value that somebody claims, with all who claim it; ``folded`` names it in a form."""

    folded: str
    claimed: str
    sources: tuple[Source, ...]
    is_settled: bool = False


@dataclass
class Dispute:
    """A field of a paper: what the catalogue has, who says so too, and what others claim."""

    paper: Paper
    field: str
    agreeing: tuple[Source, ...] = ()
    variants: tuple[Variant, ...] = ()
    other_names: set[str] = column(default_factory=set)  # folded claims that may be other names of the paper's venue

    @property
    def claims(self) -> list[Variant]:
        """The variants that nobody has settled."""
        return [reading for reading in self.variants if not reading.is_settled]

    @property
    def settled(self) -> list[Variant]:
        return [reading for reading in self.variants if reading.is_settled]

    @property
    def label(self) -> Any:
        return LABELS[self.field]

    @property
    def present(self) -> str:
        """What the catalogue has."""
        return value_of(self.paper, self.field)

    @property
    def shown(self) -> str:
        """The same as a reader knows it: a year with its venue."""
        return f"{self.paper.venue or ''} {self.present}".strip() if self.field == "year" else self.present

    @property
    def seen(self) -> str:
        """What a form shows of it, in short: a decision counts only while this stands."""
        said = json.dumps([self.present, sorted(claim.folded for claim in self.claims)])
        return blake2b(said.encode(), digest_size=9).hexdigest()

    @property
    def place(self) -> str:
        return f"{self.paper.pk}-{self.field}"


def value_of(paper: Paper, name: str) -> str:
    if name == "venue":
        return paper.venue.name if paper.venue else ""
    return str(getattr(paper, name) or "")


def open_claims() -> list[tuple[int, int, int]]:
    """(paper, place of the field in DISPUTABLE, list) of what is open, each once, in order; kept until the next change.

    All that is counted here comes from it: to find these takes a look at every entry of every list.
    """
    return Kept().found("disagreements", "open", find_open_claims)


def find_open_claims() -> list[tuple[int, int, int]]:
    arms = [
        ListEntry.objects.disagreeing(name)
        .order_by()
        .annotate(number=Value(number))
        .values_list("paper_id", "number", "list_id")
        for number, name in enumerate(DISPUTABLE)
    ]
    return sorted({(paper, number, group) for paper, number, group in arms[0].union(*arms[1:], all=True).order_by()})


def open_places(fields: Sequence[str] = DISPUTABLE, group: PaperList | None = None) -> list[tuple[int, int]]:
    """(paper, place of the field in DISPUTABLE) of every open disagreement, in order; with ``group`` of its entries."""
    wanted = {DISPUTABLE.index(name) for name in fields}
    places = {
        (paper, number): None
        for paper, number, among in open_claims()
        if number in wanted and (group is None or among == group.pk)
    }
    return list(places)


def open_disagreements_count() -> int:
    """How many fields of papers wait for a curator."""
    return len(open_places())


def counts_by_field(group: PaperList | None = None) -> dict[str, int]:
    found = Counter(number for _paper, number in open_places(group=group))
    return {name: found[number] for number, name in enumerate(DISPUTABLE)}


def counts_by_list(fields: Sequence[str] = DISPUTABLE) -> list[ListLength]:
    """The lists that disagree with something, by name."""
    wanted = {DISPUTABLE.index(name) for name in fields}
    found = Counter(group for _paper, number, group in open_claims() if number in wanted)
    lists = PaperList.objects.filter(pk__in=found).order_by("name")
    return [ListLength(group.slug, group.name, found[group.pk]) for group in lists.only("slug", "name")]


def disputes(places: Iterable[Place]) -> list[Dispute]:
    """Each place as it stands now, in the same order, without those whose paper is gone; eight queries in all."""
    places = list(places)
    found: dict[int, Paper] = {}
    for some in chunks({pk for pk, _name in places}):
        found |= {paper.pk: paper for paper in with_claims(Paper.objects.filter(pk__in=some))}
    disputed = [dispute(found[pk], name) for pk, name in places if pk in found]
    mark_other_names(disputed)
    return disputed


def with_claims(papers: QuerySet[Paper]) -> QuerySet[Paper]:
    entries = ListEntry.objects.select_related("list", "section__parent").order_by("list__name", "position")
    return papers.select_related("venue").prefetch_related(
        "venue__aliases", "settlements", Prefetch("entries", queryset=entries)
    )


def dispute(paper: Paper, name: str) -> Dispute:
    """The paper comes from ``with_claims``, so no query is made."""
    names = names_of(paper.venue) if name == "venue" else {folded_claim(name, value_of(paper, name))}
    agreeing: list[Source] = []
    variants: dict[str, tuple[Difference, list[Source]]] = {}
    for claim in claims_on(paper):
        source = source_of(claim.entry)
        other = next((one for one in claim.differences if one.field == name), None)
        if other:
            variants.setdefault(other.folded, (other, []))[1].append(source)
        elif folded_claim(name, getattr(claim.entry, f"claimed_{name}")) in names - {""}:
            agreeing.append(source)
    return Dispute(
        paper,
        name,
        tuple(agreeing),
        tuple(Variant(folded, one.claimed, tuple(who), one.is_settled) for folded, (one, who) in variants.items()),
    )


def mark_other_names(disputed: Iterable[Dispute]) -> None:
    """A claimed venue that is nobody's name yet, or of a venue without papers, may be another name of the paper's."""
    of_venues = [one for one in disputed if one.field == "venue"]
    claimed = sorted({claim.folded for one in of_venues for claim in one.claims})
    taken: set[str] = set()
    for some in chunks(claimed):
        named = Venue.objects.order_by().filter(papers__isnull=False, name_key__in=some).values_list("name_key")
        spelt = VenueAlias.objects.order_by().filter(name_key__in=some).values_list("name_key")
        taken |= {key for (key,) in named.union(spelt).order_by()}
    for one in of_venues:
        one.other_names = {claim.folded for claim in one.claims if claim.folded not in taken}
