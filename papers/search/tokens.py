"""Cut a text into the tokens that the index holds: one rule for Latin words and Chinese characters, on any database."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from pathlib import Path

VERSION = 1  # of the rules below; an index made by other rules has to be made anew
LONGEST = 64  # characters of one Latin token; what follows them is not looked at
BREAK = "\ue000"  # the token that stands where a phrase may not go on: punctuation, another name, another text
REMEMBERED = 40_000  # characters whose folding is kept: more than two languages use, less than a hostile text has
FEW = 50  # characters that are looked for one by one faster than each of the text's among them

# Scripts that part no words: kana, bopomofo and ideographs, then Hangul; as regular expressions' sets have them.
CJK = (
    r"\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    r"\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff"
)
HYPHEN = r"[-'](?=[^\W_])(?<=[^\W_][-'])"  # of gandiva-fair, or the apostrophe of don't: parts no phrase
BLANK_LINE = r"\n[^\S\n]*\n"

CJK_RUN = re.compile(f"[{CJK}]+")
CJK_RUNS = re.compile(f"({CJK_RUN.pattern})")
HYPHENS = re.compile(HYPHEN)
BREAKS = re.compile(rf"(?:[^\w\s]|_|{BLANK_LINE})[\W_]*")
SPELT_ALIKE = str.maketrans("\u2018\u2019\u02bc\u2010\u2011\u2012\u2013", "'''----")


def simplified_forms() -> dict[int, str]:
    lines = Path(__file__).with_name("simplified.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {ord(traditional): simplified for traditional, simplified in pairs}


SIMPLIFIED = simplified_forms()


class Folding(dict[int, str]):
    """For ``str.translate``: what each character is compared as, be it nothing or several characters."""

    def __init__(self) -> None:
        self.uneven: set[str] = set()  # characters met so far that are not compared as exactly one

    def __missing__(self, code: int) -> str:
        folded = folded_character(chr(code))
        if len(folded) != 1:
            self.uneven.add(chr(code))
        if len(self) < REMEMBERED:
            self[code] = folded
        return folded

    def is_even(self, text: str) -> bool:
        """Whether each character of a text that was folded is compared as exactly one."""
        if len(self.uneven) < FEW:
            return not any(map(text.__contains__, tuple(self.uneven)))  # another thread may add to them
        return self.uneven.isdisjoint(text)


def folded_character(character: str) -> str:
    plain = "".join(map(bare, unicodedata.normalize("NFKD", character))).casefold()
    bare_again = "".join(map(bare, unicodedata.normalize("NFKD", plain)))
    return unicodedata.normalize("NFC", bare_again).translate(SPELT_ALIKE).translate(SIMPLIFIED)


def bare(character: str) -> str:
    """The character, or nothing for an accent, a mark or what is not seen: a soft hyphen, a byte order mark."""
    category = unicodedata.category(character)
    return "" if category[0] == "M" or category == "Cf" else character


FOLDING = Folding()


def folded(text: str) -> str:
    """The text as it is compared: without case, width, accents and traditional forms. Character by character."""
    return text.lower() if text.isascii() else text.translate(FOLDING)


def placed(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and where each of its characters comes from; the last place is the end of the text."""
    plain = folded(text)
    if text.isascii() or FOLDING.is_even(text):
        return plain, range(len(text) + 1)
    places = [place for place, character in enumerate(text) for _ in FOLDING[ord(character)]]
    return plain, [*places, len(text)]


def origin(places: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """Where in the text ``plain[start:end]`` comes from, by the places that ``placed`` gave with it; never nothing."""
    return places[start], max(places[end], places[end - 1] + 1)


def tokens(text: str) -> list[str]:
    """The tokens in order, with one BREAK wherever punctuation or a blank line parts them."""
    plain = HYPHENS.sub(" ", folded(text))
    parted = BREAKS.sub(f" {BREAK} ", plain)
    words = (parted if plain.isascii() else spread(parted)).split()
    if max(map(len, words), default=0) > LONGEST:
        words = [word[:LONGEST] for word in words]
    first, last = words[:1] == [BREAK], words[1:][-1:] == [BREAK]
    return words[first : len(words) - last]


def spread(text: str) -> str:
    """The text with every run of CJK as its overlapping pairs and its last character: each starts exactly one token.

    All runs are spread at once, "ab, cd" as "ab b, ,c cd d": three times quicker than one by one, and an index of a
    hundred thousand papers is made of little else. Characters are moved as the four bytes that they are.
    """
    parts = CJK_RUNS.split(text)  # what is no run, then a run, and so on
    runs = array("I", BREAK.join(parts[1::2]).encode("utf-32-le"))
    blank = array("I", " ".encode("utf-32-le"))
    pairs = blank * (3 * len(runs))
    pairs[0::3] = runs
    pairs[1::3] = runs[1:] + blank if runs else runs
    first, *others = pairs.tobytes().decode("utf-32-le").split(f"{BREAK} {BREAK}")
    parts[1::2] = [first, *(other[2:] for other in others)][: len(parts) // 2]
    return " ".join(parts)


def joined(*texts: str) -> str:
    """The texts' tokens as one token text, " one two BREAK three ": with a space at both ends, BREAK between texts.

    Tokens stand side by side if " one two " is in it, and one begins with "tw" if " tw" is. Nothing gives " ".
    """
    parts = (" ".join(tokens(text)) for text in texts)
    inner = f" {BREAK} ".join(part for part in parts if part)
    return f" {inner} " if inner else " "


def key(text: str) -> str:
    """The text as a whole as it is compared with another whole: folded, with single spaces."""
    return " ".join(folded(text).split())
