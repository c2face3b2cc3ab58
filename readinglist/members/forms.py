"""What people fill in to sign in, to join, and to say how they like things."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from allauth.account.forms import LoginForm, SignupForm
from allauth.account.models import EmailAddress
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from readinglist.members import names
from readinglist.members.models import Invitation, Profile
from readinglist.members.plain_forms import Plain


class SignInForm(Plain, LoginForm):
    """allauth's, with the field that has always been called ``username``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["login"]
        widget = forms.TextInput(
            attrs={"autocomplete": "username webauthn", "autocapitalize": "none", "autofocus": True}
        )
        password = self.fields.pop("password")
        self.fields["username"] = forms.CharField(
            label=gettext_lazy("User name or e-mail address"), max_length=254, widget=widget
        )
        self.fields["password"] = password

    def clean_username(self) -> str:
        self.cleaned_data["login"] = self.cleaned_data["username"].strip()
        return self.cleaned_data["login"]

    def user_credentials(self) -> dict[str, str]:
        return {"username": self.cleaned_data["login"], "password": self.cleaned_data["password"]}


class AcceptForm(Plain, SignupForm):
    """A new account for whoever holds an invitation. Where that was sent to an address, the account has it at once."""

    name = forms.CharField(
        label=gettext_lazy("Display name"),
        required=False,
        max_length=names.LONGEST_DISPLAY,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=gettext_lazy("What the others see, in any script. Without one they see the user name."),
    )
    field_order = ["name", "username", "email", "password1", "password2"]

    def __init__(self, invitation: Invitation, *args: Any, **kwargs: Any) -> None:
        self.invitation = invitation
        super().__init__(*args, **kwargs)
        self.fields["username"].label = gettext_lazy("User name")
        self.fields["name"].label = gettext_lazy("Display name")
        self.fields["password1"].label = gettext_lazy("Password")
        self.fields["username"].help_text = gettext_lazy("You sign in with it: letters from a to z, digits.")
        self.fields["username"].widget.attrs["autocapitalize"] = "none"
        if invitation.email:
            del self.fields["email"]
        else:
            self.fields["email"].label = gettext_lazy("E-mail address (optional)")
            self.fields["email"].help_text = gettext_lazy("For a new password when you have forgotten yours.")

    def clean_name(self) -> str:
        return names.display_name(self.cleaned_data["name"])

    def validate_unique_email(self, value: str) -> str:
        if EmailAddress.objects.filter(email=value, verified=True).exists():
            raise forms.ValidationError(_("This address belongs to another account."), code="taken")
        return value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.invitation.email:
            cleaned["email"] = self.validate_unique_email(self.invitation.email.lower())
        return cleaned

    def save(self, request: Any) -> User:
        """The link came by mail to the address of the invitation, which is thereby confirmed; whoever else has claimed
        it gives way."""
        address = self.invitation.email.lower()
        for claim in EmailAddress.objects.filter(email=address, verified=False) if address else ():
            claim.remove()
        user: User = super().save(request)
        if address:
            EmailAddress.objects.filter(user=user, email=address).update(verified=True, primary=True)
        return user


class PasskeyForm(Plain, AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = gettext_lazy("To tell it from others, such as the device it is kept on.")
        alone = self.fields["passwordless"]
        alone.label = gettext_lazy("Sign in with it alone, without the password")
        alone.help_text = gettext_lazy("Take this off for an old security key that has no PIN and reads no finger.")
        alone.initial = True


class ProfileForm(forms.ModelForm):
    """The display name stands in the account itself, everything else in the profile."""

    name = forms.CharField(
        label=gettext_lazy("Display name"),
        required=False,
        max_length=names.LONGEST_DISPLAY,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=gettext_lazy("What the others see, in any script. Without one they see the user name."),
    )
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("Such as Europe/Berlin or Asia/Shanghai. Empty: that of the group."),
    )

    class Meta:
        model = Profile
        fields = ("language", "summary_language", "theme", "time_zone", "mail_sign_ins", "mail_joined")
        help_texts = {
            "language": gettext_lazy("Where you sign in anew, and in mails."),
        }

    field_order = ["name"]

    def __init__(self, *args: Any, may_invite: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person: User = User.objects.get(pk=self.instance.user_id)
        self.fields["name"].initial = self.person.get_full_name()
        as_here = ("", gettext_lazy("As it is in the browser"))
        for name in ("language", "summary_language", "theme"):
            field: Any = self.fields[name]
            field.choices = [as_here, *[pair for pair in field.choices if pair[0]]]
        if not may_invite:
            del self.fields["mail_joined"]
        if not self.person.email:
            for name in [name for name in self.fields if name.startswith("mail_")]:
                self.fields[name].disabled = True

    def clean_name(self) -> str:
        return names.display_name(self.cleaned_data["name"], self.person)

    def clean_time_zone(self) -> str:
        typed = self.cleaned_data["time_zone"].strip().replace(" ", "_")
        zone = {known.casefold(): known for known in available_timezones()}.get(typed.casefold(), "")
        if typed and not zone:
            raise forms.ValidationError(_("No time zone has this name. Write one such as Asia/Shanghai."))
        return zone

    def save(self, commit: bool = True) -> Profile:
        self.person.first_name, self.person.last_name = self.cleaned_data["name"], ""
        self.person.save(update_fields=["first_name", "last_name"])
        return super().save(commit)
