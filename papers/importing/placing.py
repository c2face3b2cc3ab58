"""Which entries of a list are there already, where each stands now, and which a new file no longer has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from papers.models import ListEntry, Paper, Section
from papers.naming import BATCH


def present_entries(
    entries: Sequence[ListEntry], papers: Sequence[Paper], sections: Sequence[Section | None]
) -> list[ListEntry | None]:
    """For each paper in its section the entry that has it: one of the same section, else one that moved there."""
    by_place: dict[tuple[int | None, int | None], list[ListEntry]] = defaultdict(list)
    by_paper: dict[int | None, list[ListEntry]] = defaultdict(list)
    for entry in entries:
        by_place[entry.section_id, entry.paper_id].append(entry)
    found: list[ListEntry | None] = []
    for paper, section in zip(papers, sections, strict=True):
        same = by_place[section.pk if section else None, paper.pk]
        found.append(same.pop(0) if same else None)
    for some in by_place.values():
        for entry in some:
            by_paper[entry.paper_id].append(entry)
    return [entry or take(by_paper[paper.pk]) for entry, paper in zip(found, papers, strict=True)]


def take(entries: list[ListEntry]) -> ListEntry | None:
    return entries.pop(0) if entries else None


def save_entries(wanted: list[tuple[ListEntry, dict[str, Any]]], present: Sequence[ListEntry]) -> int:
    """Write each entry with its facts, those of ``present`` that are not wanted after all others.

    Return how many those are: the file no longer has them, and they are kept.
    """
    kept = {entry.pk for entry, _facts in wanted if entry.pk}
    missing = [entry for entry in present if entry.pk not in kept]
    after = [(entry, {"position": position}) for position, entry in enumerate(missing, start=len(wanted) + 1)]
    made: list[ListEntry] = []
    moved: list[ListEntry] = []
    touched: set[str] = set()
    for entry, facts in [*wanted, *after]:
        changed = [name for name, value in facts.items() if getattr(entry, name) != value]
        for name in changed:
            setattr(entry, name, facts[name])
        if entry.pk is None:
            made.append(entry)
        elif changed:
            moved.append(entry)
            touched.update(changed)
    ListEntry.objects.bulk_create(made, batch_size=BATCH)
    if moved:
        ListEntry.objects.bulk_update(moved, sorted(touched), batch_size=BATCH)
    return len(missing)
