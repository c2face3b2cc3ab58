"""One question to a registry, and its answer as bytes of a bounded number."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from ssl import SSLContext
from typing import NamedTuple

import httpcore2
import httpx2
from django.conf import settings

from papers.lookup import pacing
from papers.lookup.failures import LookupFailed, Reason
from papers.lookup.network import Deadline, PublicOnly, Unsafe

HOPS = 4
TOO_OFTEN = {429, 503}
# arXiv says 400 to a number that cannot be, doi.org 406 where an agency has no such record
REASONS = dict.fromkeys((400, 404, 406, 410), Reason.NOT_FOUND) | dict.fromkeys((401, 403, 451), Reason.REFUSED)


class Answer(NamedTuple):
    url: str
    body: bytes

    @property
    def host(self) -> str:
        return httpx2.URL(self.url).host


@cache
def certificates() -> SSLContext:
    return httpcore2.default_ssl_context()


class Transport(httpx2.BaseTransport):
    """httpx2's requests over httpcore2's connections, which are opened by ``PublicOnly``; no proxy is looked for."""

    def __init__(self, deadline: Deadline) -> None:
        self.pool = httpcore2.ConnectionPool(
            ssl_context=certificates(), max_connections=1, network_backend=PublicOnly(deadline)
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        asked = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
        )
        answer = self.pool.handle_request(asked)
        return httpx2.Response(answer.status, headers=answer.headers, stream=Stream(answer))

    def close(self) -> None:
        self.pool.close()


class Stream(httpx2.SyncByteStream):
    def __init__(self, answer: httpcore2.Response) -> None:
        self.answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self.answer.iter_stream()

    def close(self) -> None:
        self.answer.close()


def ask(url: str, registry: str, types: Collection[str], deadline: Deadline) -> Answer:
    """The answer in one of the media ``types``, after at most HOPS redirects. Raises LookupFailed."""
    try:
        for _hop in range(HOPS + 1):
            host = checked(url, registry)
            pacing.wait_turn(host, registry, deadline)
            with httpx2.Client(transport=Transport(deadline), trust_env=False, follow_redirects=False) as client:
                headers = {"Accept": ", ".join(types), "Accept-Encoding": "gzip", "User-Agent": product()}
                with client.stream("GET", url, headers=headers) as response:
                    if not response.has_redirect_location:
                        return Answer(url, taken(response, registry, types))
                    url = str(response.url.join(response.headers["Location"]))
    except Unsafe as error:
        raise LookupFailed(Reason.UNSAFE, registry) from error
    except (httpcore2.TimeoutException, httpx2.TimeoutException) as error:
        raise LookupFailed(Reason.SLOW, registry) from error
    except httpcore2.ConnectError as error:
        raise LookupFailed(Reason.OFFLINE, registry) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise LookupFailed(Reason.INVALID, registry) from error
    raise LookupFailed(Reason.INVALID, registry)


def checked(url: str, registry: str) -> str:
    """The host of an address that may be asked. Raises LookupFailed for every other."""
    parts = httpx2.URL(url)
    if parts.scheme != "https" or parts.host not in settings.LOOKUP_HOSTS or parts.port or parts.userinfo:
        raise LookupFailed(Reason.UNSAFE, registry)
    return parts.host


def taken(response: httpx2.Response, registry: str, types: Collection[str]) -> bytes:
    status = response.status_code
    if status in TOO_OFTEN:
        pacing.rest(response.url.host, response.headers.get("Retry-After", ""))
        raise LookupFailed(Reason.BUSY, registry)
    if status != 200:
        raise LookupFailed(REASONS.get(status, Reason.BUSY if status >= 500 else Reason.INVALID), registry)
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if kind not in types or packing not in {"identity", "gzip"}:
        raise LookupFailed(Reason.INVALID, registry)
    body = bytearray()
    for piece in response.iter_bytes():  # unpacked in pieces of a megabyte at most
        body += piece
        if len(body) > settings.LOOKUP_MAX_BYTES:
            raise LookupFailed(Reason.LARGE, registry)
    return bytes(body)


def product() -> str:
    """Who asks, in the manner that Crossref and arXiv wish for."""
    contact = "".join(sign for sign in settings.LOOKUP_CONTACT if " " < sign < "\x7f")
    return f"readinglist/0.1 (shared shelf of a reading group{f'; mailto:{contact}' if contact else ''})"
