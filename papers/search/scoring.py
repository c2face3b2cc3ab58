"""How well a paper's title and names answer a query: BM25 without rarity, for everything asked for has to be there."""

from __future__ import annotations

from papers.search.holding import count
from papers.search.queries import Alternative, Group, Query

TITLE = 3  # times what the names count
SATURATION, NORMALISATION = 1.2, 0.75
AVERAGE = 100  # tokens of a title with its names; fixed, so that no other paper changes a score
WIDENED = 0.5  # what the glossary brought in counts less than what was typed


def score(query: Query, title: str, names: str) -> float:
    """The score of the texts, given as the index keeps them: tokens with a space before and after each."""
    length = title.count(" ") + names.count(" ")
    norm = SATURATION * (1 - NORMALISATION + NORMALISATION * length / AVERAGE)
    return sum(best(group, title, names, norm) for group in query.groups)


def best(group: Group, title: str, names: str, norm: float) -> float:
    """The best of the ways in which the group is there."""
    return max(of_way(way, title, names, norm) for way in group.alternatives)


def of_way(way: Alternative, title: str, names: str, norm: float) -> float:
    """The mean over what it asks for; nothing where one is missing."""
    counts = [TITLE * count(atom, title) + count(atom, names) for atom in way.atoms]
    if not all(counts):
        return 0.0
    mean = sum(times * (SATURATION + 1) / (times + norm) for times in counts) / len(counts)
    return mean * WIDENED if way.via else mean
