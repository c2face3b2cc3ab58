"""Two texts that were both made from a third, as one. Plain Python, without Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from notes.diffing import Change, changes, tokens

FAR = 3  # characters that keep two changes in one line apart, where no mark does


@dataclass(frozen=True)
class Merged:
    """A proposal. Where it is not clean, both had changed one place, and it has yours there."""

    text: str
    is_clean: bool


@dataclass
class Version:
    """One of the two texts as tokens, with what it changes of the base."""

    words: list[str]
    changes: list[Change]

    def between(self, base: Sequence[str], changes: Sequence[Change], start: int, end: int) -> str:
        """What this version has for the base's tokens ``start`` to ``end``, where it makes just these changes."""
        parts: list[str] = []
        for change in changes:
            parts += base[start : change.start]
            parts += self.words[change.new_start : change.new_end]
            start = change.end
        return "".join([*parts, *base[start:end]])


@dataclass
class Place:
    """A stretch of the base that one or both have changed."""

    theirs: list[Change] = field(default_factory=list)
    yours: list[Change] = field(default_factory=list)

    @property
    def start(self) -> int:
        return min(change.start for change in self.theirs + self.yours)

    @property
    def end(self) -> int:
        return max(change.end for change in self.theirs + self.yours)


def merge(base: str, theirs: str, yours: str) -> Merged:
    """Both changes of ``base`` in one text.

    Not clean where both changed the same words, or words with hardly anything between them, unless both did the same.
    """
    old = tokens(base)
    first, second = (Version(words, changes(old, words)) for words in (tokens(theirs), tokens(yours)))
    parts: list[str] = []
    is_clean, end = True, 0
    for place in places(old, first.changes, second.changes):
        parts += old[end : place.start]
        end = place.end
        of_theirs = first.between(old, place.theirs, place.start, end)
        of_yours = second.between(old, place.yours, place.start, end)
        if place.theirs and place.yours and of_theirs != of_yours:
            is_clean = False
        parts.append(of_yours if place.yours else of_theirs)
    return Merged("".join([*parts, *old[end:]]), is_clean)


def places(base: Sequence[str], theirs: Sequence[Change], yours: Sequence[Change]) -> list[Place]:
    """All changes in the order of the base, with those of one side that touch the other's in one place."""
    found: list[Place] = []
    waiting = sorted([(change, True) for change in theirs] + [(change, False) for change in yours])
    for change, is_theirs in waiting:
        others = (found[-1].yours if is_theirs else found[-1].theirs) if found else []
        if not others or is_apart(base, max(other.end for other in others), change.start):
            found.append(Place())
        (found[-1].theirs if is_theirs else found[-1].yours).append(change)
    return found


def is_apart(base: Sequence[str], end: int, start: int) -> bool:
    """Whether enough stands unchanged between two changes to leave each its sense: a mark, a line break, some words."""
    between = base[end:start]
    if any(word == "\n" or not (word.isspace() or word[0].isalnum()) for word in between):
        return True
    return len("".join(between).replace(" ", "")) >= FAR
