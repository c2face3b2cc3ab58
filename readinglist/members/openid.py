"""Signing in with the group's own OpenID Connect provider, where the settings name one."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import SignupClosedException
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from readinglist.members import inviting, names
from readinglist.members.models import Invitation

PROVIDER = "group"  # as addresses have it
INVITED = "invitation"  # in the session: the secret that somebody came with before going to the provider


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Whom the provider vouches for comes in as the member with the same confirmed address, or by an invitation.

    An address counts only where the provider says that it is confirmed, and here it was, too.
    """

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "no_password": _("Set a password first; you could not sign in any more."),
    }

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[Any]:
        """Those of the settings; the table that the admin would fill is not used."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def authenticate_by_email(self, sociallogin: Any) -> tuple[Any, str] | None:
        for email in vouched_for(sociallogin):
            address = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
            if address is not None:
                return address.user, address.email
        return None

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """By an invitation, or for everybody whom the provider knows; but never beside the account of the same
        address, nor with an address that nobody has confirmed."""
        emails = [address.email.lower() for address in sociallogin.email_addresses]
        if EmailAddress.objects.filter(email__in=emails, verified=True).exists():
            return False
        return settings.OIDC_SIGN_UP or invitation_of(request, sociallogin) is not None

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Always: nobody is asked for what the provider has said. Who claimed the address unconfirmed gives way."""
        for address in EmailAddress.objects.filter(email__in=vouched_for(sociallogin), verified=False):
            address.remove()
        sociallogin.email_addresses = [found for found in sociallogin.email_addresses if found.verified]
        return True

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        user = super().populate_user(request, sociallogin, data)
        parts = [data.get("first_name"), data.get("last_name")]
        try:
            user.first_name = names.display_name(data.get("name") or " ".join(filter(None, parts)))
        except names.ValidationError:
            user.first_name = ""
        user.last_name = ""
        if not vouched_for(sociallogin):
            user.email = ""
        return user

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        with transaction.atomic():
            invitation = invitation_of(request, sociallogin)
            try:
                if invitation is not None:
                    inviting.use(invitation)
                elif not settings.OIDC_SIGN_UP:
                    raise inviting.Spent
            except inviting.Spent as error:
                raise SignupClosedException from error
            user = super().save_user(request, sociallogin, form)
            if invitation is not None:
                inviting.welcome(invitation, user, request)
        if invitation is not None:
            inviting.tell_inviter(invitation, user, request)
        request.session.pop(INVITED, None)
        return user


def vouched_for(sociallogin: Any) -> list[str]:
    """The addresses that the provider has confirmed, in small letters."""
    return [address.email.lower() for address in sociallogin.email_addresses if address.verified is True]


def invitation_of(request: HttpRequest, sociallogin: Any) -> Invitation | None:
    """One that can be accepted: whose link they came with, or that was sent to an address the provider has confirmed.
    One that is for an address is for no other."""
    emails = vouched_for(sociallogin)
    rows = Invitation.objects.waiting().select_related("invited_by", "welcome")
    candidates = [inviting.found(request.session.get(INVITED, "")), *rows.filter(email__in=emails)]
    for invitation in filter(None, candidates):
        if inviting.can_be_accepted(invitation) and invitation.email.lower() in {"", *emails}:
            return invitation
    return None
