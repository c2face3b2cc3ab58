"""Sign-ins and changes to how an account is entered, written down as Django and allauth tell of them."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as factors
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from readinglist.operations.audit.noting import note


@receiver(user_logged_in, dispatch_uid="audit-signed-in")
def signed_in(request: HttpRequest | None, user: User, **_more: Any) -> None:
    note("signed-in", user, request=request)


@receiver(user_logged_out, dispatch_uid="audit-signed-out")
def signed_out(request: HttpRequest | None, user: User | None, **_more: Any) -> None:
    if user is not None and user.pk is not None and User.objects.filter(pk=user.pk).exists():
        note("signed-out", user, request=request)


@receiver(user_login_failed, dispatch_uid="audit-sign-in-failed")
def failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_more: Any) -> None:
    """To which account, where there is one; what was typed is never kept: it may be a password in the wrong field."""
    typed = str(credentials.get("username") or credentials.get("email") or "").replace("\x00", "")[:254]
    person = User.objects.filter(username=typed).first() if typed else None
    if person is None and "@" in typed:
        address = EmailAddress.objects.filter(email=typed.lower(), verified=True).select_related("user").first()
        person = address.user if address else None
    note("sign-in-failed", None, person, request)


@receiver([account.password_changed, account.password_set, account.password_reset], dispatch_uid="audit-password")
def password(request: HttpRequest, user: User, **_more: Any) -> None:
    note("password", user, request=request)


@receiver([account.email_changed, account.email_removed], dispatch_uid="audit-address")
def address(request: HttpRequest, user: User, **_more: Any) -> None:
    note("address", user, request=request)


@receiver(factors.authenticator_added, dispatch_uid="audit-factor-added")
def factor_added(request: HttpRequest, user: User, authenticator: Any, **_more: Any) -> None:
    note("second-factor", user, request=request, what="added", type=authenticator.type)


@receiver(factors.authenticator_removed, dispatch_uid="audit-factor-removed")
def factor_removed(request: HttpRequest, user: User, authenticator: Any, **_more: Any) -> None:
    note("second-factor", user, request=request, what="removed", type=authenticator.type)


@receiver(factors.authenticator_reset, dispatch_uid="audit-factor-reset")
def factor_reset(request: HttpRequest, user: User, authenticator: Any, **_more: Any) -> None:
    note("second-factor", user, request=request, what="made anew", type=authenticator.type)
