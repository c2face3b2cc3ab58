"""Each member's own reading of a paper."""

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notes.querysets import ReadingQuerySet
from papers.models import Paper

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
    private_note = models.TextField(
        _("private note"), blank=True, validators=[MaxLengthValidator(settings.SUMMARY_MAX_CHARS)]
    )
    note_html = models.TextField(editable=False, blank=True)  # the note as HTML, rendered when it is saved
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
            # /me/ and home in their order; whether one's readings are still those that an answer was made of
            models.Index(fields=["member", "status", "-changed"], name="reading_lately"),
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
