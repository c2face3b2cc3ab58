"""What changed between two versions of a text: by word, in Chinese by character. Plain Python, without Django."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple

from rapidfuzz.distance import Indel

SINGLE = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han and kana: each one is a word
LETTER = rf"[^\W_{SINGLE}]"
JOINED = "[\u0300-\u036f\ufe00-\ufe0f]"  # accents and variation selectors belong to what stands before them
TOKEN = re.compile(
    rf"\n|[^\S\n]+"
    rf"|\d+(?:[.,]\d+)+"
    rf"|(?:{LETTER}{JOINED}*)+(?:['’](?:{LETTER}{JOINED}*)+)*"
    rf"|([*_~`#=$|:+-])\1*"  # Markdown's marks of several characters are one mark
    rf"|.{JOINED}*",
    re.DOTALL,
)
SENTENCE_END = frozenset(".!?;。！？；")

Kind = Literal["same", "added", "removed", "gap"]


@dataclass(frozen=True)
class Piece:
    """A stretch of a comparison. A ``gap`` is unchanged text that a page leaves out."""

    kind: Kind
    text: str

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to see in it: blanks and line breaks."""
        return not self.text.strip()


class Change(NamedTuple):
    """Tokens ``start`` to ``end`` of the text before have become tokens ``new_start`` to ``new_end`` of that after."""

    start: int
    end: int
    new_start: int
    new_end: int


def tokens(text: str) -> list[str]:
    """The text in pieces that change as a whole; joined they are the text again.

    Each is a word, a number, one Han character, a mark (``**`` is one), a run of blanks or one line break.
    """
    return [found.group() for found in TOKEN.finditer(text)]


def diff(before: str, after: str) -> list[Piece]:
    """What is the same, removed and added, in reading order and never twice the same kind in a row.

    Without the added pieces it reads as ``before``, without the removed ones as ``after``.
    """
    old, new = tokens(before), tokens(after)
    pieces: list[tuple[Kind, str]] = []
    place = 0
    for change in changes(old, new):
        pieces.append(("same", "".join(old[place : change.start])))
        pieces.append(("removed", "".join(old[change.start : change.end])))
        pieces.append(("added", "".join(new[change.new_start : change.new_end])))
        place = change.end
    pieces.append(("same", "".join(old[place:])))
    return [Piece(kind, text) for kind, text in pieces if text]


def excerpts(pieces: Sequence[Piece], around: int = 60) -> list[Piece]:
    """The changes with about ``around`` characters before and after each; longer unchanged stretches become gaps."""
    shown: list[Piece] = []
    for number, piece in enumerate(pieces):
        head = around if number else 0
        tail = around if number < len(pieces) - 1 else 0
        if piece.kind != "same" or len(piece.text) <= head + tail + around // 2:
            shown.append(piece)
            continue
        start, end = word_edges(piece.text, head, len(piece.text) - tail)
        parts = [("same", piece.text[:start]), ("gap", piece.text[start:end]), ("same", piece.text[end:])]
        shown += [Piece(kind, text) for kind, text in parts if text]  # type: ignore[arg-type]
    return shown


def word_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Where to cut so that no word is cut: the first place after ``start`` and the last before ``end``."""
    edges = [found.start() for found in TOKEN.finditer(text)] + [len(text)]
    after = next(edge for edge in edges if edge >= start)
    before = next(edge for edge in reversed(edges) if edge <= end)
    return min(after, before), before


def changes(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """The changes that make the tokens ``before`` those ``after``, in order, with unchanged tokens between any two.

    Lines that both have just once hold the two together, so that words of one paragraph are not found in another.
    What matches by accident between two changes is taken as changed, too.
    """
    measure = Measure(before, after)
    found: list[Change] = []
    for block in blocks(before, after):
        for change in shortest(before, after, block):
            found.append(change)
            while len(found) > 1 and measure.is_accident(found[-2], found[-1]):
                found[-2:] = [joined(found[-2], found[-1])]
    settled: list[Change] = []
    for number, change in enumerate(found):
        least = settled[-1].end if settled else 0
        most = found[number + 1].start if number + 1 < len(found) else len(before)
        change = slid(before, after, change, least, most)
        if settled and settled[-1].end == change.start:
            settled[-1] = joined(settled[-1], change)
        else:
            settled.append(change)
    return settled


class Measure:
    """How much stands between two changes, and in them: sums up to each token, for they are asked for often."""

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        self.before = [0, *accumulate(map(len, before))]
        self.after = [0, *accumulate(map(len, after))]
        self.breaks = [0, *accumulate(word == "\n" for word in before)]

    def is_accident(self, first: Change, second: Change) -> bool:
        """Whether what stands unchanged between two changes is no longer than either. A line break always holds."""
        if self.breaks[first.end] != self.breaks[second.start]:
            return False
        return self.before[second.start] - self.before[first.end] <= min(self.size(first), self.size(second))

    def size(self, change: Change) -> int:
        """Characters removed or added, whichever are more."""
        return max(
            self.before[change.end] - self.before[change.start],
            self.after[change.new_end] - self.after[change.new_start],
        )


def joined(first: Change, second: Change) -> Change:
    return Change(first.start, second.end, first.new_start, second.new_end)


def blocks(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """The stretches between the lines that the two share."""
    old, new = lines(before), lines(after)
    once = {line for line, count in Counter(line for line, _ in old).items() if count == 1}
    once &= {line for line, count in Counter(line for line, _ in new).items() if count == 1}
    old, new = [pair for pair in old if pair[0] in once], [pair for pair in new if pair[0] in once]
    place = new_place = 0
    for first, second, length in matches([line for line, _ in old], [line for line, _ in new]):
        for step in range(length):
            start, end = old[first + step][1]
            new_start, new_end = new[second + step][1]
            yield Change(place, start, new_place, new_start)
            place, new_place = end, new_end
    yield Change(place, len(before), new_place, len(after))


def lines(words: Sequence[str]) -> list[tuple[tuple[str, ...], tuple[int, int]]]:
    """Each line with the places of its first token and of the one after its last; line breaks are in none."""
    breaks = [-1, *(place for place, word in enumerate(words) if word == "\n"), len(words)]
    spans = [(start + 1, end) for start, end in pairwise(breaks)]
    return [(tuple(words[start:end]), (start, end)) for start, end in spans if start < end]


def matches(before: Sequence[object], after: Sequence[object]) -> list[tuple[int, int, int]]:
    """The longest common subsequence as (place before, place after, length); the last, of length 0, is at both ends."""
    numbers: dict[object, int] = {}  # the matcher compares by hash, and numbers are their own
    old, new = ([numbers.setdefault(one, len(numbers)) for one in sequence] for sequence in (before, after))
    return [(one.a, one.b, one.size) for one in Indel.editops(old, new).as_matching_blocks()]


def shortest(before: Sequence[str], after: Sequence[str], block: Change) -> Iterator[Change]:
    """The fewest tokens to remove and add inside the block, those without a token between them in one change."""
    start, end, new_start, new_end = block
    place, new_place = start, new_start
    for old, new, length in matches(before[start:end], after[new_start:new_end]):
        change = Change(place, start + old, new_place, new_start + new)
        if change.start < change.end or change.new_start < change.new_end:
            yield change
        place, new_place = start + old + length, new_start + new + length


def slid(before: Sequence[str], after: Sequence[str], change: Change, least: int, most: int) -> Change:
    """The change where it reads best: “a [fast ]car” rather than “a[ fast] car”, whole sentences and paragraphs.

    Only what was merely added or merely removed can be moved, between the places ``least`` and ``most`` of ``before``.
    """
    start, end, new_start, new_end = change
    if start != end and new_start != new_end:
        return change
    words, first, last = (after, new_start, new_end) if start == end else (before, start, end)
    left = 0
    while start - left > least and words[first - left - 1] == words[last - left - 1]:
        left += 1
    best, best_step = -1, 0
    step = -left
    while True:
        score = edge(words, first + step) + edge(words, last + step)
        if score >= best:
            best, best_step = score, step
        if end + step >= most or words[first + step] != words[last + step]:
            break
        step += 1
    return Change(start + best_step, end + best_step, new_start + best_step, new_end + best_step)


def edge(words: Sequence[str], place: int) -> int:
    """How good a place for a cut is, from inside a phrase (0) to the beginning or end of the text."""
    if place in {0, len(words)}:
        return 5
    before = words[place - 1]
    if before == "\n":
        return 4
    if before in SENTENCE_END:
        return 2 if words[place].isspace() else 3
    if before.isspace():
        return 3 if place > 1 and words[place - 2] in SENTENCE_END else 1
    return 0 if before.isalnum() else 1
