"""What people do and write: each member's own reading, and the group's summaries in two languages."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from notes import mentions
from notes.querysets import ReadingQuerySet, SummaryQuerySet
from notes.rendering import render
from papers.models import ListEntry, Paper

BEST_RATING = 5


class Reading(models.Model):
    """One member's own standing with one paper. Nobody else writes it."""

    class Status(models.TextChoices):
        TO_READ = "to-read", _("To read")
        READING = "reading", _("Reading")
        READ = "read", _("Read")
        SET_ASIDE = "set-aside", _("Set aside")

        @property
        def shape(self) -> str:
            return {"to-read": "○", "reading": "◐", "read": "●", "set-aside": "–"}[self.value]

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings", verbose_name=_("member")
    )
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="readings", verbose_name=_("paper"))
    # Empty where a member rated or noted a paper and took the status back.
    status = models.CharField(_("status"), max_length=10, choices=Status, blank=True)
    started = models.DateField(_("started"), null=True, blank=True)
    finished = models.DateField(_("finished"), null=True, blank=True)
    rating = models.PositiveSmallIntegerField(
        _("rating"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(BEST_RATING)]
    )
    private_note = models.TextField(_("private note"), blank=True)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-changed"]
        constraints = [
            models.UniqueConstraint(fields=["member", "paper"], name="reading_once_a_member"),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=BEST_RATING),
                name="reading_rating_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(status="") | Q(status__in=["to-read", "reading", "read", "set-aside"]),
                name="reading_status_known",
            ),
        ]
        indexes = [
            # /me/ by status; the status facet and filter of /papers/, answered from the index alone
            models.Index(fields=["member", "status", "paper"], name="reading_shelf"),
            models.Index(fields=["paper", "status"], name="reading_by_paper"),  # how many of the group have read it
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.paper}"

    def move_to(self, status: str) -> None:
        """Set the status and the dates that follow from it. Unsaved.

        Reading starts today unless it had started; read ends today; to read and none have no dates.
        """
        today = timezone.localdate()
        self.status = status
        if status == self.Status.READING:
            self.started, self.finished = self.started or today, None
        elif status == self.Status.READ:
            self.finished = self.finished or today
        elif status in {"", self.Status.TO_READ}:
            self.started = self.finished = None

    @property
    def holds_nothing(self) -> bool:
        return not (self.status or self.rating or self.private_note)


class Summary(models.Model):
    """The group's summary of a paper in one language."""

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        CHINESE = "zh-hans", _("Chinese")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", pgettext_lazy("summary", "Published")

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="summaries", verbose_name=_("paper"))
    language = models.CharField(_("language"), max_length=10, choices=Language)
    body = models.TextField(
        _("text"), validators=[MaxLengthValidator(settings.SUMMARY_MAX_CHARS)], help_text=_("Markdown.")
    )
    html = models.TextField(editable=False, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    in_step_with = models.PositiveIntegerField(
        _("in step with version"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The version of the other language that this text was last confirmed to match."),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("author"),
    )  # fmt: skip
    last_editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("last editor"),
    )  # fmt: skip
    after = models.ForeignKey(
        ListEntry, models.SET_NULL, null=True, blank=True, editable=False, related_name="summaries",
        verbose_name=_("after the list"),
    )  # fmt: skip
    added = models.DateTimeField(_("added"), auto_now_add=True)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    history = HistoricalRecords(excluded_fields=["html"])
    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("summary")
        verbose_name_plural = _("summaries")
        ordering = ["paper", "language"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "language"], name="summary_once_a_language"),
            models.CheckConstraint(condition=~Q(body=""), name="summary_has_a_body"),
        ]
        indexes = [
            models.Index(fields=["state", "language", "paper"], name="summary_by_language"),  # summary= and its counts
            models.Index(fields=["-changed"], name="summary_changed"),  # what is new on home
        ]

    def __str__(self) -> str:
        return f"{self.paper} ({self.get_language_display()})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.html = self.rendered()
        super().save(*args, **kwargs)

    def rendered(self) -> str:
        """The text as HTML; ``save`` keeps it in ``html``."""
        return render(self.body, anchor=f"{self.paper_id}-{self.language}", resolve=mentions.find)

    def is_behind(self, other: "Summary") -> bool:
        """Whether ``other``, in the other language, has moved on since this one was last confirmed to match it."""
        return self.in_step_with is not None and self.in_step_with < other.version

    @property
    def has_math(self) -> bool:
        return 'class="math ' in self.html
