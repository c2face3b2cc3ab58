"""What members filter by beyond the catalogue: their own status, and the group's summaries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from notes.access import may_write
from notes.conditional import shelf_of
from notes.models import Reading, Summary
from notes.queues import Queue, User
from notes.terminology import stamp
from papers.counting import TOTAL, Condition, Numbers, Some, Tally, grouped, linked, number
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


def marked_by(member: User) -> PaperQuerySet:
    return Paper.objects.filter(pk__in=Reading.objects.of(member).marked().order_by().values("paper"))


class StatusFacet(Facet):
    """The member's own statuses, counted among what they have marked; "none" is what remains of all papers."""

    def __init__(self, name: str, label: Any, member: User, whose: str) -> None:
        super().__init__(name, label, stale_after="marked")
        self.member = member
        self.tallies = (Tally("status", self.arms, own=marked_by(member), whose=whose), TOTAL)

    def arms(self, some: Some | None) -> Iterator[QuerySet]:
        place = Case(*(When(status=status, then=place) for place, status in enumerate(Reading.Status)))
        yield grouped(linked(Reading, some).of(self.member).marked(), "status", value=place)

    def arranged(self, numbers: Mapping[str, Numbers], filters: FacetedFilter) -> list[Choice]:
        counts = {status.value: numbers["status"].get(place, 0) for place, status in enumerate(Reading.Status)}
        counts["none"] = numbers["total"].get(0, 0) - sum(counts.values())
        return in_fixed_order(STATUSES, counts)


EN, ZH, BOTH, OUT_OF_STEP = range(4)


def published_arms(some: Some | None) -> Iterator[QuerySet]:
    published = linked(Summary, some).published()
    chinese = Summary.objects.published().filter(language=Summary.Language.CHINESE).order_by().values("paper")
    yield grouped(published, "language", value=Case(When(language=Summary.Language.ENGLISH, then=EN), default=ZH))
    yield number(published.filter(language=Summary.Language.ENGLISH, paper__in=chinese), BOTH)
    yield number(linked(Summary, some).out_of_step(), OUT_OF_STEP, of="paper")


class SummaryFacet(Facet):
    """Which languages a published summary exists in; what is missing is what remains of all papers."""

    published = Tally("summary", published_arms)

    def __init__(self, name: str, label: Any, user: User) -> None:
        super().__init__(name, label)
        self.user = user
        drafts = Paper.objects.filter(pk__in=Queue.DRAFTS.summaries(user).order_by().values("paper"))
        own = (Tally("drafts", self.drafts, own=drafts),) if may_write(user) else ()
        self.tallies = (self.published, TOTAL, *own)

    def drafts(self, some: Some | None) -> Iterator[QuerySet]:
        drafts = Queue.DRAFTS.summaries(self.user)
        yield number(drafts if some is None else drafts.filter(paper__in=some.numbers), of="paper")

    def arranged(self, numbers: Mapping[str, Numbers], filters: FacetedFilter) -> list[Choice]:
        total, found = numbers["total"].get(0, 0), Counter(numbers["summary"])
        counts = {"en": found[EN], "zh": found[ZH], "both": found[BOTH], "out-of-step": found[OUT_OF_STEP]}
        counts |= {"missing-en": total - found[EN], "missing-zh": total - found[ZH]}
        counts["drafts"] = numbers.get("drafts", {}).get(0, 0)
        return in_fixed_order(SUMMARIES, counts)


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
    def whose(self) -> str:
        user = self.request.user
        return f"{user.pk} {shelf_of(user)}" if user.is_authenticated else ""

    def facet_list(self) -> list[Facet]:
        user = self.request.user
        own = [StatusFacet("status", _("My status"), user, self.whose)] if user.is_authenticated else []
        return [*own, *super().facet_list(), SummaryFacet("summary", _("Summary"), user)]

    def condition(self, name: str) -> Condition:
        """One's own drafts are counted anew. What has no status, or lacks a summary, is what remains."""
        if name == "status":
            is_rest = self.chosen[name] == ["none"]
            fewer = (lambda papers: marked_by(self.request.user)) if is_rest else None
            key = f"{super().condition(name).key} {self.whose}"
            return Condition(key, self.keep(name), self.check(name), fewer=fewer, always=is_rest)
        if name == "summary" and self.chosen[name][0] in Queue.values:
            queue = Queue(self.chosen[name][0])
            found = queue.summaries(self.request.user).order_by().values("paper")
            key = "" if queue is Queue.DRAFTS else super().condition(name).key
            fewer = (lambda papers: papers.filter(pk__in=found)) if queue.lacks else None
            return Condition(key, self.keep(name), self.check(name), fewer=fewer)
        return super().condition(name)

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
