"""Each request gets an id, one line in the log, and a place in the metrics."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse

from readinglist.operations.logs import request_id, route

GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
log = logging.getLogger("readinglist.requests")


class Observed:
    """The outermost middleware but one; ``readinglist.proxies`` has dropped what strangers say of themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.observe: Callable[[str, str, int, float], None] | None = None
        if settings.METRICS_TOKEN:
            from readinglist.operations.metrics import observe  # reads where to keep them as it is imported

            self.observe = observe

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        # stays set in this thread until its next request: what an answer is streamed from still belongs to this one
        request_id.set(chosen(request.META.get("HTTP_X_REQUEST_ID", "")))
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id.get()
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = self.to_the_end(response.streaming_content, request, response, began)
        else:
            self.note(request, response, began)
        return response

    def to_the_end(
        self, pieces: Iterator[bytes], request: HttpRequest, response: HttpResponse, began: float
    ) -> Iterator[bytes]:
        """An answer that is made while it is sent is through only when its last piece is."""
        try:
            yield from pieces
        finally:
            self.note(request, response, began)

    def note(self, request: HttpRequest, response: HttpResponse, began: float) -> None:
        seconds, status = time.perf_counter() - began, response.status_code
        method = request.method if request.method in METHODS else "OTHER"
        name = "static" if request.path_info.startswith(settings.STATIC_URL) else route(request)
        if self.observe:
            self.observe(name, method, status, seconds)
        level = logging.DEBUG if name == "static" or name in QUIET else logging.INFO
        if log.isEnabledFor(level):
            milliseconds = round(1000 * seconds, 1)
            log.log(level, "%s %s %s", method, name, status, extra={"ms": milliseconds, "user": member(request)})


QUIET = {"healthz", "readyz", "metrics"}  # asked for all day long by machines


def chosen(given: str) -> str:
    """The id that a proxy of ours has given the request, or one made now."""
    return given if GIVEN.fullmatch(given) else secrets.token_hex(8)


def member(request: HttpRequest) -> int | None:
    """The number of who asked, where the request has found out already: to ask now would read the session."""
    user = getattr(request, "_cached_user", None)
    return user.pk if user is not None else None
