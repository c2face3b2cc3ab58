"""What a writer has on the desk: unsaved text, a translation taken on, an outline to start from."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from notes.models.summaries import Language
from notes.querysets import ClaimQuerySet
from papers.models import Paper


class Draft(models.Model):
    """What one member has typed and not saved. Nobody else sees it."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts", verbose_name=_("member")
    )
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="drafts", verbose_name=_("paper"))
    language = models.CharField(_("language"), max_length=10, choices=Language)
    body = models.TextField(_("text"), blank=True)
    # of the summary it was typed over; 0 where there was none
    version = models.PositiveIntegerField(_("version"), default=0)
    page = models.CharField(max_length=32, blank=True, editable=False)  # on which it was typed: notes.origins
    changed = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints = [
            models.UniqueConstraint(fields=["member", "paper", "language"], name="draft_once_a_member_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.paper} ({self.get_language_display()})"


class Claim(models.Model):
    """A member has taken a text on for a while, so that two people do not do the same work."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims", verbose_name=_("member")
    )
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="claims", verbose_name=_("paper"))
    language = models.CharField(_("language"), max_length=10, choices=Language)
    until = models.DateTimeField(_("until"))

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [models.UniqueConstraint(fields=["paper", "language"], name="claim_once_a_text")]

    def __str__(self) -> str:
        return f"{self.member}: {self.paper} ({self.get_language_display()})"

    @property
    def holds(self) -> bool:
        return self.until > timezone.now()


class Template(models.Model):
    """An outline that a summary may start from."""

    language = models.CharField(_("language"), max_length=10, choices=Language)
    name = models.CharField(_("name"), max_length=100)
    body = models.TextField(_("text"), validators=[MaxLengthValidator(settings.SUMMARY_MAX_CHARS)])
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["language", "name"], name="template_once_a_language")]

    def __str__(self) -> str:
        return self.name
