"""Error pages in the product's own look and language."""

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from readinglist import outages
from readinglist.operations.logs import request_id

RETRY_AFTER = 10  # seconds


def answer(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    context = {"title": title, "advice": advice, "status": status, "typed": typed_in(request)}
    return render(request, "error.html", context, status=status)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django takes a session that the database did not write for one that somebody has ended meanwhile.

    The session is written after everything else.
    """
    if isinstance(exception, SessionInterrupted) and outages.is_behind(exception):
        return unavailable(request, is_done=True)
    return answer(request, 400, _("This request could not be read"), _("Go back and try again."))


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 403, _("This is not open to you"), _("Ask a curator if you think it should be."))


@login_not_required
def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without this session's token: left open for too long, or not ours."""
    return answer(request, 403, _("This form is out of date"), _("Go back, load the page anew and send it again."))


def signed_out(request: HttpRequest) -> HttpResponse:
    """The sign-in ran out while somebody wrote: what was typed, and the way back to its page."""
    title, advice = _("You were signed out"), _("Copy your text, sign in again, and paste it in.")
    return answer(request, 403, title, advice)


def typed_in(request: HttpRequest) -> list[str]:
    """The texts that came with a form, to be given back with the page that refuses it; none where it cannot be read."""
    try:
        posted = request.POST.items()
    except (BadRequest, SuspiciousOperation, UnreadablePostError):
        return []
    return [str(value) for name, value in posted if name == "body" or name.endswith(("-body", "_note"))]


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 404, _("There is no such page"), _("It may have moved. Search, or start from the papers."))


def unavailable(request: HttpRequest, is_done: bool = False) -> HttpResponse:
    """The database is away, busy or full. Made without it, in both languages; what was typed is given back.

    ``is_done``: it went away after it had taken what was sent.
    """
    is_reading = request.method in {"GET", "HEAD"}
    languages = sorted(dict(settings.LANGUAGES), key=lambda code: code != get_language())
    theme = request.COOKIES.get("theme", "")
    context = {
        "texts": [in_words(code, is_reading, is_done) for code in languages],
        "typed": typed_in(request),
        "again": escape_leading_slashes(request.get_full_path()) if is_reading else "",
        "theme": theme if theme in {"light", "dark"} else "system",
        "name": settings.GROUP_NAME,
        "request_id": request_id.get(),
    }
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("unavailable.html", context), status=503, headers=headers)


def in_words(code: str, is_reading: bool, is_done: bool) -> dict[str, str]:
    """What there is to say of it in the language of that code."""
    with override(code):
        advice = _("This is open again as soon as the database answers. Try again in a moment.")
        if is_done and not is_reading:
            advice = _("What you sent has most likely been saved. Look in a moment, before you send it again.")
        elif not is_reading:  # a connection that is lost while it commits leaves nobody knowing
            advice = _("What you sent has most likely not been saved. Look in a moment, and send it again.")
        return {
            "lang": "zh-Hans" if code == "zh-hans" else code,
            "title": _("The database does not answer just now"),
            "advice": advice,
            "again": _("Try again"),
        }


@login_not_required
def too_many(request: HttpRequest) -> HttpResponse:
    return answer(request, 429, _("Too many attempts"), _("Wait a few minutes, then try again."))


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Plain, without context processors: whatever failed may fail again."""
    if outages.is_outage(sys.exc_info()[1]):
        return unavailable(request)
    english, chinese = "Something went wrong. Nothing was saved; try again.", "出错了。没有保存任何内容，请重试。"
    named = f"<p>{request_id.get()}</p>"  # the log tells under it what happened
    page = f"<!doctype html><title>500</title><p>{english}</p><p lang='zh-Hans'>{chinese}</p>{named}"
    return HttpResponse(page, status=500)
