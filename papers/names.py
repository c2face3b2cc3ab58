"""Names that many papers share, tags, venues and institutions alike: what each kind is made of and can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from papers.kept import Kept
from papers.merging import merge_institutions, merge_venues
from papers.models import Apart, Institution, Paper, Tag, TaggedPaper, Venue
from papers.naming import key
from papers.tagging import merge_tags
from papers.variants import Name, Variant, variants


@dataclass(frozen=True)
class Names:
    kind: Apart.Kind
    model: Any
    title: str | Promise
    links: Any  # the model whose rows say which paper has which name
    column: str  # of the name in it
    page: str  # the name of its address, and of the admin's
    merge: Callable[[Iterable[Any], Any, User], int]

    def counted(self) -> QuerySet:
        """All rows with ``papers_here``, the number of their papers, looked up row by row: few are shown at a time."""
        own = self.links.objects.order_by().filter(**{self.column: OuterRef("pk")}).values(self.column)
        return self.model.objects.annotate(papers_here=Coalesce(Subquery(own.annotate(n=Count("*")).values("n")), 0))

    def numbers(self) -> dict[int, int]:
        """How many papers each name has, none for those without; kept until the next change."""
        rows = self.links.objects.order_by().filter(**{f"{self.column}__isnull": False}).values_list(self.column)
        return Kept().found("names", self.kind, lambda: dict(rows.annotate(n=Count("*"))))

    def variants(self) -> list[Variant]:
        """What looks like spellings of one name, but for the pairs that a curator has called two."""
        papers = self.numbers()
        rows = self.model.objects.order_by().values_list("pk", "name")
        apart = set(Apart.objects.filter(kind=self.kind).values_list("one", "other"))
        names = [Name(pk, name, papers.get(pk, 0)) for pk, name in rows]
        return [pair for pair in variants(names) if pair_of(pair.kept.name, pair.other.name) not in apart]

    def sure_variants(self) -> int:
        """How many pairs differ in what never makes two names: a quick count, without slips of the hand."""
        apart = set(Apart.objects.filter(kind=self.kind).values_list("one", "other"))
        names = [Name(pk, name, 0) for pk, name in self.model.objects.order_by().values_list("pk", "name")]
        pairs = variants(names, with_slips=False)
        return sum(pair_of(pair.kept.name, pair.other.name) not in apart for pair in pairs)

    def keep_apart(self, one: str, other: str, by: User) -> None:
        first, second = pair_of(one, other)
        Apart.objects.get_or_create(kind=self.kind, one=first, other=second, defaults={"by": by})


def pair_of(one: str, other: str) -> tuple[str, str]:
    first, second = sorted((folded(one), folded(other)))
    return first, second


def folded(name: str) -> str:
    """As names are compared, but for width and case where that is all in which two of them differ."""
    return key(name)[:200]


KINDS = {
    "tag": Names(Apart.Kind.TAG, Tag, _("Tags"), TaggedPaper, "tag", "curation-tags", merge_tags),
    "venue": Names(
        Apart.Kind.VENUE, Venue, _("Venues"), Paper, "venue", "curation-venues",
        lambda dropped, kept, by: merge_venues(dropped, kept),
    ),
    "institution": Names(
        Apart.Kind.INSTITUTION, Institution, _("Institutions"), Paper.institutions.through, "institution",
        "curation-institutions", lambda dropped, kept, by: merge_institutions(dropped, kept),
    ),
}  # fmt: skip
