"""The frame of a list: which records stand where, and headings that are read as they were."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from papers.formats.reading import read
from papers.formats.records import Record, Section
from papers.formats.sections import holds_no_papers

from .values import AS_IS, LEVELS, LITERAL, SPELLINGS, SPELT, flat


@dataclass
class Part:
    """A run of records under a heading. `section` is None outside all of them; `closes` so many folds end before it.

    `is_new` is False where the records go on a section that was there before another inside it.
    """

    section: int | None
    is_new: bool = True
    closes: int = 0
    records: list[Record] = field(default_factory=list)


class Outline:
    """The sections of a list in order, and which of them have to be folds.

    A section that another of its parent's entries follows cannot be a heading: nothing would end it.
    """

    def __init__(self, records: Sequence[Record], sections: Sequence[Section]) -> None:
        self.sections = sections
        self.lines = [self._line(index) for index in range(len(sections))]
        self.records = self._in_order(records)
        self.folded = self._folded()

    def parts(self) -> Iterator[Part]:
        """All records and every section, in the order in which they are written."""
        open_folds: list[int] = []
        opened, part = -1, Part(None)
        for record in self.records:
            if record.section is not None and record.section > opened:
                for index in range(opened + 1, record.section + 1):
                    yield part
                    part = Part(index, closes=self._close(open_folds, index))
                opened = record.section
            elif record.section != part.section:
                yield part
                part = Part(record.section, is_new=False, closes=self._close(open_folds, record.section))
            part.records.append(record)
        for index in range(opened + 1, len(self.sections)):
            yield part
            part = Part(index, closes=self._close(open_folds, index))
        yield part
        if open_folds:
            yield Part(None, is_new=False, closes=len(open_folds))

    def _close(self, open_folds: list[int], index: int | None) -> int:
        """End the folds that the section does not stand in, and open it where it is one; how many were ended."""
        line = self.lines[index] if index is not None else []
        before = len(open_folds)
        while open_folds and open_folds[-1] not in line:
            open_folds.pop()
        ended = before - len(open_folds)
        if index in self.folded and index not in open_folds:
            open_folds.append(index)
        return ended

    def _line(self, index: int | None) -> list[int]:
        """The section and all above it, itself first."""
        line: list[int] = []
        while index is not None and index not in line:
            line.append(index)
            index = self.sections[index].parent
        return line

    def _in_order(self, records: Sequence[Record]) -> list[Record]:
        """The records as they stand, or section by section where no frame of headings and folds could hold that."""
        known = [record if self._has(record.section) else replace(record, section=None) for record in records]
        line: list[int] = []
        last = -1
        for record in known:
            inner = self._inside(record.section, line)
            is_new = record.section is not None and record.section not in line
            if inner is not None and not self._can_fold(inner) or is_new and (record.section or 0) <= last:
                return sorted(known, key=lambda one: -1 if one.section is None else one.section)
            line = self._line(record.section)
            last = max([last, *line])
        return known

    def _has(self, section: int | None) -> bool:
        return section is None or 0 <= section < len(self.sections)

    def _can_fold(self, index: int) -> bool:
        """A fold is one level deeper than what it stands in."""
        parent = self.sections[index].parent
        return self.sections[index].level == (self.sections[parent].level if parent is not None else 1) + 1

    @staticmethod
    def _inside(section: int | None, line: list[int]) -> int | None:
        """The section that has to end for an entry of `section` to follow one in `line`; None where none has."""
        if section is None:
            return line[-1] if line else None
        return line[line.index(section) - 1] if section in line[1:] else None

    def _folded(self) -> set[int]:
        pairs = zip(self.records, self.records[1:], strict=False)
        inner = {self._inside(following.section, self._line(record.section)) for record, following in pairs}
        return {index for index in inner if index is not None}


def heading(section: Section, level: int) -> str:
    """The heading's text with its number."""
    title = SPELLINGS[level](flat(section.title))
    if not section.number:
        return title
    if level == AS_IS and not section.number.replace(".", "").isdecimal():
        return f"{section.number}、{title}"
    if "." in section.number:
        return f"{section.number} {title}"
    return f"{section.number}. {title}" if level <= SPELT else f"({section.number}) {title}"


def headings(sections: Sequence[Section], holding: set[int | None], shape: str) -> list[str]:
    """The text of every heading in that shape, so plain that number and title are read as they are.

    `holding` are the sections with entries: one of them may be called as those are under which no paper is looked for.
    """
    odd = {place for place, section in enumerate(sections) if place in holding and holds_no_papers(section.title)}
    levels = [LITERAL if place in odd else AS_IS for place in range(len(sections))]
    texts = [shape.format(heading(*pair)) for pair in zip(sections, levels, strict=True)]
    for level in LEVELS[1:]:
        found = read("\n".join(f"## {text}" for text in texts)).sections
        wrong = [
            place
            for place, (section, seen) in enumerate(zip_longest(sections, found))
            if section and (not seen or (seen.number, seen.title) != (section.number, flat(section.title)))
        ]
        for place in set(wrong) - odd:
            texts[place] = shape.format(heading(sections[place], level))
    return texts


def title_source(title: str, holding: bool, shape: str) -> str:
    """The list's own title as the text of a heading in that shape; `holding` where entries stand right below it."""
    title = flat(title)
    levels = LEVELS[-1:] if holding and holds_no_papers(title) else LEVELS
    sources = [shape.format(SPELLINGS[level](title)) for level in levels]
    return next((source for source in sources if read(f"# {source}").title == title), sources[-1])
