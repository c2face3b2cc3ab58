"""What members filter by beyond the catalogue: their own status, and the group's summaries."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from notes.models import Reading, Summary
from notes.queues import Queue
from papers.facets import Choice, Facet, counted
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


class StatusFacet(Facet):
    """The member's own statuses; "none" is what remains of all papers."""

    def arms(self, papers: QuerySet[Paper], filters: PaperFilter) -> list[QuerySet]:
        mine = Reading.objects.of(filters.request.user).marked().filter(paper__in=papers.values("pk"))
        return [counted(mine, self.name, "status", "status"), everything(papers, self.name)]

    def arranged(self, rows: list[tuple[str, str, int]], filters: PaperFilter) -> list[Choice]:
        counts = {value: count for value, _, count in rows}
        counts["none"] = counts.pop("all", 0) - sum(count for value, count in counts.items() if value != "all")
        return in_fixed_order(STATUSES, counts)


class SummaryFacet(Facet):
    """Which languages a published summary exists in; what is missing is what remains of all papers."""

    def arms(self, papers: QuerySet[Paper], filters: PaperFilter) -> list[QuerySet]:
        published = Summary.objects.published().filter(paper__in=papers.values("pk"))
        english = published.filter(language=Summary.Language.ENGLISH)
        both = english.filter(Exists(published.filter(paper=OuterRef("paper"), language=Summary.Language.CHINESE)))
        behind, drafts = (
            queue.summaries(filters.request.user).filter(paper__in=papers.values("pk"))
            for queue in (Queue.OUT_OF_STEP, Queue.DRAFTS)
        )
        return [
            counted(published, self.name, "language", "language"),
            counted(both, self.name, Value("both"), Value("")),
            counted(behind, self.name, Value("out-of-step"), Value(""), of="paper"),
            counted(drafts, self.name, Value("drafts"), Value(""), of="paper"),
            everything(papers, self.name),
        ]

    def arranged(self, rows: list[tuple[str, str, int]], filters: PaperFilter) -> list[Choice]:
        counts = {value: count for value, _, count in rows}
        total, english, chinese = counts.get("all", 0), counts.get("en", 0), counts.get("zh-hans", 0)
        counts |= {"zh": chinese, "missing-en": total - english, "missing-zh": total - chinese}
        return in_fixed_order(SUMMARIES, counts)


def everything(papers: QuerySet[Paper], facet: str) -> QuerySet:
    return counted(papers, facet, Value("all"), Value(""))


def in_fixed_order(labels: dict[str, Any], counts: dict[str, int]) -> list[Choice]:
    return [Choice(value, label, counts[value]) for value, label in labels.items() if counts.get(value)]


class ShelfFilter(PaperFilter):
    status = KnownFilter(one_of(STATUSES), is_single=True, method="by_status", label=_("My status"))
    summary = KnownFilter(one_of(SUMMARIES), is_single=True, method="by_summary", label=_("Summary"))

    def facet_list(self) -> list[Facet]:
        own = [StatusFacet("status", _("My status"))] if self.request.user.is_authenticated else []
        return [*own, *super().facet_list(), SummaryFacet("summary", _("Summary"))]

    def by_status(self, papers: PaperQuerySet, name: str, value: list[str]) -> QuerySet[Paper]:
        mine = Reading.objects.of(self.request.user).marked().filter(paper=OuterRef("pk"))
        if value[0] == "none":
            return papers.filter(~Exists(mine))
        return papers.filter(Exists(mine.filter(status=value[0])))

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
