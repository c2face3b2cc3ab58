"""From an item of the list to a Record: its head, the details under it, and its notes."""

import re
from dataclasses import dataclass, field, replace

from .blocks import Item
from .claims import Claim
from .details import read_detail
from .entries import read_head
from .escapes import put_back
from .notes import cut
from .records import Problem, Record
from .source import Source

_FINISHED = re.compile(r"(?:[\])）】.。!]|\*\*|  |\\|<br\s*/?>)\s*$")
_HANGING = re.compile(r"(?:[:,，：&/-]|\b(?:of|for|with|and|or|on|in|the|an?|to|by|via|from|using))\s*$", re.IGNORECASE)
MOST_LINES = 6  # over which a title may run
NOTES_FOLLOW = "<!-- notes -->"  # what stands below it in an entry is notes, whatever it looks like


@dataclass(slots=True)
class Draft:
    """An entry being read: `notes` under it and `siblings` after it are spans of lines (first, one past the last)."""

    item: Item
    claim: Claim
    notes: list[tuple[int, int]] = field(default_factory=list)
    siblings: list[tuple[int, int]] = field(default_factory=list)
    nested: list[int] = field(default_factory=list)  # lines that look like papers of their own


def draft(item: Item, source: Source) -> Draft:
    """Read an item's head and the details on its further lines; whatever is no detail becomes a note."""
    head, further = _head_and_further(item, source)
    made = Draft(item, read_head(head, source.references))
    for offset, line in further:
        if not read_detail(made.claim, line, nested=False, references=source.references):
            made.notes.append((item.line + offset, item.line + offset + 1))
    return made


def add_children(made: Draft, source: Source) -> None:
    """Read what is nested under the entry: keywords, links and authors are taken, the rest is notes."""
    for child in made.item.children:
        if child.kind == "other" and source.lines[child.line - 1].strip() == NOTES_FOLLOW:
            made.notes.append((child.line + 1, made.item.end))
            break
        if child.kind == "other" or child.children or not child.head:
            made.notes.append((child.line, child.end))
        elif child.kind == "bullet":
            if not read_detail(made.claim, " ".join(child.head), nested=True, references=source.references):
                made.notes.append((child.line, child.end))
                _name_if_paper(made, child, source)
        else:
            for offset, line in enumerate(child.head):
                if not read_detail(made.claim, line, nested=False, references=source.references):
                    made.notes.append((child.line + offset, child.line + offset + 1))


def _name_if_paper(made: Draft, child: Item, source: Source) -> None:
    if child.head[0].startswith(("[", "【")):
        claim = read_head(child.head[0], source.references)
        if claim.bracketed and claim.year and claim.title:
            made.nested.append(child.line)


def finish(made: Draft, source: Source, section: int | None) -> Record:
    """The record of a draft."""
    claim, item = made.claim, made.item
    cuts = [cut(source.shown, made.notes), cut(source.shown, made.siblings)]
    remarks = "\n".join(f"- {put_back(remark)}" for remark in claim.remarks)
    notes = "\n".join(text for text in (remarks, cuts[0][0], cuts[1][0]) if text)
    notes_line = item.line if remarks else cuts[0][1] or cuts[1][1]
    return Record(
        title=put_back(claim.title),
        line=item.line,
        raw=_raw(made, source),
        section=section,
        nickname=put_back(claim.nickname),
        kind=claim.final_kind,
        venue=put_back(claim.venue),
        year=claim.year,
        to_appear=claim.to_appear,
        institutions=tuple(map(put_back, claim.institutions)),
        authors=tuple(map(put_back, claim.authors)),
        tags=tuple(map(put_back, claim.tags)),
        links=tuple(replace(link, url=put_back(link.url)) for link in claim.links),
        doi=put_back(claim.doi),
        arxiv_id=put_back(claim.arxiv_id),
        notes=notes,
        notes_line=notes_line,
    )


def problems(made: Draft, source: Source) -> list[Problem]:
    """What the claim found wrong, with the entry's line and text."""
    text = source.lines[made.item.line - 1].strip()[:200]
    own = [Problem(made.item.line, text, put_back(reason)) for reason in made.claim.problems if reason]
    reason = "This looks like a paper, but is nested under another; it was kept as a note."
    return own + [Problem(line, source.lines[line - 1].strip()[:200], reason) for line in made.nested]


def _raw(made: Draft, source: Source) -> str:
    noted = {number for first, last in made.notes for number in range(first, last)}
    lines = (source.shown[number - 1] for number in range(made.item.line, made.item.end) if number not in noted)
    return "\n".join(line.rstrip() for line in lines if line.strip())


def _head_and_further(item: Item, source: Source) -> tuple[str, list[tuple[int, str]]]:
    """Join the lines over which a title runs; the others, with their offsets, may be details or notes."""
    head = item.head[0]
    further: list[tuple[int, str]] = []
    for offset, line in enumerate(item.head[1:], 1):
        if further or offset >= MOST_LINES or not _goes_on(head, line, source):
            further.append((offset, line))
        else:
            head = f"{head.rstrip()} {line.strip()}"
    return head, further


def _goes_on(head: str, line: str, source: Source) -> bool:
    if line.startswith(("- ", "* ", "+ ")):  # a bullet indented so far that CommonMark takes it for text
        return False
    end = head[-40:]
    if _HANGING.search(end):
        return True
    if _FINISHED.search(end):
        return False
    tried = Claim()
    taken = read_detail(tried, line, nested=False, references=source.references)
    return not taken or not (tried.links or tried.tags or tried.year or len(tried.authors) > 2)
