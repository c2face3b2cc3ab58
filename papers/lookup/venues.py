"""The short name by which the field knows a venue, from what registries write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from papers import vocabulary
from papers.formats.folding import title_key
from papers.formats.venues import like_acronym, read_appearance

LONGEST = 100
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth"
_TENS = "twent(?:y|ieth)|thirt(?:y|ieth)|fort(?:y|ieth)|fift(?:y|ieth)|sixt(?:y|ieth)"
_NOISE = re.compile(
    r"\b(?:proceedings|proc|of|on|the|in|and|annual|international|conference|symposium|acm|ieee|ifip|usenix|sigops|cvf"
    rf"|volume \d+|vol \d+|(?:19|20)\d\d|\d+(?:st|nd|rd|th)|{_TENS}|{_ORDINALS})\b"
)
_BRACKETED = re.compile(r"[(（]\{?([A-Z][^()（）]{1,40})[)）]")


class Place(NamedTuple):
    """Where a paper appeared; ``kind`` as Record.venue_kind has it."""

    venue: str = ""
    full: str = ""
    kind: str = ""


@cache
def known() -> dict[str, vocabulary.KnownVenue]:
    """The vocabulary by every folded name; a core that two venues share names neither."""
    names: dict[str, vocabulary.KnownVenue] = {}
    cores: dict[str, list[vocabulary.KnownVenue]] = {}
    for venue in vocabulary.VENUES:
        for name in (venue.name, *venue.aliases, venue.full_name):
            names.setdefault(title_key(name), venue)
        cores.setdefault(core(venue.full_name), []).append(venue)
    for name, venues in cores.items():
        if len(venues) == 1 and len(name.split()) > 1:
            names.setdefault(name, venues[0])
    return names


def core(name: str) -> str:
    """What tells the venue from others: without "Proceedings of the 27th ACM" and its like."""
    return " ".join(_NOISE.sub(" ", title_key(name)).split())


def place(full: str, names: Iterable[str] = (), kind: str = "") -> Place:
    """The venue called ``full``; ``names`` are acronyms and shorter names of it, the best first."""
    full = full.replace("{", "").replace("}", "")
    shorter = [*names, *_BRACKETED.findall(full), full.split(":")[0] if ":" in full else ""]
    shorter = [bare for name in shorter if (bare := without_year(name.replace("{", "").replace("}", "")))]
    for name in (*shorter, without_year(full)):
        venue = known().get(title_key(name)) or known().get(core(name))
        if venue:
            return Place(venue.name, venue.full_name, venue.kind)
    acronym = next((name for name in shorter if like_acronym(name)), "")
    name = acronym or full
    return Place(name if len(name) <= LONGEST else "", full, kind if name else "")


def without_year(name: str) -> str:
    """ "SOSP '19" and "OSDI 20" without the year."""
    name = name.split(":")[0].strip() if like_acronym(name.split(":")[0].strip()[:40]) else name.strip()
    appearance = read_appearance(name)
    return appearance.venue if appearance and appearance.venue else name
