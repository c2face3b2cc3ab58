"""Error pages in the product's own look and language."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext as _


def answer(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    context = {"title": title, "advice": advice, "status": status, "typed": typed_in(request)}
    return render(request, "error.html", context, status=status)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
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


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Plain, without context processors: whatever failed may fail again."""
    english, chinese = "Something went wrong. Nothing was saved; try again.", "出错了。没有保存任何内容，请重试。"
    page = f"<!doctype html><title>500</title><p>{english}</p><p lang='zh-Hans'>{chinese}</p>"
    return HttpResponse(page, status=500)
