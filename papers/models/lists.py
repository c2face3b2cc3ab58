"""Curated lists as they were found: their sections, and what each entry claimed.

An entry is the record of a source. Curation changes papers and where sections point, never an entry.
"""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from papers.models.papers import Paper
from papers.models.topics import Topic
from papers.querysets import ListEntryQuerySet, PaperListQuerySet, SectionQuerySet


class PaperList(models.Model):
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=200, unique=True, allow_unicode=True, blank=True)
    description = models.TextField(_("description"), blank=True)
    source_url = models.URLField(_("where it comes from"), max_length=1000, blank=True)
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

    def sections_with_entries(self) -> list["Section"]:
        """The sections that hold entries, or have one below that does, in order, with ``shown_entries`` and ``depth``.

        Entries outside all sections come first, in a section without a title.
        """
        below: dict[int | None, list[ListEntry]] = {}
        for entry in self.entries.with_papers().order_by("position"):
            below.setdefault(entry.section_id, []).append(entry)
        outside = [Section(list=self, title="", level=1, position=0)] if None in below else []
        sections = [*outside, *self.sections.select_related("topic").order_by("position")]
        for section in sections:
            section.shown_entries = below.get(section.pk, [])  # type: ignore[attr-defined]
        depth_below: dict[int | None, int] = {}
        for section in sections:
            section.depth = depth_below.get(section.parent_id, 0)  # type: ignore[attr-defined]
            if section.pk is not None:
                depth_below[section.pk] = section.depth + 1  # type: ignore[attr-defined]
        holding = set(below)
        for section in reversed(sections):  # a parent always stands before its children
            if section.pk in holding:
                holding.add(section.parent_id)
        return [section for section in sections if section.pk in holding]


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
    notes = models.TextField(_("notes in the list"), blank=True)
    claimed_title = models.CharField(_("title claimed"), max_length=500)
    claimed_venue = models.CharField(_("venue claimed"), max_length=100, blank=True)
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

    def natural_key(self) -> tuple[str, int]:
        return (self.list.slug, self.position)

    natural_key.dependencies = ["papers.paperlist"]  # type: ignore[attr-defined]

    @property
    def place(self) -> str:
        """What keeps two rows of one paper on one page apart."""
        return f"entry-{self.pk}-"
