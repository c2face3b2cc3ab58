"""How a member likes things, wherever they sign in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Profile(models.Model):
    """There is none until somebody changes something. The display name is the ``first_name`` of the account itself,
    which every page has at hand."""

    class Summaries(models.TextChoices):
        ENGLISH = "en", "English"
        CHINESE = "zh", "简体中文"

    class Theme(models.TextChoices):
        SYSTEM = "system", _("System")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="profile")
    language = models.CharField(_("interface language"), max_length=8, blank=True, choices=settings.LANGUAGES)
    summary_language = models.CharField(_("summaries first in"), max_length=2, blank=True, choices=Summaries)
    theme = models.CharField(_("colours"), max_length=6, blank=True, choices=Theme)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    mail_sign_ins = models.BooleanField(_("when my account is used in a browser for the first time"), default=True)
    mail_joined = models.BooleanField(_("when somebody I invited has joined"), default=True)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        constraints = [
            models.CheckConstraint(condition=Q(language__in=["", "en", "zh-hans"]), name="profile_language_known"),
            models.CheckConstraint(condition=Q(summary_language__in=["", "en", "zh"]), name="profile_summaries_known"),
            models.CheckConstraint(condition=Q(theme__in=["", "system", "light", "dark"]), name="profile_theme_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}"

    @classmethod
    def of(cls, person: User) -> Profile:
        """The person's own, or one as nobody has changed it, which is not in the database."""
        return cls.objects.filter(user_id=person.pk).first() or cls(user_id=person.pk)
