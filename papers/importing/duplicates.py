"""Papers that may be the same work under two titles. A suggestion for a curator, never a merge."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz import fuzz

LIKELY = 77  # token_sort_ratio of the folded titles, 0 to 100; one title reworded stays above it
RAREST = 4  # two titles are compared where they share one of this many rarest words
CROWD = 200  # a word in more titles than this is too common to say anything
# What tells the parts of a series from each other: GPT-3 and GPT-4, Part I and Part II, （上）and（下）
NUMBERING = re.compile(r"(?:\bpart )?(?:\d+|\b[ivx]+\b)|\bpart [a-z]\b|[一二三四五六七八九十]+|\b[上中下]\b")


class Suggestion(NamedTuple):
    paper: int
    other: int
    score: int


def pieces(title: str) -> Iterator[str]:
    """The words of a folded title; of a Chinese one, which has no spaces, every two neighbouring characters."""
    for word in title.split():
        if word.isascii():
            yield word
        else:
            yield from (word[start : start + 2] for start in range(max(1, len(word) - 1)))


def suggestions(new: dict[int, str], everything: Iterable[tuple[int, str]]) -> list[Suggestion]:
    """Pairs of a new paper and any other whose folded titles are alike, best first.

    ``new`` maps the ids of the papers to look at to their folded titles; ``everything`` gives (id, folded title) of the
    whole catalogue. Titles that share no rare word are not compared, so that the work does not grow with the square.
    """
    words = {pk: set(pieces(title)) for pk, title in new.items()}
    titles, holders = sharing(set().union(*words.values()), dict(everything) | new)
    ordered = {pk: " ".join(sorted(title.split())) for pk, title in titles.items()}
    found = []
    for paper, other in candidates(words, holders):
        score = fuzz.ratio(ordered[paper], ordered[other], score_cutoff=LIKELY)
        if score and not in_series(titles[paper], titles[other]):
            found.append(Suggestion(paper, other, round(score)))
    return sorted(found, key=lambda pair: (-pair.score, pair.paper, pair.other))


def sharing(vocabulary: set[str], titles: dict[int, str]) -> tuple[dict[int, str], dict[str, list[int]]]:
    """The titles that have a word of the vocabulary, and who holds each word that is neither lonely nor common."""
    words = {pk: vocabulary.intersection(pieces(title)) for pk, title in titles.items()}
    frequency = Counter(word for some in words.values() for word in some)
    holders: dict[str, list[int]] = defaultdict(list)
    for pk, some in words.items():
        for word in some:
            if 1 < frequency[word] <= CROWD:
                holders[word].append(pk)
    return {pk: titles[pk] for pk, some in words.items() if some}, holders


def candidates(words: dict[int, set[str]], holders: dict[str, list[int]]) -> set[tuple[int, int]]:
    """Pairs (younger, older) in which a new title shares one of its rarest words; each pair once."""
    pairs: set[tuple[int, int]] = set()
    for pk, some in words.items():
        shared = sorted(some & holders.keys(), key=lambda word: (len(holders[word]), word))[:RAREST]
        pairs.update((max(pk, other), min(pk, other)) for word in shared for other in holders[word] if other != pk)
    return pairs


def in_series(one: str, other: str) -> bool:
    """Whether the folded titles differ in nothing but their numbering."""
    plain = [" ".join(NUMBERING.sub(" ", title).split()) for title in (one, other)]
    return one != other and plain[0] == plain[1]
