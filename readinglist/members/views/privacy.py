"""What is mine: to take along, and to have deleted."""

from __future__ import annotations

import time

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from papers.access import member_of
from papers.exporting import file_name
from readinglist.group.roles import LastAdministrator
from readinglist.members.privacy.leaving import forget
from readinglist.members.privacy.taking import everything_of
from readinglist.members.privacy.zipping import zipped
from readinglist.operations import audit


@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """GET says what there is; POST sends it, and that is written down."""
    person = member_of(request)
    if request.method != "POST":
        return render(request, "members/data.html")
    audit.note("exported", request=request, what="own data")
    response = StreamingHttpResponse(zipped(everything_of(person)), content_type="application/zip")
    name = f"{file_name(f'my-data-{person.username}')}-{timezone.localdate():%Y-%m-%d}.zip"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response


class LeaveForm(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, person: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.person = person

    def clean_password(self) -> str:
        if not self.person.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("This is not your password."))
        return ""


class SureForm(forms.Form):
    """For who has no password: that they signed in a moment ago says who they are."""

    sure = forms.BooleanField(label=gettext_lazy("Yes, delete my account"))


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Delete one's own account, with the password, or within minutes of a sign-in by other means.

    422 where the password is wrong, 429 after many wrong ones, 409 for the last administrator.
    """
    person = member_of(request)
    has_password = person.has_usable_password()
    if not has_password and not is_fresh(request, person):
        return render(request, "members/delete.html", {"must_sign_in": True}, status=200)
    if request.method != "POST":
        return page(request, LeaveForm(person) if has_password else SureForm())
    form = LeaveForm(person, request.POST) if has_password else SureForm(request.POST)
    limited = ratelimit.consume_or_429(request, action="reauthenticate", user=person)
    if limited:
        return limited
    if not form.is_valid():
        return page(request, form, 422)
    try:
        forget(person)
    except LastAdministrator:
        title, advice = _("Nothing was changed"), _("This is the last administrator. Make somebody else one first.")
        return render(request, "error.html", {"title": title, "advice": advice}, status=409)
    logout(request)
    messages.success(request, _("Your account is deleted."))
    return HttpResponseRedirect(reverse("account_login"))


def page(request: HttpRequest, form: forms.Form, status: int = 200) -> HttpResponse:
    return render(request, "members/delete.html", {"form": form}, status=status)


def is_fresh(request: HttpRequest, person: User) -> bool:
    """Whether this session has shown who is there within the last minutes."""
    records = get_authentication_records(request, person)
    latest = max((record.get("at", 0) for record in records), default=0)
    return time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT
