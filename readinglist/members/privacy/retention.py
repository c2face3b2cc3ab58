"""What is not kept for ever: each kind of row, and for how long the settings keep it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils import timezone

from notes.models import Claim
from papers.batches import chunks
from readinglist.group.models import GroupSettings, Logo
from readinglist.members.models import Invitation
from readinglist.operations.models import AuditEntry

SIGN_INS = ("signed-in", "sign-in-failed", "signed-out", "sessions-ended")


@dataclass(frozen=True)
class Old:
    """Rows that have been kept long enough; ``blank`` are columns to empty instead of deleting the row."""

    name: str
    rows: Callable[[], QuerySet[Any]]
    blank: dict[str, Any] | None = None


def ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def sessions_without_one() -> QuerySet[Any]:
    """What tells of sessions that are gone, or that nobody has come back to."""
    return UserSession.objects.exclude(
        session_key__in=Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    )


def unused_invitations() -> QuerySet[Any]:
    old = ago(settings.INVITATION_KEPT_DAYS)
    return Invitation.objects.filter(Q(expires__lt=old) | Q(revoked__lt=old), used__isnull=True)


def used_invitations() -> QuerySet[Any]:
    rows = Invitation.objects.filter(used__lt=ago(settings.INVITATION_KEPT_DAYS))
    return rows.exclude(email="", note="")


def unused_logos() -> QuerySet[Any]:
    return Logo.objects.filter(added__lt=ago(1)).exclude(
        pk__in=GroupSettings.objects.filter(logo__isnull=False).values("logo")
    )


KEPT = [
    Old("sessions that have run out", lambda: Session.objects.filter(expire_date__lt=timezone.now())),
    Old("records of such sessions", sessions_without_one),
    Old("invitations that were not accepted", unused_invitations),
    Old("addresses and words of accepted invitations", used_invitations, {"email": "", "note": ""}),
    Old("claims on texts that have run out", lambda: Claim.objects.filter(until__lt=timezone.now())),
    Old(
        "addresses in the audit",
        lambda: AuditEntry.objects.filter(at__lt=ago(settings.AUDIT_ADDRESS_DAYS), address__isnull=False),
        {"address": None},
    ),
    Old(
        "sign-ins in the audit", lambda: AuditEntry.objects.filter(at__lt=ago(settings.SIGN_IN_DAYS), kind__in=SIGN_INS)
    ),
    Old("entries of the admin's log", lambda: LogEntry.objects.filter(action_time__lt=ago(settings.ADMIN_LOG_DAYS))),
    Old("logos that are not shown", unused_logos),
]


def count(old: Old) -> int:
    return old.rows().count()


def clear(old: Old) -> int:
    """Delete the rows, or empty their columns, some at a time, so that nobody waits long; returns how many."""
    cleared = 0
    model = old.rows().model
    for some in chunks(old.rows().order_by().values_list("pk", flat=True)):
        rows = model._base_manager.filter(pk__in=some)
        if old.blank is None:
            rows.delete()
        else:
            rows.update(**old.blank)
        cleared += len(some)
    return cleared
