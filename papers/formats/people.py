"""Names of people as registries write them, family name first, and as they are read."""

from __future__ import annotations

import re

_JUNIOR = re.compile(r"(?:jr|sr|ii|iii|iv|vi?i?)\.?", re.IGNORECASE)
CJK = re.compile(r"[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff·]+")
_PARTICLES = {
    "von", "van", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le", "el", "al", "bin", "ibn",
    "ter", "ten", "zu", "zur", "y",
}  # fmt: skip


def upright(name: str) -> str:
    """ "Family, Given" and "Family, Jr, Given" in the order of speech; Chinese, Japanese and Korean names unparted."""
    parts = [part.strip() for part in name.split(",")]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return " ".join(parts)
    family, *between, given = parts
    if len(parts) == 3 and _JUNIOR.fullmatch(given):  # RIS has the suffix last, BibTeX between
        given, between = between[0], [given]
    if CJK.fullmatch(family) and CJK.fullmatch(given):
        return family + given
    if not between and _JUNIOR.fullmatch(given):
        return f"{family} {given}"
    return " ".join([given, family, *between])


def parted(name: str) -> tuple[str, str]:
    """Family name with its particles, and given name; the whole name and "" where it has one part only."""
    words = name.split(" ")
    if len(words) < 2 or CJK.search(name) or "," in name or "" in words:
        return name, ""
    first = len(words) - (2 if len(words) > 2 and _JUNIOR.fullmatch(words[-1]) else 1)
    while first > 1 and words[first - 1].casefold() in _PARTICLES:
        first -= 1
    return " ".join(words[first:]), " ".join(words[:first])


def inverted(name: str) -> str:
    """ "Family, Given", where `upright` reads the same name again from it; else the name as it is."""
    family, given = parted(name)
    turned = f"{family}, {given}" if given else name
    return turned if upright(turned) == name else name


def many(text: str) -> list[str]:
    """Several people where a source names them by commas alone; else the one, upright."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    full = len(parts) > 2 and all(len(part.split()) > 1 or CJK.fullmatch(part) for part in parts)
    return parts if full or len(parts) > 3 else [upright(text)]
