"""What the group's administrators have settled. Where they have not, the environment holds."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from readinglist.group.models.logos import Logo

ONLY = 1  # the key of the one row


class GroupSettings(models.Model):
    """One row, or none as long as nothing is settled. Read it by ``readinglist.group.settled``."""

    class SecondFactor(models.TextChoices):
        NOBODY = "nobody", _("Nobody has to; everybody may")
        CURATORS = "curators", _("Curators and administrators")
        EVERYONE = "everyone", _("Everyone")

    name_en = models.CharField(
        _("name in English"), max_length=60, blank=True, help_text=_("Empty: the other name, or GROUP_NAME.")
    )
    name_zh = models.CharField(
        _("name in Chinese"), max_length=60, blank=True, help_text=_("Empty: the other name, or GROUP_NAME.")
    )
    logo = models.ForeignKey(
        Logo, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("logo")
    )
    trust_members = models.BooleanField(
        _("trust members"),
        null=True,
        blank=True,
        help_text=_(
            "Papers that members suggest are in the catalogue at once. Until this is settled, TRUST_MEMBERS holds."
        ),
    )
    public_catalogue = models.BooleanField(
        _("public catalogue"),
        null=True,
        blank=True,
        help_text=_("Visitors read the catalogue without signing in. Until this is settled, PUBLIC_CATALOGUE holds."),
    )
    second_factor_required = models.CharField(
        _("second factor required of"),
        max_length=8,
        choices=SecondFactor,
        default=SecondFactor.NOBODY,
        help_text=_(
            "Who signs in with a passkey or a code beside the password. Who has none yet is led to set one up."
        ),
    )
    changed = models.DateTimeField(_("changed"), auto_now=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("settings of the group")
        verbose_name_plural = _("settings of the group")
        constraints = [
            models.CheckConstraint(condition=Q(id=ONLY), name="group_settings_once"),
            models.CheckConstraint(
                condition=Q(second_factor_required__in=["nobody", "curators", "everyone"]),
                name="group_second_factor_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the language of the page; the other one where it has none in that."""
        names = [self.name_en, self.name_zh]
        if (get_language() or "").startswith("zh"):
            names.reverse()
        return next(filter(None, names), "") or str(settings.GROUP_NAME)

    @property
    def members_are_trusted(self) -> bool:
        return settings.TRUST_MEMBERS if self.trust_members is None else self.trust_members

    @property
    def catalogue_is_open(self) -> bool:
        return settings.PUBLIC_CATALOGUE if self.public_catalogue is None else self.public_catalogue
