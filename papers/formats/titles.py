"""Where a title ends: nicknames, venues and the like taken from its end, and its spelling cleaned."""

import re

from .claims import Claim
from .inline import unmarked
from .links import arxiv_in, label_kind
from .names import read_names
from .venues import like_acronym, read_appearance, says_to_appear

SEPARATORS = " \t\x02\x03|·,，;；:：、/()（）[]【】—–-.。•*→&+。"
_NICKNAME = re.compile(r"[(（]\s*\x02([^\x02\x03()（）]{1,60})\x03\s*[)）]\s*$")
_PAREN = re.compile(r"[(（]([^()（）]{1,120})[)）]\s*$")
_STARRED = re.compile(r"\x02([^\x02\x03]{1,120})\x03\s*$")
_PIPED = re.compile(r"[|｜]([^|｜]*)$")
_COMMA_VENUE = re.compile(r"(?:[,.，。]|\s[-–—])\s*([^,.，。\s][^,.，。]{1,40})\.?$")
_ARXIV_TAIL = re.compile(r"[\s,.(]{0,3}\barxiv:\s?[\w.\-/]{4,40}\)?$", re.IGNORECASE)
_ET_AL = re.compile(r"[.,] ([^.,]{2,40} et al\.?)$")
_SINGLE = re.compile(r"[\w.+/\-μ@!]{2,24}$")
_EMPTY_PAIR = re.compile(r"\(\s*\)|\[\s*\]|（\s*）|【\s*】")
_WRAPPING = (("“", "”"), ('"', '"'), ("「", "」"), ("‘", "’"))
_NOT_NICKNAMES = {"paper", "invited", "demo", "short", "extended", "full", "tutorial", "abstract", "part", "keynote"}


def title_end(claim: Claim, title: str) -> str:
    """Take nickname, venue and arXiv number from the end of the title, one after the other."""
    title = " ".join(title.split())
    for _ in range(8):
        shorter = _shorter(claim, title).rstrip()
        if shorter == title or not shorter.strip(SEPARATORS):
            return title
        title = shorter
    return title


def _shorter(claim: Claim, title: str) -> str:
    title = title.rstrip(" \t|,;，；")
    if found := _ARXIV_TAIL.search(title):
        claim.arxiv_id = claim.arxiv_id or arxiv_in(unmarked(found[0]))
        claim.venue = claim.venue or "arXiv"
        return title[: found.start()]
    if found := _NICKNAME.search(title):
        if _takes_venue(claim, found[1]) or _takes_nickname(claim, found[1], emphasised=True):
            return title[: found.start()]
    elif found := _PAREN.search(title):
        if _takes_venue(claim, found[1]) or _takes_nickname(claim, found[1], emphasised=False):
            return title[: found.start()]
    elif found := _STARRED.search(title):
        if len(found[0]) < len(title) and _takes_venue(claim, found[1]):
            return title[: found.start()]
    elif found := _PIPED.search(title):
        if not found[1].strip() or _takes_venue(claim, found[1]) or takes_names(claim, found[1]):
            return title[: found.start()]
    elif found := _ET_AL.search(title):
        if takes_names(claim, found[1]):
            return title[: found.start()]
    elif (found := _COMMA_VENUE.search(title)) and _takes_venue(claim, found[1], strict=True):
        return title[: found.start()]
    return title


def _takes_venue(claim: Claim, text: str, strict: bool = False) -> bool:
    text = unmarked(text).strip()
    if not strict and (claim.take_aside(text) or label_kind(text)):
        return True
    found = read_appearance(text)
    if not found or not claim.fits(found) or len(found.venue.split()) > 7:
        return False
    if strict and not like_acronym(found.venue):
        return False
    claim.take_appearance(found)
    return True


def _takes_nickname(claim: Claim, text: str, emphasised: bool) -> bool:
    """In emphasis a few words will do; without it only one that is written like a name, such as vLLM."""
    name = unmarked(text).strip()
    if claim.nickname or not name or name.casefold() in _NOT_NICKNAMES or says_to_appear(name):
        return False
    if emphasised:
        fits = len(name) <= 30 and len(name.split()) <= 3
    else:
        fits = bool(_SINGLE.match(name)) and any(map(str.isupper, name)) and not re.search(r"[A-Z]s$|^[IVX]+$", name)
    if fits:
        claim.nickname = name
    return fits


def takes_names(claim: Claim, text: str) -> bool:
    """Take the text as authors if it is nothing but names."""
    names = read_names(unmarked(text))
    claim.take_authors(names)
    return bool(names)


def clean_title(title: str) -> str:
    """Without emphasis, empty brackets, doubled spaces, and the punctuation that only joined it to its neighbours."""
    text = " ".join(_EMPTY_PAIR.sub("", " ".join(unmarked(title).split())).split())
    text = text.strip(" |·,，;；:：—–").removeprefix("- ").removesuffix(" -").rstrip(" ([（【")
    if text.endswith((".", "。")) and not text.endswith(("..", "etc.", "et al.")):
        text = text[:-1].rstrip()
    for opening, closing in _WRAPPING:
        if len(text) > 2 and text[0] == opening and text[-1] == closing and opening not in text[1:-1]:
            text = text[1:-1].strip()
    return text
