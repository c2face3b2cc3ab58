"""Invitations to the group: the only way in."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notes.models import SavedFilter
from readinglist.group.roles import Role

ROLES = [Role.MEMBER, Role.WRITER, Role.CURATOR]  # nobody becomes an administrator by a link


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> InvitationQuerySet:
        """Neither used nor taken back nor too old."""
        return self.filter(used__isnull=True, revoked__isnull=True, expires__gt=timezone.now())


class Invitation(models.Model):
    """One person may become a member by it, once. Its link holds a secret, of which only a hash is kept."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("invitation", "Waiting")
        USED = "used", pgettext_lazy("invitation", "Accepted")
        REVOKED = "revoked", _("Taken back")
        EXPIRED = "expired", _("Expired")

    digest = models.CharField(max_length=64, editable=False)
    role = models.CharField(_("role"), max_length=16, choices=[(role.value, role.label) for role in ROLES])
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    note = models.CharField(_("a word to them"), max_length=500, blank=True)
    welcome = models.ForeignKey(
        SavedFilter, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("welcome filter")
    )
    welcome_query = models.TextField(_("welcome filter"), blank=True)  # as an address of the catalogue has it
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    created = models.DateTimeField(_("invited"), auto_now_add=True)
    expires = models.DateTimeField(_("expires"))
    revoked = models.DateTimeField(_("taken back"), null=True)
    used = models.DateTimeField(_("accepted"), null=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("accepted by")
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="invitation_digest_once"),
            models.CheckConstraint(
                condition=Q(role__in=["member", "writer", "curator"]), name="invitation_role_can_be_given"
            ),
            models.CheckConstraint(
                condition=Q(used__isnull=True) | Q(revoked__isnull=True), name="invitation_used_or_taken_back"
            ),
            models.CheckConstraint(
                condition=Q(welcome__isnull=True) | Q(welcome_query=""), name="invitation_one_welcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def state(self) -> Invitation.State:
        return self.state_at(timezone.now())

    def state_at(self, moment: datetime) -> Invitation.State:
        if self.used:
            return self.State.USED
        if self.revoked:
            return self.State.REVOKED
        return self.State.WAITING if self.expires > moment else self.State.EXPIRED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING
