"""A member's choices, brought to where the pages look for them: cookies of the browser, and the session."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from notes.spreads import COOKIE as SUMMARIES
from readinglist.appearance import COOKIE as THEME
from readinglist.members.models import Profile

ZONE = "time_zone"  # in the session, which is read for every page anyway
YEAR = 365 * 24 * 3600


def bring(person: User, request: HttpRequest, response: HttpResponse) -> None:
    """Let this browser do as the profile says; what it leaves open stays as it is here."""
    carry(Profile.of(person), request, response)


def carry(profile: Profile, request: HttpRequest, response: HttpResponse) -> None:
    cookies = {
        settings.LANGUAGE_COOKIE_NAME: profile.language,
        SUMMARIES: profile.summary_language,
        THEME: profile.theme,
    }
    for name, value in cookies.items():
        if value:
            response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    if profile.time_zone:
        request.session[ZONE] = profile.time_zone
    else:
        request.session.pop(ZONE, None)


class OwnTimeZoneMiddleware:
    """Dates and times in the zone that the member has chosen, except where it makes no difference who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(None):  # and whatever the page chooses ends with it
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func: Callable, view_args: tuple, view_kwargs: dict) -> None:
        if getattr(view_func, "login_required", True) and request.user.is_authenticated:
            name = request.session.get(ZONE)
            if name is not None:
                timezone.activate(ZoneInfo(name))
