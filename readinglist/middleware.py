"""What holds for every answer: who may see it, where it may be kept, and what the page may load."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from readinglist import errors, outages
from readinglist.group.settled import settled_for

GetResponse = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger(__name__)


def content_security_policy(get_response: GetResponse) -> GetResponse:
    """Send SECURE_CSP as Django 6's own middleware does; used on Django 5.2 only."""
    policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items())

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware


def utf8_only(get_response: GetResponse) -> GetResponse:
    """Refuse a form in any other encoding: no browser of ours sends one, and some make text that no database takes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in {"utf-8", "utf8"}:
            return HttpResponse("Send it as UTF-8.", status=400, content_type="text/plain; charset=utf-8")
        return get_response(request)

    return middleware


def private_pages(get_response: GetResponse) -> GetResponse:
    """Keep a signed-in person's pages out of every shared cache, and name the browser features we never use."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return middleware


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page needs sign-in, unless it is marked public or the catalogue is open and this is a page of it."""

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: tuple, view_kwargs: dict
    ) -> HttpResponseBase | None:
        is_reading = request.method in {"GET", "HEAD"}
        if is_reading and getattr(view_func, "catalogue_page", False) and settled_for(request).catalogue_is_open:
            return None
        keeps_typed = request.method == "POST" and getattr(view_func, "keeps_typed", False)
        if keeps_typed and not request.user.is_authenticated:
            return errors.signed_out(request)
        if not getattr(view_func, "login_required", True):
            return None  # without a look at who asks: what is public is not different for each
        return super().process_view(request, view_func, view_args, view_kwargs)


class OutageMiddleware:
    """503 where a view failed for want of the database; ``errors.server_error`` says so of whatever is not a view."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not outages.is_outage(exception):
            return None
        log.warning("The database did not answer: %s", outages.first_line(exception))
        return errors.unavailable(request)
