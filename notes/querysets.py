"""Which readings and summaries, in the words the product uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from notes.terms import name_key
from notes.words import words

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    from notes.models import Claim, Following, SavedFilter, Summary, Term, TermName  # noqa: F401 - named in a base class


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
    def of(self, member: AbstractBaseUser | AnonymousUser) -> ClaimQuerySet:
        """The member's own claims; a visitor has none."""
        return self.filter(member=member) if member.is_authenticated else self.none()

    def holding(self) -> ClaimQuerySet:
        """Claims whose time is not over."""
        return self.filter(until__gt=timezone.now())


class TermQuerySet(QuerySet["Term"]):
    def get_by_natural_key(self, slug: str) -> Term:
        return self.get(slug=slug)

    def search(self, text: str) -> TermQuerySet:
        """Terms with every word somewhere in a name or a definition, or with a name that has ``text`` in it, whatever
        its hyphens and spaces; all of them where ``text`` has no word."""
        found = Q()
        for word in words(text):
            fields = ("english", "chinese", "definition_english", "definition_chinese")
            anywhere = Q(pk__in=self.model.objects.order_by().filter(names__name__icontains=word).values("pk"))
            for field in fields:
                anywhere |= Q(**{f"{field}__icontains": word})
            found &= anywhere
        if found and (key := name_key("".join(words(text)))):
            keyed = self.model.objects.order_by().filter(names__key__contains=key).values("pk")
            found |= Q(english_key__contains=key) | Q(chinese_key__contains=key) | Q(pk__in=keyed)
        return self.filter(found)


class TermNameQuerySet(QuerySet["TermName"]):
    def get_by_natural_key(self, language: str, name: str) -> TermName:
        return self.get(language=language, key=name_key(name))


class SavedFilterQuerySet(QuerySet["SavedFilter"]):
    def of(self, member: AbstractBaseUser | AnonymousUser) -> SavedFilterQuerySet:
        """The member's own; a visitor has none."""
        return self.filter(owner=member) if member.is_authenticated else self.none()

    def visible_to(self, member: AbstractBaseUser | AnonymousUser) -> SavedFilterQuerySet:
        """The member's own and what others share; a visitor sees none."""
        return self.filter(Q(owner=member) | Q(is_shared=True)) if member.is_authenticated else self.none()


class FollowingQuerySet(QuerySet["Following"]):
    def of(self, member: AbstractBaseUser | AnonymousUser) -> FollowingQuerySet:
        """Of the filters that the member sees; what is shared no more is not among them."""
        if not member.is_authenticated:
            return self.none()
        seen = Q(filter__owner=member) | Q(filter__is_shared=True)
        return self.filter(seen, member=member)

    def pinned(self) -> FollowingQuerySet:
        return self.filter(position__isnull=False).order_by("position", "pk")
