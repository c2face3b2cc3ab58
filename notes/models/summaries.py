"""The group's summary of a paper, one a language, and how the two stand to each other."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from notes import mentions
from notes.querysets import SummaryQuerySet
from notes.rendering import rendered
from papers.models import ListEntry, Paper


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    CHINESE = "zh-hans", _("Chinese")

    @property
    def other(self) -> "Language":
        return Language.CHINESE if self is Language.ENGLISH else Language.ENGLISH

    @property
    def code(self) -> str:
        """As addresses and parameters name it: ``en`` or ``zh``."""
        return self.value[:2]

    @property
    def tag(self) -> str:
        """As the ``lang`` attribute names it."""
        return "zh-Hans" if self is Language.CHINESE else "en"

    @property
    def own_name(self) -> str:
        return "中文" if self is Language.CHINESE else "English"


class Summary(models.Model):
    """The group's summary of a paper in one language."""

    Language = Language

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", pgettext_lazy("summary", "Published")

    class Effect(models.TextChoices):
        """What an edit does to the other language."""

        MEANING = "meaning", _("It says something else: the other language has to follow")
        WORDING = "wording", _("No change of meaning, such as a slip corrected")
        IN_STEP = "in-step", _("Now in step: both languages say the same")
        STILL = "still-to-do", _("Nearer to the other language, still to do")
        CONFIRMED = (
            "confirmed",
            _("Found to say the same as the other language, without an edit"),
        )  # in the history only

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
    # what the last edit did; its history says so of every edit
    effect = models.CharField(_("effect"), max_length=12, choices=Effect, default=Effect.MEANING, editable=False)
    is_translation = models.BooleanField(_("translation"), default=False, editable=False)
    mentioned = models.ManyToManyField(
        Paper, related_name="mentioning", editable=False, db_table="notes_mention", verbose_name=_("papers it names")
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

    history = HistoricalRecords(
        excluded_fields=["html"], history_change_reason_field=models.CharField(max_length=200, blank=True, null=True)
    )
    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("summary")
        verbose_name_plural = _("summaries")
        ordering = ["paper", "language"]
        permissions = [("see_drafts", "Can see and edit the drafts of others")]
        constraints = [
            models.UniqueConstraint(fields=["paper", "language"], name="summary_once_a_language"),
            models.CheckConstraint(condition=~Q(body=""), name="summary_has_a_body"),
        ]
        indexes = [
            models.Index(fields=["state", "language", "paper"], name="summary_by_language"),  # summary= and its counts
            # how many are out of step, under any filter: both sides of a paper, without reading the texts
            models.Index(fields=["paper", "state", "language", "version", "in_step_with"], name="summary_in_step"),
            models.Index(fields=["state", "-changed"], name="summary_changed"),  # what is new on home
        ]

    def __str__(self) -> str:
        return f"{self.paper} ({self.get_language_display()})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        named = self.render()
        super().save(*args, **kwargs)
        self.mentioned.set(named)

    def render(self, papers: Mapping[str, Paper] | None = None) -> set[int]:
        """Set ``html`` to the text as HTML, unsaved; return the ids of the other papers that it links to.

        ``papers`` are those that the text names, where they have been looked up before.
        """
        named = mentions.papers_named_in(self.body) if papers is None else papers
        self.html, linked = rendered(self.body, anchor=f"{self.paper_id}-{self.language}", papers=named)
        return linked - {self.paper_id}

    def body_at(self, version: int) -> str | None:
        """The text as it stood in that version; None where the history does not reach back to it."""
        if self.pk and version == self.version:
            return self.body
        rows = Summary.history.filter(paper=self.paper_id, language=self.language, version=version)
        return rows.order_by("-history_date", "-history_id").values_list("body", flat=True).first()

    def is_behind(self, other: "Summary") -> bool:
        """Whether ``other``, in the other language, has moved on since this one was last confirmed to match it."""
        return self.in_step_with is not None and self.in_step_with < other.version

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def has_math(self) -> bool:
        return 'class="math ' in self.html
