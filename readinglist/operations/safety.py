"""What `make serve` refuses to start with, and the line to add to .env instead."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings

from readinglist.environment import flag, text, words
from readinglist.secret_key import SHORTEST

LOCAL = {"localhost", "127.0.0.1", "[::1]"}


class Danger(NamedTuple):
    why: str
    line: str  # for .env

    def __str__(self) -> str:
        return f"{self.why} Add to .env:\n  {self.line}"


def dangers() -> list[Danger]:
    return [*of_pages(), *of_keys(), *of_names(), *of_wires()]


def of_pages() -> Iterator[Danger]:
    if settings.DEBUG:
        yield Danger("DEBUG shows visitors the settings and the code of whatever fails.", "DEBUG=off")


def of_keys() -> Iterator[Danger]:
    fresh = f"SECRET_KEY={secrets.token_urlsafe(SHORTEST)}"
    if not text("SECRET_KEY"):
        yield Danger("SECRET_KEY signs sessions and links, and is missing.", fresh)
    elif len(text("SECRET_KEY")) < SHORTEST:  # which DEBUG lets pass
        yield Danger("SECRET_KEY is short enough to be guessed.", fresh)


def of_names() -> Iterator[Danger]:
    hosts = words("ALLOWED_HOSTS", [])
    if not hosts:
        yield Danger("ALLOWED_HOSTS names the hosts that visitors may ask for.", "ALLOWED_HOSTS=papers.example.org")
    elif "*" in hosts:
        yield Danger("ALLOWED_HOSTS=* lets anybody forge links in mails.", "ALLOWED_HOSTS=papers.example.org")


def of_wires() -> Iterator[Danger]:
    """HTTPS ends at a proxy, which has to be believed for it."""
    bind = text("BIND", "127.0.0.1:8000")
    if not settings.HTTPS and not flag("HTTP_ONLY"):
        why = "Without HTTPS passwords travel in the open; HTTP_ONLY=on accepts that, as in a network of one machine."
        yield Danger(why, "HTTPS=on")
    if settings.HTTPS and bind.startswith("unix:") and "unix" not in settings.TRUSTED_PROXIES:
        yield Danger(
            "The proxy at the other end of the socket is not believed that it speaks HTTPS.", "TRUSTED_PROXIES=unix"
        )
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        why = "HTTPS ends at a proxy, and none is believed that it does: every page would redirect to itself."
        yield Danger(why, "TRUSTED_PROXIES=127.0.0.1")
    if settings.HTTPS and flag("HTTP_ONLY"):
        yield Danger("HTTPS and HTTP_ONLY contradict each other.", "HTTP_ONLY=off")
