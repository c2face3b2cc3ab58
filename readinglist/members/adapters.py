"""What allauth asks of us: who may come in, what is said and mailed about it, and how."""

from __future__ import annotations

from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser, User
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathImage

from papers.people import name_of
from readinglist.group.settled import needs_second_factor, settled_for
from readinglist.members import mail, names, newcomers, preferences

REFUSED = _("Name and password do not match. Capitals count in the password.")
TOO_MANY = _("Too many attempts. Wait a few minutes, then try again.")
# What is said after a deed; of any other that allauth would comment on, nothing is said.
SAID = {
    "account/messages/email_confirmation_sent.txt": _("A mail is on its way. Follow the link in it."),
    "account/messages/email_confirmed.txt": _("The address is confirmed."),
    "account/messages/email_confirmation_failed.txt": _("This address belongs to another account."),
    "account/messages/email_deleted.txt": _("The address is removed."),
    "account/messages/password_changed.txt": _("The password is changed. Other devices have been signed out."),
    "account/messages/password_set.txt": _("The password is set."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is not asked for any more."),
    "mfa/messages/recovery_codes_generated.txt": _("There are new recovery codes; the old ones are void."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "socialaccount/messages/account_connected.txt": _("The account is connected."),
    "socialaccount/messages/account_connected_other.txt": _("That account belongs to another member."),
    "socialaccount/messages/account_disconnected.txt": _("The account is disconnected."),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": REFUSED,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your password."),
        "incorrect_code": _("This code is not right, or not any more."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_username(self, username: str, shallow: bool = False) -> str:
        return names.user_name(username)

    def save_user(self, request: HttpRequest, user: Any, form: BaseForm, commit: bool = True) -> AbstractBaseUser:
        user.first_name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of the host that was asked, not all of ALLOWED_HOSTS."""
        request = context.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def is_ajax(self, request: HttpRequest) -> bool:
        """Only what the browser needs to begin with a passkey is answered as data; all else is a page."""
        name = request.resolver_match.url_name if request.resolver_match else ""
        return name == "mfa_login_webauthn" and request.headers.get("Accept") == "application/json"

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Back to the sign-in page, as after a key that nobody knows."""
        messages.error(request, str(self.error_messages["incorrect_code"]))
        return HttpResponseRedirect(reverse("account_login"))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("account_email") if context.request.user.is_authenticated else reverse("account_login")

    def post_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse:
        """Whoever has just shown who they are need not do so again for the first minutes."""
        sync_user_email_address(user)
        proofs = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        if proofs and proofs[-1]["method"] in {"password", "mfa"}:
            proofs[-1]["reauthenticated"] = True
            request.session[AUTHENTICATION_METHODS_SESSION_KEY] = proofs
        response = super().post_login(request, user, **facts)
        preferences.bring(user, request, response)
        newcomers.note_browser(user, request, response, is_new=facts.get("signup", False))
        return response

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        said = message or SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, str(said), extra_tags=extra_tags)

    def format_email_subject(self, subject: str) -> str:
        return f"{settled_for(context.request).name}: {subject}"

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        super().send_notification_mail(template_prefix, user, {"user": user, **(context or {})}, email)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """In the language of whoever it is for."""
        with translation.override(mail.language_of(context.get("user"))):
            said = {"group_name": settled_for(self.request).name, "email": email, **context}
            message = self.render_mail(template_prefix, email, said)
        mail.post(message)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("The group asks you for a second factor. Set up another one first."),
    }

    def _get_site_name(self) -> str:
        """What an authenticator app and a passkey call this place."""
        return settled_for(context.request).name

    def _get_user_identifier(self, user: Any) -> str:
        return user.get_username()

    def build_totp_svg(self, url: str) -> str:
        return qrcode.make(url, image_factory=SvgPathImage).to_string(encoding="unicode")

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of somebody who must have one."""
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        others = Authenticator.objects.filter(user=authenticator.user, type__in=kinds).exclude(pk=authenticator.pk)
        return others.exists() or not needs_second_factor(authenticator.user, settled_for(context.request))

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(n)d") % {"n": number}


def display(user: User) -> str:
    """For allauth's ACCOUNT_USER_DISPLAY: the name as every page shows it."""
    return name_of(user)
