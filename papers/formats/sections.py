"""Headings: their number, their place in the tree, and which of them never hold papers."""

import re
from dataclasses import dataclass, field, replace

from .inline import atoms, unmarked
from .records import Section

_NUMBER = re.compile(
    r"^\s*(?:(\d{1,2}(?:\.\d{1,2})+)[.)、:]?\s+|(\d{1,2})\s*[.)、:]\s*(?=\D)"
    r"|([一二三四五六七八九十]{1,3})\s*[、.．]\s*|[(（]([\d一二三四五六七八九十]{1,2})[)）]\s*)(?=\S)"
)
_SELF = (
    "venues?|conferences?|categor(?:y|ies)|keywords?|tags?|(?:table of )?contents?|toc|outline|index|legend|notation"
    "|(?:how to )?contribut(?:e|ing|ions?|ors?)|licen[cs]e|acknowledge?ments?|citation|citing|cite(?: us)?|star history"
    "|stargazers|usage|installation|getting started|quick ?start|features|changelog|news|updates?|contact(?: us)?|about"
    "|disclaimer|todo|roadmap|related (?:lists|resources|repos\\w*|awesome\\b.*)|sponsors?|faq"
    "|会议|会议列表|目录|关键词|标签|分类|贡献|贡献指南|许可证?|致谢|引用|更新|联系我们?|说明"
)
_NO_PAPERS = re.compile(rf"(?:{_SELF})(?: (?:list|guide|guidelines))?\W*", re.IGNORECASE)


def heading_parts(source: str) -> tuple[str, str]:
    """A heading's number ("" when it has none) and its title without markup: "**1.1 Prep**" is ("1.1", "Prep")."""
    shown = "".join(f"[{piece.text}]" if piece.kind == "bracket" else piece.text for piece in atoms(source))
    text = " ".join(unmarked(shown).split())
    found = _NUMBER.match(text)
    number = next((group for group in found.groups() if group), "") if found else ""
    title = text[found.end() :] if found else text
    return number, title.strip().rstrip(":：").strip() or text


def holds_no_papers(title: str) -> bool:
    """Whether a heading is one of those under which lists speak of themselves: venues, contents, licence."""
    return bool(_NO_PAPERS.fullmatch(title.strip(" :：🔥✨📖📚📝⭐️#")))


@dataclass(slots=True)
class Tree:
    """The sections so far; `current` is the index of the one being read, None before the first."""

    sections: list[Section] = field(default_factory=list)
    current: int | None = None
    _open: list[int] = field(default_factory=list)
    _folds: list[int] = field(default_factory=list)
    folded: set[int] = field(default_factory=set)

    def open(self, line: int, level: int, source: str) -> int:
        """Begin a section; its parent is the nearest one before it with a lower level."""
        while self._open and self.sections[self._open[-1]].level >= level:
            self._open.pop()
        number, title = heading_parts(source)
        parent = self._open[-1] if self._open else None
        self.sections.append(Section(title, level, line, parent, number))
        self.current = len(self.sections) - 1
        self._open.append(self.current)
        return self.current

    def fold(self, line: int, source: str) -> None:
        """Begin a folded section inside the current one."""
        level = self.sections[self.current].level + 1 if self.current is not None else 2
        self._folds.append(self.open(line, level, source))
        self.folded.add(self._folds[-1])

    def unfold(self) -> None:
        """End the innermost folded section: what follows belongs to the section around it."""
        if not self._folds:
            return
        closed = self._folds.pop()
        if closed in self._open:
            del self._open[self._open.index(closed) :]
        self.current = self._open[-1] if self._open else None

    def leave(self, before: int | None) -> None:
        """Go back to the section that was current before a group was opened inside it."""
        while self._open and self._open[-1] != before:
            self._open.pop()
        self.current = before


def without(sections: list[Section], dropped: set[int]) -> tuple[tuple[Section, ...], dict[int | None, int | None]]:
    """The sections that stay, their parents renumbered, and where each old index went (None for a dropped one)."""
    moved: dict[int | None, int | None] = {None: None}
    kept: list[Section] = []
    for index, section in enumerate(sections):
        parent = section.parent
        while parent in dropped and parent is not None:
            parent = sections[parent].parent
        if index in dropped:
            moved[index] = moved[parent]
            continue
        moved[index] = len(kept)
        kept.append(replace(section, parent=moved[parent]))
    return tuple(kept), moved
