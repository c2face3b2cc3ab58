"""Who must sign in with a second factor and has none yet is led to set one up, before anything else."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from readinglist.group.settled import needs_second_factor, settled_for

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# What is open on the way there, beside what needs no sign-in at all; the rest of it is allauth's mfa.
OPEN = {"account_logout", "account_reauthenticate", "account_email", "account_set_password"}


class SecondFactorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: tuple, view_kwargs: dict
    ) -> HttpResponseBase | None:
        """A redirect to the page where a factor is set up; the admin's pages are no exception."""
        if is_open(request, view_func) or not request.user.is_authenticated or not is_missing(request):
            return None
        if request.method in {"GET", "HEAD"}:
            messages.warning(request, _("The group asks you for a second factor. Set one up to go on."))
        return HttpResponseRedirect(reverse("mfa_index"))


def is_open(request: HttpRequest, view_func: Callable) -> bool:
    name = (request.resolver_match and request.resolver_match.url_name) or ""
    is_public = not getattr(view_func, "login_required", True)
    return is_public or name in OPEN or name.startswith("mfa_")


def is_missing(request: HttpRequest) -> bool:
    """Whether the group asks this person for a second factor that they do not have; one query or two, if it does."""
    if not needs_second_factor(request.user, settled_for(request)):
        return False
    return not Authenticator.objects.filter(user_id=request.user.pk, type__in=FACTORS).exists()
