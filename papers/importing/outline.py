"""What a file has beside its entries, as JSON and back, and which of a list's sections each of its headings means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from papers.formats.folding import title_key
from papers.formats.records import Document
from papers.formats.records import Section as Heading
from papers.models import ListEntry, Section

Place = tuple[int | None, str]  # the section above and the folded title


def outlined(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "sections": [asdict(section) for section in document.sections],
        "keywords": list(document.keywords),
    }


def headings_of(outline: Mapping[str, Any]) -> list[Heading]:
    return [Heading(**values) for values in outline.get("sections", ())]


def located(
    headings: Sequence[Heading],
    sections: Sequence[Section],
    titles: Sequence[tuple[int | None, str]] = (),
    entries: Iterable[ListEntry] = (),
) -> dict[int, Section]:
    """The section that each heading means, by the heading's index; a heading that is new means none.

    A section is found again by its place in the tree of titles, else by what stands in it: a heading that was reworded
    keeps half of its papers or more. ``titles`` are those of the file, (index of the heading, folded title).
    """
    places: dict[Place, list[Section]] = defaultdict(list)
    for section in sections:
        places[section.parent_id, title_key(section.title)].append(section)
    now = gathered(titles, {index: heading.parent for index, heading in enumerate(headings)})
    before = gathered(
        ((entry.section_id, entry.claimed_title_key) for entry in entries if entry.gone is None),
        {section.pk: section.parent_id for section in sections},
    )
    found: dict[int, Section] = {}
    for level in levels(headings):
        waiting = []
        for index in level:
            above = headings[index].parent
            if above is not None and above not in found:
                continue
            same = places[found[above].pk if above is not None else None, title_key(headings[index].title[:300])]
            if same:
                found[index] = same.pop(0)
            else:
                waiting.append(index)
        for index in waiting:
            reworded = most_alike(index, headings, found, places, now, before)
            if reworded is not None:
                found[index] = reworded
                places[reworded.parent_id, title_key(reworded.title)].remove(reworded)
    return found


def levels(headings: Sequence[Heading]) -> list[list[int]]:
    """The indexes of the headings by their depth, from the top; a heading stands after the one above it."""
    depth: list[int] = []
    for heading in headings:
        depth.append(0 if heading.parent is None else depth[heading.parent] + 1)
    found: list[list[int]] = [[] for _ in range(max(depth, default=-1) + 1)]
    for index, place in enumerate(depth):
        found[place].append(index)
    return found


def gathered(titles: Iterable[tuple[int | None, str]], above: Mapping[int, int | None]) -> dict[int, set[str]]:
    """The folded titles that stand in each section or anywhere below it."""
    found: dict[int, set[str]] = defaultdict(set)
    for place, title in titles:
        while place is not None:
            found[place].add(title)
            place = above.get(place)
    return found


def most_alike(
    index: int,
    headings: Sequence[Heading],
    found: Mapping[int, Section],
    places: Mapping[Place, list[Section]],
    now: Mapping[int, set[str]],
    before: Mapping[int, set[str]],
) -> Section | None:
    """The section at the same place of the tree, of another title, that has half of the heading's papers or more."""
    above = headings[index].parent
    parent = found[above].pk if above is not None else None
    free = [section for (over, _title), some in places.items() if over == parent for section in some]
    held = now.get(index, set())
    shared = {section: len(held & before.get(section.pk, set())) for section in free}
    best = max(shared, key=lambda section: shared[section], default=None)
    if best is None or 2 * shared[best] < max(len(held), len(before.get(best.pk, ())), 1):
        return None
    return best


def rewordings(headings: Sequence[Heading], found: Mapping[int, Section], sections: Iterable[Section]) -> list[dict]:
    """What became of the sections since the list was last brought in, for a person."""
    changes = []
    for index, heading in enumerate(headings):
        if index not in found:
            changes.append({"change": "added", "before": "", "now": heading.title, "line": heading.line})
        elif title_key(found[index].title) != title_key(heading.title[:300]):
            before = {"change": "renamed", "before": found[index].title}
            changes.append(before | {"now": heading.title, "line": heading.line})
    kept = {section.pk for section in found.values()}
    gone = [section for section in sections if section.pk not in kept]
    return changes + [{"change": "removed", "before": section.title, "now": "", "line": 0} for section in gone]
