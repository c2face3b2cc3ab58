"""A row beside what its list said last time and what the group made of that since: base, theirs, ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import QuerySet

from papers.formats.folding import title_key
from papers.formats.plain import record_of
from papers.formats.records import Record
from papers.importing.outline import headings_of
from papers.models import ImportRow, ListEntry, Paper
from papers.naming import key

CLAIMS = (
    "title", "nickname", "venue", "year", "to_appear", "kind", "authors", "institutions", "tags", "links", "doi",
    "arxiv_id", "abstract", "notes",
)  # fmt: skip
LISTS = {"authors", "institutions", "tags", "links"}


class Difference(NamedTuple):
    field: (
        str  # title, section, order, venue, year, nickname, authors, institutions, tags, links, doi, arxiv_id, notes …
    )
    before: Any  # what the list said when it was last brought in; a text, None or "" where it said nothing
    now: Any  # what the file says
    ours: Any  # what the catalogue has, where that is another thing than ``before``; else None


def for_display(rows: QuerySet[ImportRow]) -> QuerySet[ImportRow]:
    """With all that ``differences`` looks at, in a number of queries that does not grow."""
    related = ("venue__aliases", "tags", "institutions", "links", "authorships__author")
    rows = rows.select_related("paper__venue", "entry__section__topic")
    return rows.prefetch_related(*(f"paper__{name}" for name in related))


def differences(row: ImportRow) -> list[Difference]:
    """What differs between the last import, the file and the catalogue, for a row with an ``entry`` or a ``paper``."""
    base = record_of(row.entry.record) if row.entry else None
    theirs = record_of(row.record) if row.record else None
    held = OURS if row.paper else {}
    found = [*place(row, row.entry, theirs)] if row.entry else []
    for name in CLAIMS:
        before, now = (getattr(one, name) if one else None for one in (base, theirs))
        ours = held[name](row.paper) if name in held and row.paper else None
        said = before if base else now
        differs = bool(ours) and bool(said) and not agrees(name, said, ours, row.paper)
        is_changed = base is not None and theirs is not None and before != now
        if is_changed or differs:
            found.append(Difference(name, before, now, ours if differs else None))
    return found


def place(row: ImportRow, entry: ListEntry, theirs: Record | None) -> list[Difference]:
    """The section: as it was, as the file has it, and the topic it points at where that is called otherwise."""
    section = entry.section
    before = section.title if section else ""
    headings = headings_of(row.of.outline)
    now = before
    if theirs is not None:
        is_known = theirs.section is not None and theirs.section < len(headings)
        now = headings[theirs.section].title if is_known and theirs.section is not None else ""
    topic = section.topic if section else None
    pointing = {title_key(name) for name in (topic.name_en, topic.name_zh)} if topic else set()
    ours = topic.name if topic and title_key(before) not in pointing else None
    found = [Difference("section", before, now, ours)] if ours or before != now else []
    if row.change == ImportRow.Change.MOVED and before == now:
        found.append(Difference("order", entry.position, row.position, None))
    return found


def names(rows: Any) -> tuple[str, ...]:
    return tuple(row.name for row in rows.all())


# What the catalogue has of each field. What lists say in common words only, such as a paper's kind, is not compared.
OURS: dict[str, Callable[[Paper], Any]] = {
    "title": lambda paper: paper.title,
    "nickname": lambda paper: paper.nickname,
    "venue": lambda paper: paper.venue.name if paper.venue else "",
    "year": lambda paper: paper.year,
    "doi": lambda paper: paper.doi,
    "arxiv_id": lambda paper: paper.arxiv_id,
    "authors": lambda paper: tuple(authorship.author.name for authorship in paper.authorships.all()),
    "institutions": lambda paper: names(paper.institutions),
    "tags": lambda paper: names(paper.tags),
    "links": lambda paper: tuple(link.url for link in paper.links.all()),
}


def agrees(name: str, said: Any, ours: Any, paper: Paper | None) -> bool:
    """Whether the catalogue has what a list said, whatever else it has."""
    if name == "title":
        return title_key(said) == title_key(ours)
    if name == "venue" and paper is not None and paper.venue is not None:
        return key(said) in {key(ours), *(key(alias.name) for alias in paper.venue.aliases.all())}
    if name in LISTS:
        wanted = {key(one.url if name == "links" else one) for one in said}
        return wanted <= {key(one) for one in ours}
    return said == ours
