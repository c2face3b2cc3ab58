"""From what people paste to what a registry can be asked for."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from papers.formats.links import arxiv_in, doi_in, is_web

LONGEST = 1000
_BARE_DOI = re.compile(r"(?:doi:\s*)?(10\.\d{1,9}(?:\.\d+)*/\S+)", re.IGNORECASE)
_BARE_ARXIV = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE)
_OPENREVIEW = re.compile(r"[\w-]{6,40}", re.ASCII)
_USENIX = re.compile(r"/(conference/[\w-]+/(?:technical-sessions/)?presentation/[\w-]+)/?", re.ASCII)


class Identifier(NamedTuple):
    """``kind`` is doi, arxiv, openreview or usenix; the last is a path under www.usenix.org."""

    kind: str
    value: str

    @property
    def address(self) -> str:
        """Where a reader finds the paper."""
        place = {
            "doi": "https://doi.org/",
            "arxiv": "https://arxiv.org/abs/",
            "openreview": "https://openreview.net/forum?id=",
            "usenix": "https://www.usenix.org/",
        }[self.kind]
        return place + self.value


def identify(text: str) -> Identifier | None:
    """The first thing in the text that a registry knows papers by; None where there is none.

    Full-width letters and digits are read as half-width ones, a version of an arXiv number is left out.
    """
    text = unicodedata.normalize("NFKC", text[:LONGEST]).strip()
    if not text or not text.isprintable():
        return None
    return at_address(text) if is_web(text) else bare(text)


def at_address(url: str) -> Identifier | None:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if arxiv := arxiv_in(url):
        return Identifier("arxiv", arxiv)
    if host == "openreview.net" and parts.path.rstrip("/") in {"/forum", "/pdf", "/attachment"}:
        number = parse_qs(parts.query, max_num_fields=20).get("id", [""])[0]
        return Identifier("openreview", number) if _OPENREVIEW.fullmatch(number) else None
    if host == "usenix.org":
        path = _USENIX.fullmatch(parts.path)
        return Identifier("usenix", path[1]) if path else None
    doi = doi_in(url)
    return Identifier("doi", doi) if doi else None


def bare(text: str) -> Identifier | None:
    arxiv = _BARE_ARXIV.fullmatch(text)
    number = arxiv[1] if arxiv else arxiv_in(text) or arxiv_in("https://doi.org/" + text.split(":")[-1].strip())
    if number:
        return Identifier("arxiv", number)
    doi = _BARE_DOI.fullmatch(text)
    found = doi[1].lower().rstrip(".,;") if doi else doi_in(text)
    return Identifier("doi", found) if found else None
