"""Papers and what belongs to one: its authors in order and its links."""

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords
from taggit.managers import TaggableManager

from papers import citing
from papers.formats.folding import title_key
from papers.models.tags import TaggedPaper
from papers.models.topics import Topic
from papers.models.venues import Institution, Venue
from papers.querysets import NamedQuerySet, PaperQuerySet
from papers.scripts import lang_of

FIRST_YEAR, LAST_YEAR = 1600, 2200


class Author(models.Model):
    name = models.CharField(_("name"), max_length=200, unique=True)

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)


class Paper(models.Model):  # type: ignore[django-manager-missing]  # taggit makes the manager of tags
    class Kind(models.TextChoices):
        PAPER = "paper", _("Paper")
        SURVEY = "survey", _("Survey")
        PREPRINT = "preprint", _("Preprint")
        REPORT = "report", _("Report")
        BOOK = "book", _("Book")

    class Publication(models.TextChoices):
        PUBLISHED = "published", pgettext_lazy("paper", "Published")
        TO_APPEAR = "to-appear", _("To appear")

    title = models.CharField(_("title"), max_length=500)
    title_key = models.CharField(max_length=500, editable=False)
    nickname = models.CharField(
        _("nickname"), max_length=80, blank=True, help_text=_("The name of the system, such as Gavel.")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PAPER)
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name=_("venue")
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    publication = models.CharField(
        _("publication status"), max_length=12, choices=Publication, default=Publication.PUBLISHED
    )
    abstract = models.TextField(_("abstract"), blank=True)
    doi = models.CharField(_("DOI"), max_length=255, blank=True)
    arxiv_id = models.CharField(_("arXiv id"), max_length=32, blank=True)
    # the key of its BibTeX entry: given once and kept, so that texts that cite it stay right
    cite_key = models.CharField(_("citation key"), max_length=100, blank=True)
    recommended = models.BooleanField(
        _("recommended"), default=False, help_text=_("Read these first; marked with a seal.")
    )
    authors: models.ManyToManyField = models.ManyToManyField(
        Author, through="Authorship", related_name="papers", verbose_name=_("authors")
    )
    institutions: models.ManyToManyField = models.ManyToManyField(
        Institution, blank=True, related_name="papers", verbose_name=_("institutions")
    )
    topics: models.ManyToManyField = models.ManyToManyField(
        Topic, blank=True, related_name="papers", verbose_name=_("topics")
    )
    tags = TaggableManager(through=TaggedPaper, blank=True, verbose_name=_("tags"))
    added_by = models.ForeignKey(
        "auth.User",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("added by"),
    )
    added = models.DateTimeField(_("added"), auto_now_add=True)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    history = HistoricalRecords(m2m_fields=[institutions, topics], excluded_fields=["title_key"])
    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="paper_has_a_title"),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="paper_year_in_range",
            ),
            models.UniqueConstraint(fields=["doi"], condition=~Q(doi=""), name="paper_doi_unique"),
            models.UniqueConstraint(fields=["arxiv_id"], condition=~Q(arxiv_id=""), name="paper_arxiv_id_unique"),
            models.UniqueConstraint(fields=["cite_key"], condition=~Q(cite_key=""), name="paper_cite_key_unique"),
        ]
        indexes = [
            models.Index(fields=["title_key", "id"], name="paper_title_key"),  # an import matches by it; sort=title
            # the default order of /papers/ and sort=oldest; the former has an index of its own on PostgreSQL, which
            # would put unknown years first: paper_newest_known_first, made in 0006
            models.Index(fields=["-year", "-id"], name="paper_newest"),
            models.Index(fields=["venue", "-year"], name="paper_venue_year"),  # venue= with years; venue counts
            models.Index(fields=["-added", "-id"], name="paper_added"),  # sort=added and what is new on home
            models.Index(Lower("nickname"), name="paper_nickname_folded"),  # [[links]] in summaries
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.title_key = title_key(self.title)[:500]
        save = partial(super().save, *args, **kwargs)
        if self.cite_key or kwargs.get("update_fields"):
            save()
        else:
            citing.save_with_key(self, save)

    def get_absolute_url(self) -> str:
        return reverse("paper", args=[self.pk, self.slug])

    def natural_key(self) -> tuple[str, int | None, str]:
        return (self.title, self.year, self.venue.name if self.venue else "")

    natural_key.dependencies = ["papers.venue"]  # type: ignore[attr-defined]

    @property
    def lang(self) -> str:
        """The language of the title, as an HTML ``lang``."""
        return lang_of(self.title)

    @property
    def appeared(self) -> str:
        """Venue and year as a small label: OSDI ’20."""
        year = f"’{self.year % 100:02}" if self.year and self.venue else str(self.year or "")
        return f"{self.venue or ''} {year}".strip()

    @property
    def other_name(self) -> str:
        """The nickname, where the title does not say it already."""
        return "" if self.nickname.casefold() in self.title.casefold() else self.nickname

    @property
    def slug(self) -> str:
        """The readable end of the paper's address: never empty, and never a word that means a page of its own there."""
        slug = slugify(self.title, allow_unicode=True)[:80].strip("-")
        return "paper" if slug in TAKEN else slug


# the ends of addresses under a paper's own; "" would be the address by number
TAKEN = {"", "status", "note", "write", "sources", "export"}


class Authorship(models.Model):
    """One author of one paper, at their place in the order."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="authorships", verbose_name=_("paper"))
    author = models.ForeignKey(Author, models.CASCADE, related_name="authorships", verbose_name=_("author"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("author of a paper")
        verbose_name_plural = _("authors of a paper")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["paper", "author"], name="authorship_unique")]

    def __str__(self) -> str:
        return str(self.author)


class Link(models.Model):
    class Kind(models.TextChoices):
        PAPER = "paper", _("Paper")
        PREPRINT = "preprint", _("Preprint")
        CODE = "code", _("Code")
        SLIDES = "slides", _("Slides")
        VIDEO = "video", _("Video")
        DATASET = "dataset", _("Dataset")
        OTHER = "other", _("Other")

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="links", verbose_name=_("paper"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PAPER)
    url = models.URLField(_("address"), max_length=1000, validators=[URLValidator(schemes=["http", "https"])])
    label = models.CharField(_("label"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "url"], name="link_once_a_paper"),
            models.CheckConstraint(
                condition=Q(url__startswith="http://") | Q(url__startswith="https://"), name="link_http_only"
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def text(self) -> str:
        return self.label or self.get_kind_display()

    @property
    def host(self) -> str:
        """Where the link leads, for a reader to see before following it."""
        return urlsplit(self.url).hostname or ""
