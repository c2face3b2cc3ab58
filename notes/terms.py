"""Names of terms, and where they occur in running text, English or Chinese. Plain Python."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)

SEPARATORS = re.compile(r"[\s\-\u2010-\u2015]+")
LATIN = "a-z0-9\u00df-\u024f"
IS_LATIN = re.compile(f"[{LATIN}]")
# Between two words of a name: one space, one hyphen, the end of a line, or nothing.
GAP = r"(?:[ -]|\n *)?"
# What names no term in Markdown: code, mathematics, addresses, the titles of papers between double brackets.
NO_PROSE = re.compile(
    r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)|`[^`\n]*`|\$\$[^$]*\$\$|\$(?! )[^$\n]*(?<! )\$(?!\d)"
    r"|\[\[[^\[\]\n]*\]\]|\]\([^)\s]*|https?://[^\s<>]+",
    re.MULTILINE | re.DOTALL,
)


def name_key(name: str) -> str:
    """The name as it is compared: without case, hyphens and spaces, in NFKC."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", name).casefold())


class Folding(dict[int, str]):
    """For ``str.translate``: every character to one that is compared, so that positions stay what they are."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = unicodedata.normalize("NFKC", character).lower()
        if character in "\u2010\u2011\u2012\u2013":
            folded = "-"
        elif character != "\n" and character.isspace():
            folded = " "
        self[code] = folded if len(folded) == 1 else character
        return self[code]


FOLDING = Folding()


def folded(text: str) -> str:
    """The text as patterns expect it; as long as it was."""
    return text.translate(FOLDING)


def prose(markdown: str) -> str:
    """The text with blanks where it is code, mathematics or an address; as long as it was."""
    return NO_PROSE.sub(lambda found: re.sub(r"[^\n]", "\0", found[0]), markdown)


def pattern(name: str) -> str:
    """A regular expression for the name in folded text.

    Latin words are found whole, with the ending of a plural or without; a hyphen may stand anywhere in them, and for
    every space or hyphen of the name the other or none. Chinese is found inside longer text, with or without a space
    beside Latin letters.
    """
    letters = letters_of(name)
    parts = [re.escape(letters[0])]
    for before, letter in zip(letters, letters[1:], strict=False):
        if letter != " ":
            parts += [between(before, letter), re.escape(letter)]
    if IS_LATIN.match(letters[-1]):
        if re.search(r"[^aeiou]y$", letters):
            parts[-1] = "(?:y|ies)"
        else:
            parts.append("(?:e?s)?")
        parts.append(f"(?![{LATIN}])")
    return "".join(parts)


def letters_of(name: str) -> str:
    return SEPARATORS.sub(" ", folded(name)).strip()


def between(before: str, letter: str) -> str:
    if before == " " or bool(IS_LATIN.match(before)) != bool(IS_LATIN.match(letter)):
        return GAP
    return "-?" if IS_LATIN.match(letter) else ""


@lru_cache(maxsize=2048)
def one(name: str) -> re.Pattern[str]:
    begins = f"(?<![{LATIN}])" if IS_LATIN.match(letters_of(name)) else ""
    return re.compile(begins + pattern(name))


def occurs(name: str, text: str) -> bool:
    """Whether the name stands in the text, be it inside a longer one."""
    return bool(one(name).search(folded(text)))


@dataclass(frozen=True)
class Found(Generic[T]):
    """A place in a text: ``text[start:end]`` is the name of ``term`` that has this ``key``."""

    start: int
    end: int
    term: T
    key: str


class Finder(Generic[T]):
    """Finds many names at once, by one compiled expression."""

    def __init__(self, names: Iterable[tuple[str, T]]) -> None:
        """Of two names with one key, the first is known."""
        self.terms: dict[str, T] = {}
        spelt = []
        for name, term in names:
            if (key := name_key(name)) and key not in self.terms:
                self.terms[key] = term
                spelt.append(name.strip())
        self.expression = expression(sorted(spelt, key=lambda name: -len(name_key(name)))) if spelt else None

    def find(self, text: str) -> list[Found[T]]:
        """The names in the text, in its order. Where names overlap the longest counts, then the first."""
        taken = bytearray(len(text))
        kept = []
        for found in sorted(self.everywhere(text), key=lambda found: (found.start - found.end, found.start)):
            if not any(taken[found.start : found.end]):
                taken[found.start : found.end] = b"\1" * (found.end - found.start)
                kept.append(found)
        return sorted(kept, key=lambda found: found.start)

    def everywhere(self, text: str) -> Iterator[Found[T]]:
        """At every place the longest name that starts there, also inside of others."""
        for match in self.expression.finditer(folded(text)) if self.expression else ():
            start, end = match.span(1)
            key = self.known(name_key(match[1]))
            yield Found(start, end, self.terms[key], key)

    def known(self, key: str) -> str:
        """The key itself, or without the ending of a plural."""
        return next(singular for singular in singulars(key) if singular in self.terms)

    def named(self, name: str) -> T | None:
        """What has this name, and no longer one, in the plural or not."""
        return next((self.terms[key] for key in singulars(name_key(name)) if key in self.terms), None)


def singulars(key: str) -> Iterator[str]:
    """The key, and what it may be the plural of."""
    yield key
    for plural, singular in (("s", ""), ("es", ""), ("ies", "y")):
        if key.endswith(plural):
            yield key.removesuffix(plural) + singular


def expression(names: list[str]) -> re.Pattern[str]:
    """One for all the names, the longest first. They are sorted by their first letter, for that is quick to test."""
    rests = defaultdict(list)
    for name in names:
        first = re.escape(letters_of(name)[0])
        rests[first].append(pattern(name).removeprefix(first))
    groups: dict[bool, list[str]] = {True: [], False: []}
    for first, endings in rests.items():
        groups[bool(IS_LATIN.match(first))].append(f"{first}(?:{'|'.join(endings)})")
    either = [f"(?<![{LATIN}])(?:{'|'.join(groups[True])})"] if groups[True] else []
    return re.compile(rf"(?=[{''.join(rests)}])(?=({'|'.join(either + groups[False])}))")
