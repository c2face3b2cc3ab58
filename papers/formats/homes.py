"""Where an entry of a reference manager appeared: short and long name of the venue, and what kind of work it makes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .venues import is_preprint, like_acronym, read_appearance

_PROCEEDINGS = re.compile(r"^(?:in:?\s+)?(?:the\s+)?(?:companion\s+)?proc(?:eedings|\.)\s+(?:of\s+)?(?:the\s+)?", re.I)
_COUNTED = re.compile(
    r"^(?:(?:19|20)\d{2}\s+)?(?:the\s+)?(?:(?:\d{1,3}(?:st|nd|rd|th)|(?:twenty|thirty|forty|fifty)?-?(?:first|second"
    r"|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w{4,7}teenth|twentieth|thirtieth"
    r"|fortieth|fiftieth))\s+)?(?:annual\s+)?",
    re.I,
)
_DATED = re.compile(r"[\s,]+(?:['’‘]?(?:(?:19|20)\d{2}|['’‘]\d{2})|(?:vol(?:ume|\.)\s*)?\d{1,3})$", re.I)
_ACRONYM = re.compile(
    r"\s*[(（]([A-Z][\w&/+.-]{1,14}(?: [A-Z][\w&/+-]{1,10})??)(?:[\s,]*['’‘]?\s*(?:19|20)?\d{2})?[)）]"
)
_GATHERING = re.compile(r"\b(?:conference|symposium|workshops?|meeting|congress|forum|colloquium|summit)\b", re.I)
_SERIES = {"lncs", "lecture notes in computer science", "pmlr", "icps", "acm", "ieee", "ccis", "ceur", "lipics", "jmlr"}


@dataclass(frozen=True, slots=True)
class Home:
    """A record's `kind`, `venue`, `venue_full` and `venue_kind`, as the entry's own type and names say them."""

    kind: str = "paper"
    venue: str = ""
    venue_full: str = ""
    venue_kind: str = ""


def home(kind: str, venue_kind: str, long: str, short: str = "", arxiv_id: str = "") -> Home:
    """The home of a work of this kind that appeared in a venue of this kind, by the venue's names."""
    venue, full = _journal(long, short) if venue_kind == "journal" else names(long, short)
    if is_preprint(venue) or arxiv_id and not venue and not venue_kind and kind in ("paper", "preprint"):
        server = "arXiv" if not venue or re.match(r"arxiv|corr\b", venue, re.I) else venue
        return Home("preprint", server, "", "preprint-server")
    if venue and venue_kind != "journal" and re.search(r"\bworkshops?\b", f"{long} {short}", re.I):
        venue_kind = "workshop"
    return Home(kind, venue, full, venue_kind if venue else "")


def names(long: str, short: str = "") -> tuple[str, str]:
    """Short and long name of a conference, without its edition and year: OSDI, and USENIX Symposium on Operating…"""
    short = _acronym(short) if short.casefold() not in _SERIES else ""
    found = _ACRONYM.search(long)
    if found and not short and like_acronym(found[1]):
        short = found[1]
    if found:
        long = (long[: found.start()] + long[found.end() :]).strip(" ,.-")
    elif acronym := _acronym(long):
        return (short, long) if short and short != acronym else (acronym, "")
    long = _bare(long)
    return (short, "" if long == short else long) if short else (long, "")


def _journal(long: str, short: str) -> tuple[str, str]:
    if short and long and short != long:
        return short, long
    return long or short, ""


def _acronym(text: str) -> str:
    """The venue in "OSDI" or "SOSP '23"; "" when the text is a longer name."""
    if len(text) > 40:
        return ""
    found = read_appearance(text)
    if found and found.venue and not found.rest and like_acronym(found.venue):
        return found.venue
    return text if like_acronym(text) and len(text.split()) <= 3 else ""


def _bare(long: str) -> str:
    shorter = _PROCEEDINGS.sub("", long) if _GATHERING.search(long) else long
    shorter = _COUNTED.sub("", shorter)
    shorter = _DATED.sub("", shorter).strip(" ,.")
    return shorter or long
