"""Lists kept as plain text: headings are bare lines, a title may run on, notes may stand beside their entry."""

import re
from collections import deque
from dataclasses import dataclass, field, replace

from .blocks import Block, Heading, Item
from .drafts import MOST_LINES
from .folding import title_key
from .records import Problem
from .source import Source

_BULLET = re.compile(r"^(\s*)(?:[-*+•·–]|\d{1,3}[.)])\s+(\S.*)$")
_ENDS_IN_BRACKET = re.compile(r"\[[^\[\]]*\](?:\([^()\s]*\))?\s*$")
_HANGING = re.compile(r"(?:[:,&/-]|\b(?:of|for|with|and|or|on|in|the|an?|to|by|via|from|using))$", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"(?:topics?(?: of interest)?|(?:table of )?contents|(?:reading )?list|papers?(?: list)?|目录|论文列表)\W*", re.I
)


def like_heading(line: str) -> bool:
    """Whether a bare line could be a heading: short, without links, and not ending like a sentence."""
    text = line.strip()
    if not text or len(text) > 80 or len(text.split()) > 12 or line[0] in " \t>|<`":
        return False
    if text[-1] in ".。;；,，…" or "](" in text or "http" in text or _BULLET.match(line):
        return False
    return any(map(str.isalpha, text)) and not _ENDS_IN_BRACKET.search(text)


def goes_on(line: str, before: str) -> bool:
    """Whether a line directly under a bullet continues it rather than being the next heading."""
    first = line.lstrip()[:1]
    if line[:1] in " \t" or first.islower() or first in "([（,;&" or _ENDS_IN_BRACKET.search(line):
        return True
    return before.startswith(("[", "【")) and bool(_HANGING.search(before))


@dataclass(slots=True)
class PlainList:
    """What the line reader found: a title, the blocks under implied heading levels, and joined lines to check.

    `headings` counts the headings that only this reader can see; a bold line apart from others is Markdown's.
    """

    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    headings: int = 0
    nested: list[Item] = field(default_factory=list)  # in the last block, which gets them all at once

    def add(self, *blocks: Block) -> None:
        self.settle()
        self.blocks.extend(blocks)

    def settle(self) -> None:
        if self.nested and isinstance(parent := self.blocks[-1], Item):
            self.blocks[-1] = replace(parent, end=self.nested[-1].end, children=tuple(self.nested))
        self.nested = []


def read_plain(source: Source) -> PlainList:
    """Read bare lines and bullets; a run of heading lines counts as nested, the last holding the entries."""
    found = PlainList()
    levels = Levels()
    run: list[int] = []
    for index, line in enumerate(source.parsed):
        bullet = _BULLET.match(line)
        if not bullet:
            if line.strip():
                run.append(index)
            continue
        rest = _continued(found, source, run)
        _place_run(found, source, levels, rest)
        run = []
        child = len(bullet[1].expandtabs(4)) > 1 and bool(found.blocks) and isinstance(found.blocks[-1], Item)
        item = Item("bullet", index + 1, index + 2, (bullet[2],))
        if child:
            found.nested.append(item)  # with everything nested deeper left as it is
        else:
            found.add(item)
    found.add(*_prose(source, _continued(found, source, run)))
    return found


def _continued(found: PlainList, source: Source, run: list[int]) -> list[int]:
    """Join the lines that go on the last bullet to it; the lines that are left."""
    rest = deque(run)
    while rest and found.blocks and isinstance(last := found.blocks[-1], Item) and last.kind == "bullet":
        line, nested = source.parsed[rest[0]], found.nested
        end = nested[-1].end if nested else last.end
        if end != rest[0] + 1 or len(last.head) >= MOST_LINES or not goes_on(line, last.head[-1]):
            break
        if nested:
            nested[-1] = replace(nested[-1], end=end + 1)
        else:
            found.blocks[-1] = replace(last, end=end + 1, head=(*last.head, line.strip()))
            if last.head[0].startswith(("[", "【")) and line[:1] not in " \t":
                text = source.lines[last.line - 1].strip()
                reason = f"The entry runs on to line {rest[0] + 1}; both lines were read as one title."
                found.problems.append(Problem(last.line, text, reason))
        rest.popleft()
    return list(rest)


def _place_run(found: PlainList, source: Source, levels: "Levels", run: list[int]) -> None:
    """The heading lines at the end of a run are headings; the first line of the document is its title."""
    start = len(run)
    while start and like_heading(source.parsed[run[start - 1]]):
        start -= 1
    first = not found.blocks
    while start < len(run) - 1 and first and _LEAD_IN.fullmatch(source.parsed[run[start]].strip()):
        start += 1
    headings = run[start:]
    if first and run:
        opening = source.parsed[run[0]].strip()
        if opening.startswith("# ") or like_heading(opening) and len(run) > 1:
            found.title = opening.removeprefix("# ").strip()
            start, headings = max(start, 1), [index for index in headings if index != run[0]]
    found.add(*_prose(source, run[1 if found.title and first else 0 : start]))
    texts = [source.parsed[index].strip().rstrip(":：") for index in headings]
    for index, text, level in zip(headings, texts, levels.place(texts), strict=True):
        found.add(Heading(index + 1, level, text))
        found.headings += not (text.startswith("**") and source.parsed[index - 1].strip() == "")


def _prose(source: Source, run: list[int]) -> list[Block]:
    return [Item("text", index + 1, index + 2, (source.parsed[index].strip(),)) for index in run]


class Levels:
    """Levels for headings that show none, from their runs and from their wording.

    In a run each heading is the parent of the next. Runs are aligned at the end: the last heading of each stands as
    deep as the last before it. A heading made of the same words as an earlier one ("Systems for Learning", "Learning
    for Systems") stands beside it instead.
    """

    def __init__(self) -> None:
        self._known: dict[frozenset[str], int] = {}
        self._leaf = 0

    def place(self, run: list[str]) -> list[int]:
        """The level of each heading of the run, from 1."""
        if not run:
            return []
        start = self._known.get(_words(run[0])) or max(1, (self._leaf or len(run)) - len(run) + 1)
        levels = [start + offset for offset in range(len(run))]
        self._known.update((_words(text), level) for text, level in zip(run, levels, strict=True))
        self._leaf = levels[-1]
        return levels


def _words(text: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s") for word in title_key(text).split())
