"""What no history of a table holds: who came in, who was let in as what, who took data away."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One thing that happened. Written once, by ``readinglist.operations.audit.note``, and never changed.

    It names nobody by itself: who leaves the group leaves it nameless.
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed-in", _("Signed in")
        SIGN_IN_FAILED = "sign-in-failed", _("Sign-in failed")
        SIGNED_OUT = "signed-out", _("Signed out")
        PASSWORD = "password", _("Password changed")  # noqa: S105 - a kind
        SECOND_FACTOR = "second-factor", _("Second factor changed")
        SESSIONS_ENDED = "sessions-ended", _("Sessions ended")
        ADDRESS = "address", _("E-mail address changed")
        INVITED = "invited", _("Invited")
        INVITATION_WITHDRAWN = "invitation-withdrawn", _("Invitation withdrawn")
        INVITATION_ACCEPTED = "invitation-accepted", _("Invitation accepted")
        ROLE = "role", _("Role changed")
        DEACTIVATED = "deactivated", _("Account deactivated")
        REACTIVATED = "reactivated", _("Account reactivated")
        DELETED = "deleted", _("Account deleted")
        EXPORTED = "exported", _("Data exported")
        BACKUP = "backup", _("Backup or restore")

    at = models.DateTimeField(_("when"), auto_now_add=True)
    kind = models.CharField(_("what"), max_length=24, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    # whom it is about, where that is somebody else or nobody did it
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    detail = models.JSONField(_("detail"), default=dict, blank=True)  # short words and numbers; no names, no secrets
    address = models.GenericIPAddressField(_("address"), null=True, blank=True)  # cleared after AUDIT_ADDRESS_DAYS

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_latest"),  # the page and its export
            models.Index(fields=["kind", "-at"], name="audit_by_kind"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("What happened is not changed afterwards.")
        super().save(*args, **kwargs)
