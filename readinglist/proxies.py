"""Who asks, behind proxies: only those in TRUSTED_PROXIES are believed what they say of the visitor."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

TOLD = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT",
        "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_REQUEST_ID")  # fmt: skip
HOPS = 20  # more addresses than any chain of proxies has


def from_proxies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Set REMOTE_ADDR to the visitor's own address, and drop what strangers claim of themselves.

    The first middleware: whatever comes after it may read REMOTE_ADDR and the scheme without a thought.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        if is_trusted(peer):
            request.META["REMOTE_ADDR"] = visitor(peer, request.META.get("HTTP_X_FORWARDED_FOR", ""))
        else:
            for name in TOLD:
                request.META.pop(name, None)
        return get_response(request)

    return middleware


def visitor(peer: str, chain: str) -> str:
    """The last address of the chain that no trusted proxy has; the peer's own where there is none that is one."""
    for word in reversed(chain.split(",")[-HOPS:]):
        address = word.strip()
        if not is_address(address):
            break
        peer = address
        if not is_trusted(address):
            break
    return peer


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def is_trusted(address: str) -> bool:
    """Whether a proxy of ours is at the address; "" is the other end of a socket in the file system."""
    return trusted_by(tuple(settings.TRUSTED_PROXIES), address)


@lru_cache(maxsize=1024)
def trusted_by(proxies: tuple[str, ...], address: str) -> bool:
    if not address:
        return "unix" in proxies
    return is_address(address) and any(ip_address(address) in ip_network(proxy) for proxy in proxies if proxy != "unix")
