"""What members filter by beyond the catalogue: their own status, and the group's summaries."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from notes.access import may_write
from notes.conditional import shelf_of
from notes.models import Reading, Summary
from notes.queues import Queue
from notes.shelf import Marks, marks
from notes.terminology import stamp
from papers.bitmaps import Column, Numbers, Sets
from papers.faceted import FacetedFilter
from papers.facets import Choice, Facet
from papers.fields import KnownFilter, one_of
from papers.filters import PaperFilter
from papers.models import Paper
from papers.querysets import PaperQuerySet

STATUSES = {**{status.value: status.label for status in Reading.Status}, "none": _("No status")}
SUMMARIES = {
    "en": _("English"),
    "zh": _("Chinese"),
    "both": _("Both languages"),
    **dict(Queue.choices),
}


EN, ZH = 0, 1  # the values of the column of languages
LANGUAGES = Column(
    "language", lambda: Summary.objects.published(), by="language",
    value=Case(When(language=Summary.Language.ENGLISH, then=EN), default=ZH),
)  # fmt: skip
OUT_OF_STEP = Column("out-of-step", lambda: Summary.objects.out_of_step())


class StatusFacet(Facet):
    """The member's own statuses; "none" is what remains of all papers."""

    def sets(self, filters: ShelfFilter) -> Sets:
        return dict(enumerate(filters.marked.values()))

    def arranged(self, numbers: Numbers, total: int, filters: FacetedFilter) -> list[Choice]:
        counts = {status.value: numbers.get(place, 0) for place, status in enumerate(Reading.Status)}
        return in_fixed_order(STATUSES, counts | {"none": total - sum(counts.values())})


class SummaryFacet(Facet):
    """Which languages a published summary exists in, and the queues of what wants writing."""

    def sets(self, filters: ShelfFilter) -> Sets:
        return {place: filters.summarised[name] for place, name in enumerate(SUMMARIES)}

    def arranged(self, numbers: Numbers, total: int, filters: FacetedFilter) -> list[Choice]:
        return in_fixed_order(SUMMARIES, {name: numbers.get(place, 0) for place, name in enumerate(SUMMARIES)})


def in_fixed_order(labels: dict[str, Any], counts: dict[str, int]) -> list[Choice]:
    return [Choice(value, label, counts[value]) for value, label in labels.items() if counts.get(value)]


class ShelfFilter(PaperFilter):
    status = KnownFilter(one_of(STATUSES), is_single=True, method="by_status", label=_("My status"))
    summary = KnownFilter(one_of(SUMMARIES), is_single=True, method="by_summary", label=_("Summary"))

    @classmethod
    def made_of(cls, request: HttpRequest) -> Any:
        """One's own readings and notes, and the glossary, which a search looks words up in; drafts are not followed."""
        if Queue.DRAFTS.value in request.GET.getlist("summary"):
            return None
        return shelf_of(request.user), stamp() if request.GET.get("q") else ()

    @cached_property
    def shelf(self) -> Any:
        return shelf_of(self.request.user)

    def facet_list(self) -> list[Facet]:
        usual = [*super().facet_list(), SummaryFacet("summary", _("Summary"))]
        if not self.request.user.is_authenticated:
            return usual
        return [StatusFacet("status", _("My status"), stale_after="marked"), *usual]

    @cached_property
    def marked(self) -> Marks:
        """The member's papers by status."""
        return marks(self.request.user, self.kept, self.shelf)

    @cached_property
    def summarised(self) -> dict[str, BitMap]:
        """The papers that ``summary=`` keeps, by its value; drafts are asked for by writers alone."""
        of, everything = self.index.of, self.index.all
        english, chinese = of("language", EN), of("language", ZH)
        return {
            "en": english,
            "zh": chinese,
            "both": english & chinese,
            "missing-en": everything - english,
            "missing-zh": everything - chinese,
            "out-of-step": of("out-of-step", 0),
            "drafts": self.drafts,
        }

    @cached_property
    def drafts(self) -> BitMap:
        """The papers with drafts that the member may go on with; one query, for writers."""
        if not may_write(self.request.user):
            return BitMap()
        drafts = Queue.DRAFTS.summaries(self.request.user)
        return BitMap(drafts.order_by().values_list("paper", flat=True))

    def keeps(self, name: str) -> BitMap:
        if name == "status":
            status = self.chosen[name][0]
            return self.index.all.difference(*self.marked.values()) if status == "none" else self.marked[status]
        if name == "summary":
            return self.summarised[self.chosen[name][0]]
        return super().keeps(name)

    def key(self, name: str) -> str:
        """One's own drafts are followed by nothing."""
        if name == "summary" and self.chosen[name] == [Queue.DRAFTS.value]:
            return ""
        return f"{super().key(name)} {self.request.user.pk} {self.shelf}" if name == "status" else super().key(name)

    def by_status(self, papers: PaperQuerySet, name: str, value: list[str]) -> QuerySet[Paper]:
        # a subquery on its own, which their few readings drive, however many papers there are
        mine = Reading.objects.of(self.request.user).marked().order_by()
        if value[0] == "none":
            return papers.exclude(pk__in=mine.values("paper"))
        return papers.filter(pk__in=mine.filter(status=value[0]).values("paper"))

    def by_summary(self, papers: PaperQuerySet, name: str, value: list[str]) -> QuerySet[Paper]:
        if value[0] in Queue.values:
            return Queue(value[0]).of(papers, self.request.user)
        published = Summary.objects.published().filter(paper=OuterRef("pk"))
        has_english = Exists(published.filter(language=Summary.Language.ENGLISH))
        has_chinese = Exists(published.filter(language=Summary.Language.CHINESE))
        kept = {"en": Q(has_english), "zh": Q(has_chinese), "both": Q(has_english) & Q(has_chinese)}
        return papers.filter(kept[value[0]])

    def shown_as(self, name: str, meaning: Any) -> str:
        labels = {"status": STATUSES, "summary": SUMMARIES}.get(name, {})
        return str(labels.get(meaning, meaning))
