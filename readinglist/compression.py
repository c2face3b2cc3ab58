"""Answers made small for the wire."""

from __future__ import annotations

import re
import secrets

import brotli
from django.http import HttpRequest, HttpResponseBase
from django.http.response import HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

ACCEPTS_BROTLI = re.compile(r"\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
# smaller than the usual 4 by a tenth; with a larger window 9 would take ten times as long
QUALITY, WINDOW = 9, 16
SHORTEST = 200  # bytes; Django's own limit


class CompressionMiddleware(GZipMiddleware):
    """Brotli where the browser takes it, else Django's gzip, which is also for what is sent while it is made.

    Both add a length by chance, so that nobody who sees lengths can guess a page's secrets one letter at a time
    (BREACH); the token of the forms is masked anew in every answer besides.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_taken = ACCEPTS_BROTLI.search(request.headers.get("Accept-Encoding", ""))
        if not is_taken or not isinstance(response, HttpResponse) or response.has_header("Content-Encoding"):
            return super().process_response(request, response)
        return self.with_brotli(response) if len(response.content) >= SHORTEST else response

    def with_brotli(self, response: HttpResponse) -> HttpResponse:
        patch_vary_headers(response, ["Accept-Encoding"])
        response.content = brotli.compress(response.content, quality=QUALITY, lgwin=WINDOW)
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["Content-Encoding"] = "br"
        response.headers["X-Padding"] = "x" * secrets.randbelow(self.max_random_bytes)
        etag = response.get("ETag", "")
        if etag.startswith('"'):  # as RFC 9110 wants it of what was encoded on the way
            response.headers["ETag"] = "W/" + etag
        return response
