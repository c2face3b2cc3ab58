"""Which readings and summaries, in the words the product uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    from notes.models import Claim, Summary, Term  # noqa: F401 - named in a base class


class ReadingQuerySet(QuerySet):
    def of(self, member: AbstractBaseUser | AnonymousUser) -> ReadingQuerySet:
        """The member's own rows; a visitor has none."""
        return self.filter(member=member) if member.is_authenticated else self.none()

    def marked(self) -> ReadingQuerySet:
        return self.exclude(status="")

    def read(self) -> ReadingQuerySet:
        return self.filter(status="read")

    def current(self) -> ReadingQuerySet:
        return self.filter(status="reading").order_by("-changed")

    def planned(self) -> ReadingQuerySet:
        return self.filter(status="to-read").order_by("-changed")

    def counts_by_status(self) -> dict[str, int]:
        return dict(self.marked().order_by().values_list("status").annotate(n=Count("pk")))

    def with_papers(self) -> ReadingQuerySet:
        return self.select_related("paper__venue")


class SummaryQuerySet(QuerySet["Summary"]):
    def published(self) -> SummaryQuerySet:
        return self.filter(state="published")

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> SummaryQuerySet:
        """What is published, and the drafts of one's own; of everybody for those who may see drafts."""
        if user.has_perm("notes.see_drafts"):  # type: ignore[union-attr]
            return self.all()
        return self.filter(Q(state="published") | Q(author=user.pk)) if user.pk else self.published()

    def papers_with(self, word: str) -> QuerySet:
        """Ids of the papers whose published summary, in either language, has ``word``."""
        return self.published().filter(body__icontains=word).order_by().values("paper")

    def out_of_step(self) -> SummaryQuerySet:
        """Published summaries whose other side has moved on since they were last confirmed to match it."""
        other = self.model.objects.published().filter(paper=OuterRef("paper")).exclude(language=OuterRef("language"))
        older = other.filter(Q(version__gt=OuterRef("in_step_with")))
        return self.published().filter(in_step_with__isnull=False).filter(Exists(older))

    def with_credits(self) -> Any:
        return self.select_related("author", "last_editor", "after__list")

    def recent(self) -> SummaryQuerySet:
        return self.published().select_related("paper__venue", "last_editor").order_by(F("changed").desc())


class ClaimQuerySet(QuerySet["Claim"]):
    def holding(self) -> ClaimQuerySet:
        """Claims whose time is not over."""
        return self.filter(until__gt=timezone.now())


class TermManager(models.Manager["Term"]):
    def get_by_natural_key(self, slug: str) -> Term:
        return self.get(slug=slug)
