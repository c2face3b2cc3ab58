"""A browser in which an account is used for the first time: its owner is told, unless they want no such mail."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, HttpResponse

from readinglist.members.models import Profile

SALT = "readinglist.members.newcomers"
MOST = 20  # accounts that one browser remembers
YEAR = 365 * 24 * 3600


def note_browser(person: User, request: HttpRequest, response: HttpResponse, is_new: bool) -> None:
    """Remember in the browser that the person has signed in here; mail them where it is news, and not a new account."""
    known = known_in(request)
    if person.pk in known:
        return
    value = signing.dumps([*known, person.pk][-MOST:], salt=SALT)
    response.set_cookie(
        settings.KNOWN_COOKIE_NAME, value, max_age=YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True
    )
    if not is_new and person.email and Profile.of(person).mail_sign_ins:
        get_adapter().send_notification_mail("members/email/new_browser", person)


def known_in(request: HttpRequest) -> list[int]:
    """The accounts that have signed in with this browser."""
    try:
        known = signing.loads(request.COOKIES.get(settings.KNOWN_COOKIE_NAME, ""), salt=SALT, max_age=YEAR)
    except signing.BadSignature:
        return []
    return [pk for pk in known if isinstance(pk, int)]
