"""Where papers appear and where their authors work: names that lists spell in many ways."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from papers.formats.folding import name_key
from papers.models.keys import FoldedField
from papers.querysets import AliasedQuerySet, NamedQuerySet


class Venue(models.Model):
    class Area(models.TextChoices):
        SYSTEMS = "systems", _("Systems")
        ARCHITECTURE = "architecture", _("Architecture")
        AI = "ai", _("AI")
        DATA_MANAGEMENT = "data-management", _("Data management")
        NETWORKING = "networking", _("Networking")
        HPC = "hpc", _("High-performance computing")
        SOFTWARE_ENGINEERING = "software-engineering", _("Software engineering")
        OTHER = "other", _("Other")

    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("Conference")
        JOURNAL = "journal", _("Journal")
        WORKSHOP = "workshop", _("Workshop")
        PREPRINT_SERVER = "preprint-server", _("Preprint server")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=100, help_text=_("The short form the field uses, such as OSDI."))
    name_key = FoldedField("name", name_key)  # a list's claim is compared with it
    full_name = models.CharField(_("full name"), max_length=300, blank=True)
    area = models.CharField(_("area"), max_length=24, choices=Area, default=Area.OTHER)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.CONFERENCE)

    history = HistoricalRecords(excluded_fields=["name_key"])
    objects = AliasedQuerySet.as_manager()

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name"]
        constraints = [
            # compared without case: a list writes arXiv, Arxiv and arxiv
            models.UniqueConstraint(Lower("name"), name="venue_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)


class VenueAlias(models.Model):
    venue = models.ForeignKey(Venue, models.CASCADE, related_name="aliases", verbose_name=_("venue"))
    name = models.CharField(_("other spelling"), max_length=100)
    name_key = FoldedField("name", name_key)

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name = _("venue alias")
        verbose_name_plural = _("venue aliases")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="venue_alias_unique")]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)


class Institution(models.Model):
    name = models.CharField(_("name"), max_length=100)
    full_name = models.CharField(_("full name"), max_length=300, blank=True)

    history = HistoricalRecords()
    objects = AliasedQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="institution_name_unique")]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)


class InstitutionAlias(models.Model):
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="aliases", verbose_name=_("institution"))
    name = models.CharField(_("other spelling"), max_length=100)

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution alias")
        verbose_name_plural = _("institution aliases")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="institution_alias_unique")]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)
