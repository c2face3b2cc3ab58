"""Decide, section by section, which items are entries, which are notes, and which are neither."""

import re
from collections.abc import Iterable, Iterator

from .blocks import Item
from .drafts import Draft, draft
from .entries import read_head
from .links import label_kind
from .source import Source

ENTRY, NOTE, GROUP, OTHER = "entry", "note", "group", "other"
_MAYBE = re.compile(r"[\[【]|https?://")
_CJK = re.compile(r"[\u4e00-\u9fff]")


def lines_of(paragraph: Item, source: Source) -> Iterator[Item]:
    """The entries in a paragraph whose lines are entries; none when it is prose.

    Lines between two entries go with the one above.
    """
    lines = paragraph.head
    starts = [offset for offset, line in enumerate(lines) if _MAYBE.search(line) and _starts_entry(line, source)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        last = paragraph.end if end == len(lines) else paragraph.line + end
        yield Item("line", paragraph.line + start, last, lines[start:end])


def _starts_entry(line: str, source: Source) -> bool:
    claim = read_head(line, source.references)
    if not claim.title:
        return False
    if claim.bracketed and (claim.year or claim.links):
        return True
    said = len(claim.title.split()) > 2 and not claim.title.endswith((".", "。"))
    ends_in_link = any(label_kind(link.label) in ("paper", "preprint") for link in claim.links)
    return said and (ends_in_link and line.rstrip().endswith(")") or claim.linked_title and bool(claim.year))


def roles(drafts: list[Draft], headings: set[str], source: Source) -> list[str]:
    """The role of each draft, by the shape that the section's entries have in common."""
    bracketed = any(made.claim.bracketed for made in drafts)
    supported = any(made.claim.supported and not _is_group(made, source) for made in drafts)
    titles = sum(_like_title(made, headings) for made in drafts)
    bare = titles * 2 > len(drafts)
    found = []
    for made in drafts:
        if bracketed:
            role = ENTRY if _speaks_for_itself(made, headings) else NOTE
        elif supported:
            role = ENTRY if made.claim.supported or _like_title(made, headings) else NOTE
        else:
            role = ENTRY if bare and made.claim.title.casefold() not in headings else OTHER
        if _is_group(made, source):
            role = GROUP
        anchor = made.claim.anchored and not made.claim.supported
        found.append(OTHER if role != GROUP and (anchor or not made.claim.title) else role)
    return found


def _speaks_for_itself(made: Draft, headings: set[str]) -> bool:
    """Whether the item is an entry of its own kind among bracketed ones; a sentence that names a venue is a note."""
    claim = made.claim
    if claim.venue and claim.year and _like_title(made, headings):
        return True
    if claim.bracketed or claim.marked or claim.linked_title and claim.links:
        return True
    return any(link.kind in ("paper", "preprint") or label_kind(link.label) for link in claim.links)


def _is_group(made: Draft, source: Source) -> bool:
    """Whether the item only gathers entries nested in it."""
    if made.claim.supported:
        return False
    return any(_nested_entry(child, source) for child in made.item.children)


def _nested_entry(item: Item, source: Source) -> bool:
    if item.kind != "bullet" or not item.head or not _MAYBE.search(item.head[0]):
        return any(_nested_entry(child, source) for child in item.children) if not item.head else False
    claim = draft(item, source).claim
    return bool(claim.title) and (claim.bracketed and bool(claim.year) or claim.linked_title and bool(claim.links))


def _like_title(made: Draft, headings: set[str]) -> bool:
    title = made.claim.title
    sentence = made.item.head[-1].rstrip(" *_").endswith((".", "。", "；", ";"))
    if not title or title.casefold() in headings or sentence:
        return False
    words = len(title.split())
    return 3 <= words <= 40 or len(_CJK.findall(title)) >= 6


def only_anchors(drafts: Iterable[Draft]) -> bool:
    """Whether the items are a table of contents: some lead to an anchor of the same page, and none is a paper."""
    claims = [made.claim for made in drafts]
    return any(claim.anchored for claim in claims) and not any(claim.supported for claim in claims)
