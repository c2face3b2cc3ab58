"""Since when a value stands in the paper's own history, for values that nobody signed and no list speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps

from papers.models import Paper
from papers.people import columns_of
from papers.provenance.spellings import Held

COLUMNS = {"venue": "venue_id"}  # where the column has another name than the field
RELATED = {"institutions": "institution_id", "topics": "topic_id"}
UNTOLD = {"authors", "tags", "links"}  # of these there are no versions
Version = dict[str, Any]


def first_versions(paper: Paper, values: Iterable[Held]) -> dict[Held, Version]:
    """The first version since which each value stands unchanged; no entry where no version says so.

    A version has ``history_date``, ``history_change_reason`` and who made it, for ``called_in``. At most three queries.
    """
    told = [held for held in values if held.field not in UNTOLD]
    if not told:
        return {}
    names = {COLUMNS.get(held.field, held.field) for held in told if held.field not in RELATED}
    facts = ("history_id", "history_type", "history_date", "history_change_reason", *columns_of("history_user"))
    history: Any = Paper.history.filter(id=paper.pk).order_by("-history_date", "-history_id")
    versions = [version for version in history.values(*facts, *names) if version["history_type"] != "-"]
    for field in RELATED.keys() & {held.field for held in told}:
        rows = related(paper, field)
        for version in versions:
            version[field] = rows[version["history_id"]]
    found = {held: first_with(held, versions) for held in told}
    return {held: version for held, version in found.items() if version}


def related(paper: Paper, field: str) -> dict[int, set[int]]:
    """The numbers of the related rows by version."""
    rows = apps.get_model("papers", f"HistoricalPaper_{field}")._default_manager.filter(paper_id=paper.pk)
    found: dict[int, set[int]] = defaultdict(set)
    for version, number in rows.values_list("history_id", RELATED[field]):
        found[version].add(number)
    return found


def first_with(held: Held, versions: Sequence[Version]) -> Version | None:
    """The oldest of the versions, which come newest first, that have the value without a break."""
    found = None
    for version in versions:
        if held.field in RELATED:
            has_it = held.number in version[held.field]
        else:
            has_it = version[COLUMNS.get(held.field, held.field)] == held.number
        if not has_it:
            break
        found = version
    return found
