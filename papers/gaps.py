"""What is missing: papers without what others have, and names that nothing uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from papers.kept import Kept
from papers.models import (
    Author,
    Authorship,
    Institution,
    Link,
    ListEntry,
    Paper,
    PaperList,
    Section,
    Tag,
    TaggedPaper,
    Topic,
    Venue,
)


@dataclass(frozen=True)
class Gap:
    """Papers that lack one thing."""

    label: str | Promise
    sentence: str | Promise
    missing: Callable[[], Q]

    def papers(self) -> QuerySet[Paper]:
        return Paper.objects.filter(self.missing())


@dataclass(frozen=True)
class Orphans:
    """Names that nothing uses; ``using`` are the rows that could use one, each by its column."""

    label: str | Promise
    sentence: str | Promise
    model: Any
    using: tuple[tuple[Any, str], ...]
    admin: str  # the admin's page of one

    def rows(self) -> QuerySet:
        rows = self.model.objects.all()
        for model, column in self.using:
            rows = rows.exclude(Exists(model._base_manager.filter(**{column: OuterRef("pk")})))
        return rows

    @property
    def permission(self) -> str:
        return f"papers.delete_{self.model._meta.model_name}"

    @transaction.atomic
    def delete(self, pks: Iterable[int]) -> int:
        """Delete those of them that nothing uses, not even since they were shown. Return how many went."""
        locked = list(self.model.objects.select_for_update().filter(pk__in=list(pks)).values_list("pk", flat=True))
        if self.model is Topic:
            Topic.objects.lock()
        unused = list(self.rows().filter(pk__in=locked))
        for row in unused:
            row.delete()
        return len(unused)


def lacks(model: Any, column: str = "paper") -> Q:
    return ~Q(Exists(model._base_manager.filter(**{column: OuterRef("pk")})))


GAPS = {
    "venue": Gap(_("Without a venue"), _("Where did it appear?"), lambda: Q(venue=None)),
    "year": Gap(_("Without a year"), _("When did it appear?"), lambda: Q(year=None)),
    "topic": Gap(_("Without a topic"), _("Nobody finds it by topic."), lambda: lacks(Paper.topics.through)),
    "link": Gap(_("Without a link"), _("Nobody can open it from here."), lambda: lacks(Link)),
    "authors": Gap(_("Without authors"), _("Who wrote it?"), lambda: lacks(Authorship)),
    "identifier": Gap(
        _("Without DOI and arXiv id"), _("Nothing can be looked up for it."), lambda: Q(doi="", arxiv_id="")
    ),
}
ORPHANS = {
    "unused-tags": Orphans(
        _("Tags without papers"), _("Delete them, or give them to papers."), Tag, ((TaggedPaper, "tag"),),
        "admin:papers_tag_change",
    ),
    "unused-venues": Orphans(
        _("Venues without papers"), _("Delete them, or merge them into the right ones."), Venue, ((Paper, "venue"),),
        "admin:papers_venue_change",
    ),
    "unused-institutions": Orphans(
        _("Institutions without papers"), _("Delete them, or merge them into the right ones."), Institution,
        ((Paper.institutions.through, "institution"),), "admin:papers_institution_change",
    ),
    "unused-authors": Orphans(
        _("Authors without papers"), _("Left over where papers were merged or deleted."), Author,
        ((Authorship, "author"),), "admin:papers_author_change",
    ),
    "unused-topics": Orphans(
        _("Topics without papers"), _("No paper, no section of a list and no topic stands below them."), Topic,
        ((Paper.topics.through, "topic"), (Section, "topic"), (Topic, "parent")), "admin:papers_topic_change",
    ),
    "empty-lists": Orphans(
        _("Lists without entries"), _("An administrator can delete them."), PaperList, ((ListEntry, "list"),),
        "admin:papers_paperlist_change",
    ),
}  # fmt: skip


def gap_counts() -> dict[str, int]:
    """How many papers each gap has: one query, kept until the next change."""
    counts = {name: Count("pk", filter=gap.missing()) for name, gap in GAPS.items()}
    return Kept().found("gaps", "papers", lambda: Paper.objects.aggregate(**counts))
