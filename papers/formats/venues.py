"""Read "OSDI '20", "arXiv preprint ('19)", "ES-FoMo @ ICML'24" and their like as a venue and a year."""

import re
import unicodedata
from dataclasses import dataclass

_QUOTES = str.maketrans(dict.fromkeys("’‘`´′ʼ‛＇", "'"))
_TO_APPEAR = re.compile(
    r"[(,;:\s]*\b(?:to appear|accepted(?: (?:at|by|to|in))?|forthcoming|in press)\b[\s)]*|即将发表|已接收",
    re.IGNORECASE,
)
_YEARS = (
    re.compile(r"\(?\s*'\s*(?P<year>(?:19|20)\d{2}|\d{2})(?!\d)(?P<stray>'?)\s*\)?"),
    re.compile(r"\(?(?<![\d.])(?P<year>(?:19|20)\d{2})(?!\d|\.\d{3})年?(?P<stray>)\)?"),
    re.compile(r"(?:(?<=[A-Za-z])|(?<=[A-Za-z][ -]))(?P<year>\d{2})(?P<stray>)(?![\dA-Za-z])"),
)
_EDGE = ' \t,;:|/@·-–—.()（）[]【】\x02\x03*_"'
_PREPRINT_SERVERS = {"arxiv", "corr", "biorxiv", "medrxiv", "chemrxiv", "techrxiv", "ssrn", "hal", "preprint", "预印本"}
_REPORTS = {"technical report", "tech report", "tech rep", "report", "white paper", "whitepaper", "tr", "技术报告"}
_LATER = re.compile(r"workshops?|wksp|demo|findings|companion|industry|研讨会", re.I)


@dataclass(frozen=True, slots=True)
class Appearance:
    """Where and when; `stray` is a stray quotation mark after the year, `rest` what stood after the year."""

    venue: str = ""
    year: int | None = None
    to_appear: bool = False
    stray: bool = False
    rest: str = ""


def plain(text: str) -> str:
    """Full-width letters and digits as half-width, every apostrophe as ', white space collapsed."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_QUOTES)).split())


def four_digits(year: str) -> int:
    """'22 is 2022 and '98 is 1998: two digits over 60 belong to the last century."""
    number = int(year)
    return number if number > 99 else number + (1900 if number > 60 else 2000)


def read_appearance(text: str) -> Appearance | None:
    """The venue and year in the text of a bracket or table cell; None when no year or nothing like a venue is in it."""
    folded = plain(text)
    if not folded or len(folded) > 120:
        return None
    wanted = _TO_APPEAR.sub(" ", folded)
    found = next((match for pattern in _YEARS if (match := pattern.search(wanted))), None)
    if not found:
        return None
    before, after = wanted[: found.start()].strip(_EDGE), wanted[found.end() :].strip(_EDGE)
    if not before and like_acronym(after):
        before, after = after, ""
    elif _LATER.match(after):
        before, after = f"{before} {after}", ""
    if before and not like_venue(before):
        return None
    return Appearance(before, four_digits(found["year"]), wanted != folded, bool(found["stray"]), after)


def like_venue(text: str) -> bool:
    """Whether the text could name a venue: short, and written as a name rather than as a sentence."""
    words = text.split()
    if not words or len(words) > 9 or len(text) > 80 or text[-1] in "?!。！？":
        return False
    named = is_preprint(text) or is_report(text) or any(character.isupper() for character in text)
    return named or any("\u4e00" <= character <= "\u9fff" for character in text)


def like_acronym(text: str) -> bool:
    """Stricter, for venues outside brackets: a few words, the first or last of which is an acronym such as OSDI."""
    words = text.split()
    if not words or len(words) > 5:
        return False
    return is_preprint(text) or any(_acronym(word) for word in (words[0], words[-1]))


def is_preprint(venue: str) -> bool:
    """Whether the venue is a preprint server such as arXiv, however it is written."""
    words = re.split(r"[\s:/.]+", plain(venue).casefold())
    return words[0] in _PREPRINT_SERVERS


def is_report(venue: str) -> bool:
    """Whether the venue says "technical report"."""
    return plain(venue).casefold().rstrip(".") in _REPORTS


def says_to_appear(text: str) -> bool:
    """Whether the text, alone or in round brackets, is "to appear" or one of its synonyms."""
    folded = plain(text) if len(text) <= 60 else ""
    return bool(folded.strip("() ,;")) and not _TO_APPEAR.sub("", folded).strip("() ,;")


def _acronym(word: str) -> bool:
    letters = [character for character in word if character.isalpha()]
    return len(letters) >= 2 and len(word) <= 16 and sum(map(str.isupper, letters)) >= 2
