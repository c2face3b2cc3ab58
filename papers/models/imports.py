"""Files on their way into the catalogue: what was brought, what was understood, what a curator decided.

An import and its rows stay, as the report of what happened to each line.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from papers import formats
from papers.models.lists import ListEntry, PaperList
from papers.models.papers import Paper


class Import(models.Model):
    """One file or pasted text, from its reading to its undoing."""

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        REVIEW = "review", _("Waiting for review")
        WRITING = "writing", _("Being brought in")
        DONE = "done", _("Brought in")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")
        UNDONE = "undone", _("Undone")

    list = models.ForeignKey(
        PaperList, models.SET_NULL, null=True, blank=True, related_name="imports", verbose_name=_("list")
    )
    name = models.CharField(_("name of the list"), max_length=200)
    kind = models.CharField(_("kind"), max_length=4, choices=PaperList.Kind, default=PaperList.Kind.LIST)
    format = models.CharField(_("format"), max_length=16)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    language = models.CharField(_("language of the notes"), max_length=10, blank=True)
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.READING)
    # how far the reading or the bringing in has come, and when whoever does it was last alive
    done = models.PositiveIntegerField(_("rows done"), default=0)
    total = models.PositiveIntegerField(_("rows"), default=0)
    beat = models.DateTimeField(null=True, blank=True, editable=False)
    error = models.CharField(_("error"), max_length=500, blank=True)
    # what the file has beside its entries: its title, sections and keywords, as the reader found them
    outline = models.JSONField(default=dict, blank=True, editable=False)
    report = models.JSONField(_("report"), default=dict, blank=True)
    journal = models.JSONField(default=dict, blank=True, editable=False)  # what it did to the database, to take it back
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    added = models.DateTimeField(_("brought"), auto_now_add=True)
    started = models.DateTimeField(_("started"), null=True, blank=True)
    finished = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-added", "-pk"]
        indexes = [models.Index(fields=["state"], name="import_by_state")]  # what is under way, at every start

    def __str__(self) -> str:
        return self.name or self.file_name or gettext("Pasted text")

    @property
    def format_label(self) -> str:
        module = formats.FORMATS.get(self.format)
        return module.LABEL if module else self.format


class ImportRow(models.Model):
    """One entry of the file, or one that the list has and the file has no longer."""

    class Status(models.TextChoices):
        NEW = "new", _("New")
        MATCH = "match", _("Matches")
        DUPLICATE = "duplicate", _("Possible duplicate")
        CONFLICT = "conflict", _("Conflict")
        PROBLEM = "problem", _("Problem")

    class Change(models.TextChoices):
        """What became of the entry since the list was last brought in."""

        ADDED = "added", _("Added")
        MOVED = "moved", _("Moved")
        RENAMED = "renamed", _("Renamed")
        EDITED = "edited", _("Edited")
        REMOVED = "removed", _("Removed")
        SAME = "same", _("Unchanged")

    class Choice(models.TextChoices):
        TAKE = "take", _("Take")
        SKIP = "skip", _("Skip")

    class Outcome(models.TextChoices):
        CREATED = "created", _("New paper")
        MATCHED = "matched", _("Paper was there")
        UNCHANGED = "unchanged", _("Nothing to do")
        REMOVED = "removed", _("Marked as gone from the list")
        SKIPPED = "skipped", _("Skipped")
        REFUSED = "refused", _("Not taken")

    of = models.ForeignKey(Import, models.CASCADE, related_name="rows", verbose_name=_("import"))
    position = models.PositiveIntegerField(_("position"))
    line = models.PositiveIntegerField(_("line"))
    raw = models.TextField(_("as the file has it"), blank=True)
    record = models.JSONField(_("as understood"), default=dict, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status)
    change = models.CharField(_("change"), max_length=8, choices=Change, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    paper = models.ForeignKey(
        Paper, models.SET_NULL, null=True, blank=True, related_name="import_rows", verbose_name=_("paper")
    )
    entry = models.ForeignKey(
        ListEntry, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("list entry")
    )
    # [{"paper": id, "title": …, "score": 0-100, "reasons": […]}], best first
    candidates = models.JSONField(_("possible duplicates"), default=list, blank=True)
    # [{"field": "venue", "claimed": …, "present": …, "keep": "present" or "claimed"}]
    conflicts = models.JSONField(_("conflicts"), default=list, blank=True)
    # what a registry knows of it, for a curator to accept: {"record": …, "registry": …}, or {"error": one line}
    found = models.JSONField(_("found by look-up"), default=dict, blank=True)
    choice = models.CharField(_("choice"), max_length=4, choices=Choice, default=Choice.TAKE)
    corrected = models.BooleanField(_("corrected"), default=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["of", "position"], name="import_row_once_a_position")]
        indexes = [
            models.Index(fields=["of", "status", "position"], name="import_row_by_status")
        ]  # its tabs and counts

    def __str__(self) -> str:
        return f"{self.of} · {self.line}"
