"""The way in: an invitation, and the page for those who have none."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.signup import complete_signup
from allauth.core.internal import ratelimit
from allauth.socialaccount.providers.openid_connect.views import login as to_provider
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from readinglist.members import inviting, openid
from readinglist.members.forms import AcceptForm
from readinglist.members.models import Invitation


@login_not_required
@require_safe
def by_invitation_only(request: HttpRequest) -> HttpResponse:
    return render(request, "members/by_invitation_only.html", status=403)


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of an invitation leads: GET asks for a name and a password, POST makes the account and signs in.

    410 for a link that is used up, taken back, too old or was never given: nobody is told which.
    """
    if limited := ratelimit.consume_or_429(request, app="allauth.account", action="signup", limit_get=True):
        return limited
    found = inviting.found(token)
    if found is None or not inviting.can_be_accepted(found):
        return render(request, "members/invitation_spent.html", status=410)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(found.language)
        request.LANGUAGE_CODE = found.language
    if request.user.is_authenticated:
        return render(request, "members/invitation_for_another.html", status=409)
    if request.method == "POST" and "provider" in request.POST and settings.OIDC_NAME:
        request.session[openid.INVITED] = token
        return to_provider(request, openid.PROVIDER)
    form = AcceptForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return join(request, found, form)
    status = 422 if form.errors else 200
    return render(request, "members/accept.html", {"form": form, "invitation": found}, status=status)


def join(request: HttpRequest, invitation: Invitation, form: AcceptForm) -> HttpResponse:
    try:
        with transaction.atomic():
            inviting.use(invitation)
            person = form.save(request)
            inviting.welcome(invitation, person, request)
    except inviting.Spent:
        return render(request, "members/invitation_spent.html", status=410)
    inviting.tell_inviter(invitation, person, request)
    person.refresh_from_db()
    record_authentication(request, person, "password")
    facts: dict[str, Any] = {"user": person, "redirect_url": reverse("home")}
    response = complete_signup(request, **facts)
    messages.success(request, _("Welcome. You can add a passkey under “Your account”, at the foot of every page."))
    return response
