"""Answers that a browser has already are not made again: a word says what each of them is made of.

The word holds who asks and in which language, so that nobody's answer is ever taken for somebody else's; it is signed,
so that nobody can guess another one's either.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from papers.generation import generation

SOURCES = {".py", ".html", ".txt", ".po", ".tsv", ".css", ".js", ".svg"}


def word(request: HttpRequest, *made_of: Any) -> str:
    """The strong ETag of an answer to this request that is ``made_of`` this, and of nothing else but the program."""
    who = (request.user.pk, sorted(request.user.get_all_permissions())) if request.user.is_authenticated else ()
    said = (program(), who, get_language(), request.build_absolute_uri(), request.headers.get("HX-Request"), *made_of)
    return f'"{salted_hmac("papers.conditional", repr(said), algorithm="sha256").hexdigest()[:32]}"'


@cache
def program() -> str:
    """The state of the program itself, the same on every machine: another release writes other files."""
    found = blake2b(digest_size=9)
    for folder in ("papers", "notes", "readinglist", "templates"):
        for file in sorted((settings.BASE_DIR / folder).rglob("*.*")):
            if file.suffix in SOURCES:
                found.update(f"{file.relative_to(settings.BASE_DIR)} {file.stat().st_size} ".encode())
                found.update(file.read_bytes())
    return found.hexdigest()


def of_catalogue(request: HttpRequest, *args: Any, **kwargs: Any) -> str:
    """For what is made of the catalogue and published summaries alone."""
    return word(request, generation())


def of_filtered(request: HttpRequest, filterset: Any, **kwargs: Any) -> str | None:
    """For the papers that a filter finds, which may depend on what the person has written and done."""
    own = filterset.made_of(request)
    return None if own is None else word(request, generation(), own)
