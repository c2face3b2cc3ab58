"""Texts taken apart into their top-level blocks: aligned with the other language, compared with an earlier version.

Plain Python. HTML is what ``rendering.render`` made; its blocks and those of its Markdown correspond in order.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from itertools import accumulate, product, zip_longest
from typing import NamedTuple

from notes.markup import parser

VOID = {"br", "hr", "input"}
FOOTNOTES = re.compile(r'<(hr|section) class="footnotes')
HEADING = re.compile(r'<h(?P<level>[1-6])[^>]*? id="(?P<anchor>[^"]+)"[^>]*>(?P<text>.*?)</h(?P=level)>', re.S)
TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>')
NAME = re.compile(r"<(\w+)")
HAN = re.compile(r"[\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
NEWLINE = re.compile(r"\r\n?|\n")
WORD = re.compile(r"[a-z0-9]+")
SIGN = re.compile(r"[^\W_]")

# Of the demonstration summaries: 0.34 Chinese characters for a letter of the English text.
LETTERS_OF_A_CHARACTER = 2.9
VARIANCE = 6.8  # of a length, by letter
LONGEST = 100  # blocks aligned by length; the time grows with the product of both sides
# What a group costs by how many blocks of each side it has: the negative logarithm of how often Gale and Church saw it.
STEPS = {(1, 1): 0.12, (1, 2): 3.1, (2, 1): 3.1, (1, 0): 5.3, (0, 1): 5.3}
KINDS = {f"h{level}": "heading" for level in range(1, 7)} | {"ol": "list", "ul": "list"}
UNLIKE = {"heading": 12.0}  # a kind of block that only one side of a group has; 4 any other
STRANGE = 4.0  # where none of the Latin words of the side that has fewer is on the other

markdown = parser()


class Heading(NamedTuple):
    level: int
    anchor: str
    text: str


class Weight(NamedTuple):
    """What tells one or two blocks from others."""

    kinds: frozenset[str]
    length: float  # in English letters
    words: frozenset[str]  # in Latin script, and numbers: in a Chinese text names and terms


class Splitter(HTMLParser):
    """Finds where the top-level elements of well-formed HTML begin and end."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self.depth = 0
        self.cuts: list[int] = []
        self.feed(html)
        self.close()

    @property
    def place(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.depth:
            self.cuts.append(self.place)
        if tag not in VOID:
            self.depth += 1
        elif not self.depth:
            self.cuts.append(self.place + len(self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        self.depth -= 1
        if not self.depth:
            self.cuts.append(self.place + len(f"</{tag}>"))


def split(html: str) -> list[str]:
    """The top-level elements, without the space between them; the footnotes and the rule above them are one."""
    cuts = [0, *Splitter(html).cuts, len(html)]
    pieces = (html[start:end].strip() for start, end in zip(cuts, cuts[1:], strict=False))
    blocks = [piece for piece in pieces if piece]
    if len(blocks) > 1 and is_footnotes(blocks[-2]):
        blocks[-2:] = ["\n".join(blocks[-2:])]
    return blocks


def is_footnotes(block: str) -> bool:
    return bool(FOOTNOTES.match(block))


def headings(html: str) -> list[Heading]:
    """The headings that can be linked to, in order."""
    found = HEADING.finditer(html)
    return [Heading(int(one["level"]), unescape(one["anchor"]), text_of(one["text"])) for one in found]


def text_of(html: str) -> str:
    return " ".join(unescape(TAG.sub("", html)).split())


def sources(text: str) -> list[str]:
    """The Markdown of each block that ``split`` finds in the rendered text; that of all footnotes is the last."""
    lines = NEWLINE.split(text)
    blocks, footnotes = [], []
    in_footnotes = False
    for token in markdown.parse(text, {}):
        in_footnotes = in_footnotes or token.type == "footnote_block_open"
        written = "\n".join(lines[slice(*token.map)]).strip() if token.map else ""
        if in_footnotes:
            footnotes += [written] if token.type == "inline" else []
        elif token.level == 0 and token.map and token.nesting >= 0:
            blocks.append(written)
    return [*blocks, "\n".join(footnotes)] if in_footnotes else blocks


def changed(before: str, after: str) -> set[int]:
    """Which blocks of ``after``, by their place among its ``sources``, do not stand word for word in ``before``."""
    known = Counter(" ".join(block.split()) for block in sources(before))
    found = set()
    for place, block in enumerate(sources(after)):
        words = " ".join(block.split())
        if known[words] < 1:
            found.add(place)
        known[words] -= 1
    return found


def aligned(english: list[str], chinese: list[str]) -> list[tuple[list[str], list[str]]]:
    """Groups of blocks that say the same, in order, every block in one: one each, two to one, or one alone.

    The cheapest path by length, after William A. Gale and Kenneth W. Church, A Program for Aligning Sentences in
    Bilingual Corpora, Computational Linguistics 19(1), 1993. Ours is that headings, lists, names and numbers look for
    their like, and that a block costs the same alone however long it is: where one language has fallen behind, whole
    blocks are missing. Footnotes are a group of their own at the end.
    """
    (english, english_notes), (chinese, chinese_notes) = apart(english), apart(chinese)
    groups = []
    left = right = 0
    for here, there in path(english[:LONGEST], chinese[:LONGEST]):
        groups.append((english[left : left + here], chinese[right : right + there]))
        left, right = left + here, right + there
    for one, other in zip_longest(english[LONGEST:], chinese[LONGEST:]):
        groups.append(([] if one is None else [one], [] if other is None else [other]))
    return [*groups, (english_notes, chinese_notes)] if english_notes or chinese_notes else groups


def apart(blocks: list[str]) -> tuple[list[str], list[str]]:
    """The blocks without the footnotes, and the footnotes."""
    end = len(blocks) - bool(blocks and is_footnotes(blocks[-1]))
    return blocks[:end], blocks[end:]


def weigh(blocks: list[str]) -> Weight:
    text = " ".join(map(text_of, blocks))
    characters = len(HAN.findall(text))
    letters = len(SIGN.findall(text)) - characters
    names = (name[1] for block in blocks if (name := NAME.match(block)))
    return Weight(
        kinds=frozenset(KINDS.get(name, name) for name in names),
        length=letters + LETTERS_OF_A_CHARACTER * characters,
        words=frozenset(WORD.findall(text.casefold())),
    )


def by_end(blocks: list[str], size: int) -> list[Weight]:
    """The weight of so many blocks, by the place after the last of them."""
    return [weigh(blocks[max(end - size, 0) : end]) for end in range(len(blocks) + 1)]


def path(left: list[str], right: list[str]) -> list[tuple[int, int]]:
    """How many blocks of each side each group takes, where all groups together cost the least."""
    by_size, by_other = ([by_end(blocks, size) for size in range(3)] for blocks in (left, right))
    least = {(0, 0): 0.0}
    last: dict[tuple[int, int], tuple[int, int]] = {}
    for here, there in product(range(len(left) + 1), range(len(right) + 1)):
        ways = [
            (least[here - a, there - b] + price + distance(by_size[a][here], by_other[b][there]), (a, b))
            for (a, b), price in STEPS.items()
            if a <= here and b <= there
        ]
        if ways:
            least[here, there], last[here, there] = min(ways)
    steps = []
    here, there = len(left), len(right)
    while here or there:
        steps.append(last[here, there])
        here, there = here - steps[-1][0], there - steps[-1][1]
    return steps[::-1]


def distance(one: Weight, other: Weight) -> float:
    """How unlikely it is that the two say the same; nothing where one is no block."""
    if not one.kinds or not other.kinds:
        return 0.0
    off = abs(one.length - other.length) / math.sqrt(VARIANCE * (one.length + other.length) / 2 or 1)
    found = -math.log(max(math.erfc(off / math.sqrt(2)), 1e-30))
    if one.kinds != other.kinds:
        found += sum(UNLIKE.get(kind, 4.0) for kind in one.kinds ^ other.kinds)
    fewer, more = (one.words, other.words) if len(one.words) <= len(other.words) else (other.words, one.words)
    return found + STRANGE * len(fewer - more) / (len(fewer) or 1)
