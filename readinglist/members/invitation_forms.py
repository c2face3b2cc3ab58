from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from notes.models import SavedFilter
from notes.models.saved import LONGEST_QUERY
from notes.saved import canonical
from readinglist.group.roles import Role, roles_to_give
from readinglist.members.models import Invitation
from readinglist.members.models.invitations import ROLES


class InvitationForm(forms.ModelForm):
    """Whom to invite, as what, and what they find when they come. Nobody gives a role above their own."""

    welcome_query = forms.CharField(
        label=gettext_lazy("Or the filters of this address"),
        required=False,
        max_length=10 * LONGEST_QUERY,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Copied from the page of papers. It is pinned to their home page."),
    )

    class Meta:
        model = Invitation
        fields = ("email", "role", "language", "note", "welcome", "welcome_query")
        help_texts = {
            "email": gettext_lazy("Empty: you get a link, to hand over yourself. Whoever has it can come in by it."),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data, initial={"language": get_language(), "role": Role.MEMBER})
        self.request = request
        mine = [role for role in roles_to_give(request.user) if role in ROLES]
        self.fields["role"].choices = [(role.value, role.label) for role in mine]  # type: ignore[attr-defined]
        welcome = self.fields["welcome"]
        welcome.queryset = SavedFilter.objects.filter(is_shared=True)  # type: ignore[attr-defined]
        welcome.empty_label = gettext_lazy("None")  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if email and (
            EmailAddress.objects.filter(email=email, verified=True).exists()
            or User.objects.filter(email__iexact=email, emailaddress__isnull=True).exists()
        ):
            raise forms.ValidationError(_("A member of the group has this address."), code="member")
        if email and Invitation.objects.waiting().filter(email=email).exists():
            raise forms.ValidationError(
                _("An invitation for this address is waiting. Send that one again, or take it back."), code="invited"
            )
        return email

    def clean_welcome_query(self) -> str:
        typed = self.cleaned_data["welcome_query"].strip()
        query = canonical(urlsplit(typed).query or typed.lstrip("?"), self.request) if typed else ""
        if typed and not query:
            raise forms.ValidationError(_("There are no filters in this address."), code="empty")
        if len(query) > LONGEST_QUERY:
            raise forms.ValidationError(_("These are more filters than can be kept. Take some of them off."))
        return query

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("welcome") and cleaned.get("welcome_query"):
            self.add_error("welcome_query", _("Choose a filter or write an address, not both."))
        return cleaned
