"""Names that look like spellings of one another. Plain Python; the time grows with the names, not their square."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import OSA

from papers.formats.folding import name_key

SHORTEST_SLIP = 6  # letters; shorter names that differ by one are mostly two names: NLP and NLU
LONGEST_SLIP = 60


class Why(StrEnum):
    """How far two names are from each other, the nearest first."""

    WIDTH = "width"  # the same but for case and full-width letters
    MARKS = "marks"  # the same but for spaces, hyphens and other marks
    NUMBER = "number"  # one and many
    SLIP = "slip"  # a letter too many, one too few, another one, two in the wrong order: perhaps


class Name(NamedTuple):
    pk: int
    name: str
    papers: int


class Variant(NamedTuple):
    """``other`` may be a spelling of ``kept``, which more papers have."""

    kept: Name
    other: Name
    why: Why


def variants(names: Iterable[Name], with_slips: bool = True) -> list[Variant]:
    """Pairs of names, the surest first, each name at most once as the other of a pair."""
    leading = sorted(names, key=lambda name: (-name.papers, name.pk))
    found: dict[int, Variant] = {}
    for why, fold in FOLDS.items():
        first: dict[str, Name] = {}
        for name in leading:
            if name.pk in found:
                continue
            kept = first.setdefault(fold(name.name), name)
            if kept is not name and fold(name.name):
                found[name.pk] = Variant(kept, name, why)
    left = [name for name in leading if name.pk not in found]
    for kept, other in slips(left) if with_slips else ():
        found.setdefault(other.pk, Variant(kept, other, Why.SLIP))
    order = list(Why)
    return sorted(found.values(), key=lambda pair: (order.index(pair.why), name_key(pair.kept.name)))


def without_marks(name: str) -> str:
    """Letters and digits only, but for names made of marks: C and C++ are two."""
    key = name_key(name)
    return re.sub(r"[\s\-_.·/]+", "", key) if re.search(r"\w", key) else key


def singular(name: str) -> str:
    """A rough singular; what it makes of a word is never shown."""
    key = without_marks(name)
    if len(key) < 4 or not key.isascii() or key.endswith(("ss", "us", "is")):
        return key
    if key.endswith("ies"):
        return f"{key[:-3]}y"
    return key.removesuffix("s")


FOLDS: dict[Why, Callable[[str], str]] = {Why.WIDTH: name_key, Why.MARKS: without_marks, Why.NUMBER: singular}


def slips(names: Iterable[Name]) -> Iterator[tuple[Name, Name]]:
    """Pairs one slip of the hand apart: found by what both leave when one letter is taken out."""
    seen: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        folded = without_marks(name.name)
        if not SHORTEST_SLIP <= len(folded) <= LONGEST_SLIP:
            continue
        shapes = {folded, *(folded[:place] + folded[place + 1 :] for place in range(len(folded)))}
        near = {one.pk: one for shape in shapes for one in seen[shape]}
        for one in sorted(near.values(), key=lambda one: (-one.papers, one.pk)):
            if is_slip(without_marks(one.name), folded):
                yield one, name
        for shape in shapes:
            seen[shape].append(name)


def is_slip(one: str, other: str) -> bool:
    """Whether one edit lies between them and no number differs: GPT-3 and GPT-4 are two."""
    same_numbers = re.findall(r"\d+", one) == re.findall(r"\d+", other)
    return same_numbers and OSA.distance(one, other, score_cutoff=1) == 1
