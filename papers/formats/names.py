"""Tell a line of people's names from other text."""

import re

_LEAD = re.compile(r"^\s*(?:by|authors?|作者)\s*[:：]?\s+|^\s*(?:authors?|作者)\s*[:：]", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;，；、&]|\band\b)\s*")
_MARKS = "0123456789*†‡§¶∗¹²³⁴⁵⁶⁷⁸⁹⁰ "
_PARTICLES = frozenset(
    [
        "de",
        "del",
        "della",
        "der",
        "den",
        "di",
        "da",
        "dos",
        "van",
        "von",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "ter",
        "zu",
        "y",
    ]
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]+)*$")
_WORD = re.compile(r"[^\W\d_][\w.'’\-]*$")
_OTHERS = re.compile(r",? ?\bet\.? al\.?$|等人?$", re.IGNORECASE)


def read_names(text: str) -> list[str]:
    """The people named in a line made of nothing but names; empty when it could be anything else."""
    if len(text) > 3000:
        return []
    whole = " ".join(text.split())
    led = _LEAD.sub("", whole, count=1)
    listed = led.strip(" .。;；,")
    body = _OTHERS.sub("", listed)
    names = [part.strip().rstrip(_MARKS) for part in _BETWEEN.split(body)]
    names = [name for name in names if name]
    if not names or not all(map(_like_name, names)):
        return []
    if led != whole or body != listed:
        return names
    full = sum(len(name.split()) > 1 or bool(_CHINESE.match(name)) for name in names)
    return names if len(names) > 1 and full * 2 > len(names) else []


def _like_name(name: str) -> bool:
    if _CHINESE.match(name):
        return True
    words = name.split()
    if not 1 <= len(words) <= 5 or len(name) > 60:
        return False
    return all(bool(_WORD.match(word)) and (word[0].isupper() or word in _PARTICLES) for word in words)
