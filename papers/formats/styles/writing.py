"""A whole list in one of the styles: written, read again, and written more plainly where it was misread."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from papers.formats.reading import read
from papers.formats.records import Record, Section

from .checking import Opening, misread, said
from .entries import entry_lines
from .outline import Outline, Part, headings, title_source
from .shapes import PLAIN, STYLES, Style
from .values import AS_IS, ESCAPED, LEVELS, SPELT, flat, listed

TOGETHER = 500  # entries that are read again at a time
DEEPEST = 6  # a heading of Markdown


def write(records: Iterable[Record], sections: Sequence[Section] = (), title: str = "", style: str = PLAIN.name) -> str:
    """The list as Markdown from which `read` makes the same records, sections and title.

    `style` is a name in STYLES, an unknown one means the plain style. What a list has no place for (abstract and
    summaries) is written as notes; keys and long names of venues are left out.
    """
    chosen = STYLES.get(style, PLAIN)
    outline = Outline([replace(listed(record), section=record.section) for record in records], sections)
    if chosen.is_bare and (text := bare_text(outline, title, chosen)):
        return text
    return "\n".join(document_lines(outline, title, chosen)).strip("\n") + "\n"


def pieces(records: Iterable[Record], title: str = "", style: str = PLAIN.name) -> Iterator[str]:
    """A list without sections, so many entries at a time; each is read rightly whatever stands around it."""
    chosen = STYLES.get(style, PLAIN)
    if flat(title):
        yield f"# {title_source(title, True, chosen.heading)}\n\n"
    rest = iter(records)
    while some := [listed(record) for record in islice(rest, TOGETHER)]:
        yield "\n".join(region_lines(some, chosen, Opening(True, True, frozenset([flat(title).casefold()])))) + "\n"


def document_lines(outline: Outline, title: str, style: Style) -> Iterator[str]:
    holding = {record.section for record in outline.records}
    texts = headings(outline.sections, holding, style.heading)
    first = [f"# {title_source(title, None in holding, style.heading)}"] if flat(title) else []
    names = frozenset(flat(text).casefold() for text in [title, *(section.title for section in outline.sections)])
    parts = list(outline.parts())
    if not is_above(parts, outline):
        yield from first
    for part in parts:
        yield from ["", "</details>"] * part.closes
        if part.section is not None and part.is_new:
            yield ""
            yield heading_line(outline, part.section, texts[part.section])
        if part.records:
            yield ""
            opening = Opening(not outline.sections, len(part.records) > TOGETHER, names)
            yield from region_lines(part.records, style, opening)
        if first and part is parts[0] and is_above(parts, outline):
            yield from ["", *first]


def is_above(parts: list[Part], outline: Outline) -> bool:
    """Whether entries outside all sections stand above the title: below it they would make a section of it."""
    return bool(parts[0].records) and any(section.level == 1 for section in outline.sections)


def heading_line(outline: Outline, index: int, text: str) -> str:
    if index in outline.folded:
        return f"<details><summary>{text}</summary>"
    return "#" * min(outline.sections[index].level, DEEPEST) + " " + text


def region_lines(records: Sequence[Record], style: Style, opening: Opening) -> Iterator[str]:
    """The entries that stand together under a heading, or alone under the title."""
    level = ESCAPED if opening.in_company and style.notes_beside else AS_IS
    for start in range(0, len(records), TOGETHER):
        for lines in settled(records[start : start + TOGETHER], style, level, opening):
            yield from lines


def settled(records: Sequence[Record], style: Style, level: int, opening: Opening) -> list[list[str]]:
    """The lines of each entry, in the most natural form that is read rightly."""
    bare = [said(record) for record in records]
    levels = [max(level, ESCAPED) if record.title.casefold() in opening.names else level for record in bare]
    written = [(record, entry_lines(record, style, level)) for record, level in zip(bare, levels, strict=True)]
    for _ in LEVELS:
        wrong = [place for place in misread(written, opening) if levels[place] < LEVELS[-1]]
        if not wrong:
            break
        for place in wrong:
            levels[place] += 1
            written[place] = (bare[place], entry_lines(bare[place], style, levels[place]))
    return [lines for _record, lines in written]


@dataclass
class BareText:
    """A list with bare lines for headings; `levels` say how plainly each entry is written."""

    outline: Outline
    title: str
    style: Style
    levels: list[int]

    def lines(self) -> tuple[list[str], list[int]]:
        """The lines, and on which of them each entry begins, from 1."""
        lines, starts = [flat(self.title)], []
        levels = iter(self.levels)
        for part in self.outline.parts():
            if part.section is not None:
                section = self.outline.sections[part.section]
                lines.append(f"{section.number} {flat(section.title)}".strip())
            for record in part.records:
                starts.append(len(lines) + 1)
                lines += entry_lines(said(record), self.style, next(levels))
        return lines, starts


def bare_text(outline: Outline, title: str, style: Style) -> str:
    """The list without any mark of Markdown but its bullets; "" where it would not be read as it is."""
    wanted = outline.records
    made = BareText(outline, title, style, [AS_IS] * len(wanted))
    for _ in range(SPELT):
        lines, starts = made.lines()
        text = "\n".join(lines) + "\n"
        found = read(text)
        by_line = {record.line: record for record in found.records}
        wrong = [
            place
            for place, (start, record) in enumerate(zip(starts, wanted, strict=True))
            if start not in by_line or replace(said(by_line[start]), section=by_line[start].section) != record
        ]
        if not wrong:
            same = [shape(section) for section in found.sections] == [shape(section) for section in outline.sections]
            return text if same and found.title == flat(title) and len(found.records) == len(wanted) else ""
        for place in wrong:
            made.levels[place] += 1
    return ""


def shape(section: Section) -> Section:
    return replace(section, line=0, title=flat(section.title))
