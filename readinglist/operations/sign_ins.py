"""Failed sign-ins in the log: from where, and to which account where there is one; never what was typed."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from readinglist.members.backend import found

log = logging.getLogger(__name__)


@receiver(user_login_failed, dispatch_uid="log-failed-sign-in")
def sign_in_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    user = found(str(credentials.get("username") or credentials.get("email") or "").replace("\x00", ""))
    address = request.META.get("REMOTE_ADDR") if request is not None else None
    # a name that is no account's may be a password in the wrong field
    log.warning("Sign-in failed", extra={"account": user.pk if user else None, "address": address})
