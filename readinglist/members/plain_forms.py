"""allauth's forms in the product's own words: labels above fields, nothing inside them."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django.utils.translation import gettext_lazy as _

LABELS = {
    "email": _("E-mail address"),
    "code": _("Code"),
    "name": _("Name"),
    "oldpassword": _("Current password"),
    "password": _("Password"),
    "password1": _("New password"),
    "password2": _("The same once more"),
}
ADVICE = {
    "password1": _("At least 8 characters. No common word, not only digits, nothing like your name."),
    "oldpassword": "",
    "password": "",
}


class Plain:
    fields: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            field.help_text = ADVICE.get(name, field.help_text)


class AddressForm(Plain, account.AddEmailForm):
    pass


class ForgottenForm(Plain, account.ResetPasswordForm):
    pass


class ResetForm(Plain, account.ResetPasswordKeyForm):
    pass


class PasswordForm(Plain, account.ChangePasswordForm):
    pass


class FirstPasswordForm(Plain, account.SetPasswordForm):
    pass


class ProofForm(Plain, account.ReauthenticateForm):
    pass


class AppForm(Plain, totp.ActivateTOTPForm):
    pass


class CodeForm(Plain, mfa.AuthenticateForm):
    pass


class CodeProofForm(Plain, mfa.ReauthenticateForm):
    pass


class RenameForm(Plain, passkeys.EditWebAuthnForm):
    pass
