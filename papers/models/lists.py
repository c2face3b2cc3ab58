"""Curated lists as they were found: their sections, and what each entry claimed.

An entry is the record of a source. Curation changes papers and where sections point, never an entry.
"""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from papers.formats.folding import name_key, title_key
from papers.models.keys import FoldedField
from papers.models.papers import Paper
from papers.models.topics import Topic
from papers.querysets import ListEntryQuerySet, PaperListQuerySet, SectionQuerySet


class PaperList(models.Model):
    class Kind(models.TextChoices):
        LIST = "list", _("List")
        FILE = "file", _("File")  # brought in as a source only: stands in no list of lists and in no filter

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=200, unique=True, allow_unicode=True, blank=True)
    description = models.TextField(_("description"), blank=True)
    source_url = models.URLField(_("where it comes from"), max_length=1000, blank=True)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind, default=Kind.LIST, editable=False)
    # how its file is written, as papers.formats names it, and in which of the Markdown styles
    format = models.CharField(_("format"), max_length=16, default="markdown", editable=False)
    style = models.CharField(_("style"), max_length=16, blank=True, editable=False)
    imported = models.DateTimeField(_("last imported"), null=True, blank=True, editable=False)
    added = models.DateTimeField(_("added"), auto_now_add=True)

    history = HistoricalRecords()
    objects = PaperListQuerySet.as_manager()

    class Meta:
        verbose_name = _("list")
        verbose_name_plural = _("lists")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or self.slug_for(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("list", args=[self.slug])

    def clean(self) -> None:
        """Settle the slug, so that a form says where another list has it."""
        self.slug = self.slug or self.slug_for(self.name)

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @staticmethod
    def slug_for(name: str) -> str:
        """The slug by which a list of that name is found again."""
        return slugify(name, allow_unicode=True)[:200] or "list"


class Section(models.Model):
    list = models.ForeignKey(PaperList, models.CASCADE, related_name="sections", verbose_name=_("list"))
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="sections", verbose_name=_("topic")
    )
    title = models.CharField(_("title"), max_length=300)
    number = models.CharField(_("number"), max_length=20, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), default=1)
    position = models.PositiveIntegerField(_("position"))

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position"]
        indexes = [models.Index(fields=["list", "position"], name="section_in_order")]  # a list's page

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def natural_key(self) -> tuple[str, int]:
        return (self.list.slug, self.position)

    natural_key.dependencies = ["papers.paperlist"]  # type: ignore[attr-defined]


class ListEntry(models.Model):
    list = models.ForeignKey(PaperList, models.CASCADE, related_name="entries", verbose_name=_("list"))
    section = models.ForeignKey(
        Section, models.CASCADE, null=True, blank=True, related_name="entries", verbose_name=_("section")
    )
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="entries", verbose_name=_("paper"))
    position = models.PositiveIntegerField(_("position"))
    line = models.PositiveIntegerField(_("line"))
    raw = models.TextField(_("as the list has it"))
    # everything the list says, as papers.formats.plain.plain() writes a Record
    record = models.JSONField(_("as understood"), default=dict, blank=True)
    gone = models.DateTimeField(_("no longer in the list since"), null=True, blank=True, editable=False)
    notes = models.TextField(_("notes in the list"), blank=True)
    claimed_title = models.CharField(_("title claimed"), max_length=500)
    claimed_title_key = FoldedField("claimed_title", title_key)  # as Paper.title_key is
    claimed_venue = models.CharField(_("venue claimed"), max_length=100, blank=True)
    claimed_venue_key = FoldedField("claimed_venue", name_key)  # as Venue.name_key is
    claimed_year = models.PositiveSmallIntegerField(_("year claimed"), null=True, blank=True)
    claimed_url = models.CharField(_("address claimed"), max_length=1000, blank=True)

    objects = ListEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("list entry")
        verbose_name_plural = _("list entries")
        ordering = ["position"]
        indexes = [models.Index(fields=["list", "position"], name="entry_in_order")]  # a list's page, an export

    def __str__(self) -> str:
        return f"{self.list} · {self.line}"

    def get_absolute_url(self) -> str:
        """Where it stands on its list, on whichever page that is."""
        return f"{self.list.get_absolute_url()}?entry={self.pk}#entry-{self.pk}"

    def natural_key(self) -> tuple[str, int]:
        return (self.list.slug, self.position)

    natural_key.dependencies = ["papers.paperlist"]  # type: ignore[attr-defined]
