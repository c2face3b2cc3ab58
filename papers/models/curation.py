"""What curators decide: where a value comes from, which claim holds, which papers are the same."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from papers.formats.folding import title_key
from papers.models.papers import Paper
from papers.models.topics import Topic


class Origin(models.Model):
    """A value of a paper that a person or a registry gave. What lists and files say stands in their entries."""

    class Source(models.TextChoices):
        CURATOR = "curator", _("Curator")
        MEMBER = "member", _("Member")
        REGISTRY = "registry", _("Registry")

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="origins", verbose_name=_("paper"))
    field = models.CharField(_("field"), max_length=20)  # as papers.provenance.values_of names it
    value = models.TextField(_("value"))
    source = models.CharField(_("source"), max_length=8, choices=Source)
    registry = models.CharField(_("registry"), max_length=40, blank=True)  # such as Crossref or arXiv
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("origin")
        verbose_name_plural = _("origins")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"


class Settlement(models.Model):
    """A claim that a curator has looked at: it disagrees with the catalogue, and that is settled."""

    class Field(models.TextChoices):
        TITLE = "title", _("Title")
        VENUE = "venue", _("Venue")
        YEAR = "year", _("Year")

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="settlements", verbose_name=_("paper"))
    field = models.CharField(_("field"), max_length=8, choices=Field)
    value = models.CharField(_("claim, folded"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("settled disagreement")
        verbose_name_plural = _("settled disagreements")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["paper", "field", "value"], name="settlement_once_a_claim")]

    def __str__(self) -> str:
        return f"{self.paper}: {self.field} {self.value}"


class Lookalike(models.Model):
    """Two papers that may be the same work, or that a curator has said are not."""

    one = models.ForeignKey(Paper, models.CASCADE, related_name="+", verbose_name=_("paper"))
    other = models.ForeignKey(Paper, models.CASCADE, related_name="+", verbose_name=_("other paper"))
    score = models.PositiveSmallIntegerField(_("likeness"), default=0)  # 0 to 100, 100 where it is certain
    reasons = models.JSONField(_("reasons"), default=list)
    distinct = models.BooleanField(_("not the same"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="lookalike_once_a_pair"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="lookalike_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one} ~ {self.other}"


class Merge(models.Model):
    """A paper that was merged into another, with all that is needed to part them again."""

    kept = models.ForeignKey(Paper, models.CASCADE, related_name="merges", verbose_name=_("kept paper"))
    dropped = models.PositiveBigIntegerField(_("number of the merged paper"), unique=True)
    dropped_title = models.CharField(_("title of the merged paper"), max_length=500)
    journal = models.JSONField(default=dict, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.dropped_title} → {self.kept}"


class Redirect(models.Model):
    """Where the address of a merged paper leads now, and the names that the merge gave up: texts go on to use them."""

    old = models.PositiveBigIntegerField(_("old number"), unique=True)
    title_key = models.CharField(max_length=500, blank=True, editable=False)  # folded, as Paper.title_key is
    nickname_key = models.CharField(max_length=80, blank=True, editable=False)  # as papers.naming.key() folds it
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="redirects", verbose_name=_("paper"))

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        indexes = [
            models.Index(fields=["title_key"], name="redirect_by_title"),  # [[links]] by a title that was given up
            models.Index(fields=["nickname_key"], name="redirect_by_nickname"),  # the same by a nickname
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.paper_id}"


class Suggestion(models.Model):
    """A paper that a member would like to see here; it waits for a curator."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    record = models.JSONField(_("paper"))  # as papers.formats.plain writes a Record
    title_key = models.CharField(max_length=500, editable=False)  # the folded title of the record
    # names of the record's fields that the registry filled in and the member left so
    found = models.JSONField(default=list, blank=True, editable=False)
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("topic"))
    url = models.CharField(_("address"), max_length=1000, blank=True)
    why = models.TextField(_("why"), blank=True)
    registry = models.CharField(_("registry"), max_length=40, blank=True)  # who filled it in, where one did
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    paper = models.ForeignKey(
        Paper, models.SET_NULL, null=True, blank=True, related_name="suggestions", verbose_name=_("paper")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="suggestions", verbose_name=_("by"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    answer = models.TextField(_("answer"), blank=True)
    added = models.DateTimeField(_("added"), auto_now_add=True)
    decided = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["-added", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "title_key"], condition=Q(state="waiting"), name="suggestion_waits_once"
            )
        ]
        indexes = [models.Index(fields=["state", "-added"], name="suggestion_by_state")]  # the curators' queue

    def __str__(self) -> str:
        return str(self.record.get("title", ""))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fold()
        super().save(*args, **kwargs)

    def fold(self) -> None:
        self.title_key = title_key(str(self))[:500]


class Apart(models.Model):
    """Two names that look like spellings of one, and that a curator has said are not."""

    class Kind(models.TextChoices):
        TAG = "tag", _("Tag")
        VENUE = "venue", _("Venue")
        INSTITUTION = "institution", _("Institution")

    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    # both as papers.naming.key() folds them, the smaller first
    one = models.CharField(_("name"), max_length=200)
    other = models.CharField(_("other name"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("names kept apart")
        verbose_name_plural = _("names kept apart")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "one", "other"], name="apart_once_a_pair")]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"


class Deed(models.Model):
    """What a curator did to a name that many papers share, with all that is needed to take it back."""

    class Kind(models.TextChoices):
        TAG_RENAMED = "tag-renamed", _("Tag renamed")
        TAGS_MERGED = "tags-merged", _("Tags merged")
        TOPICS_MERGED = "topics-merged", _("Topics merged")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    old = models.CharField(_("before"), max_length=500)
    new = models.CharField(_("after"), max_length=200)
    journal = models.JSONField(default=dict, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("change of names")
        verbose_name_plural = _("changes of names")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
