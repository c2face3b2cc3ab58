"""Extracts of an original text with what was looked for marked. They are safe HTML, whatever the text holds."""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from itertools import islice
from typing import NamedTuple

from papers.search.patterns import pattern
from papers.search.queries import Query
from papers.search.tokens import CJK, bare, origin, placed

SIZE = 120
LOOKED_AT = 100_000  # characters of a text
MOST_HITS = 500  # of one word

MOST_MARKS = 32  # on one letter; a letter with more is cut apart

STOPS = frozenset(",.;:!?)，。；：！？、）》」”")
WITHIN_WORD = re.compile(rf"[^\W_{CJK}]{{2}}")
ATTACHED = re.compile("[\u1160-\u11ff\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")  # second jamo, flags, skin colours


class Hit(NamedTuple):
    """``text[start:end]`` is what the query's atom of this number looks for."""

    start: int
    end: int
    number: int


def snippet(text: str, query: Query, size: int = SIZE) -> str | None:
    """HTML of the part of the text where most of the query stands closest; None where nothing of it does."""
    if not (found := hits(text, query)):
        return None
    start, end = window(text, *densest(found, size), size)
    before, after = "…" if text[:start].strip() else "", "…" if text[end:].strip() else ""
    return f"{before}{between(text, found, start, end)}{after}"


def marked(text: str, query: Query) -> str:
    """HTML of the whole text, with what the query looks for in <mark>."""
    return between(text, hits(text, query), 0, len(text))


def hits(text: str, query: Query) -> list[Hit]:
    """Where the query's words stand, in the order of the text; a word that was found by its beginning as a whole."""
    plain, places = placed(text[:LOOKED_AT])
    found = []
    for number, atom in enumerate(query.atoms):
        for match in islice(pattern(atom).finditer(plain), MOST_HITS):
            found.append(Hit(*origin(places, *match.span()), number))
    return sorted(found)


def densest(found: list[Hit], size: int) -> tuple[int, int]:
    """Start and end of the hits within ``size`` characters that are most: of different words, then at all."""
    within: Counter[int] = Counter()
    best, chosen, last = (0, 0), found[:1], 0
    for first, hit in enumerate(found):
        while last < len(found) and (last == first or found[last].end <= hit.start + size):
            within[found[last].number] += 1
            last += 1
        if (score := (len(within), last - first)) > best:
            best, chosen = score, found[first:last]
        within[hit.number] -= 1
        if not within[hit.number]:
            del within[hit.number]
    return chosen[0].start, max(hit.end for hit in chosen)


def window(text: str, start: int, end: int, size: int) -> tuple[int, int]:
    """The stretch of the text around this one, cut between words."""
    end = min(end, start + size)
    first = max(0, start - (size - (end - start)) // 3)
    last = min(len(text), first + size)
    first = max(0, min(first, last - size))
    while first < start and (is_inside(text, first) or text[first].isspace() or (first and text[first] in STOPS)):
        first += 1
    while last > end and (is_inside(text, last) or text[last - 1].isspace()):
        last -= 1
    while last < min(end + MOST_MARKS, len(text)) and is_attached(text, last):
        last += 1
    return first, last


def is_inside(text: str, place: int) -> bool:
    """Whether a cut here would part a word, or what is seen as one character."""
    return is_attached(text, place) or bool(WITHIN_WORD.match(text[max(0, place - 1) : place + 1]))


def is_attached(text: str, place: int) -> bool:
    """Whether the character here is seen as one with that before it: an accent, a joined emoji, half of a flag."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    return not bare(after) or before == "\u200d" or bool(ATTACHED.match(after)) or (before, after) == ("\r", "\n")


def between(text: str, found: list[Hit], start: int, end: int) -> str:
    """HTML of ``text[start:end]``."""
    parts, done = [], start
    for first, last in apart(found, start, end):
        parts += [escape(text[done:first]), "<mark>", escape(text[first:last]), "</mark>"]
        done = last
    return "".join([*parts, escape(text[done:end])])


def apart(found: list[Hit], start: int, end: int) -> list[tuple[int, int]]:
    """Where marks begin and end inside of a stretch: those that overlap or touch are one."""
    marks: list[tuple[int, int]] = []
    for hit in found:
        first, last = max(hit.start, start), min(hit.end, end)
        if marks and first <= marks[-1][1]:
            marks[-1] = marks[-1][0], max(last, marks[-1][1])
        elif first < last:
            marks.append((first, last))
    return marks
