"""The entries of a list as its file has them now: what each claims, in which order, and which have gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from papers.formats.plain import plain
from papers.formats.records import Record
from papers.importing.ledger import Change, Ledger
from papers.importing.matching import folded
from papers.models import ListEntry
from papers.naming import key


def claims(record: Record, corrected: bool) -> dict[str, Any]:
    """The columns of an entry that say what the record does."""
    return {
        "line": record.line,
        "raw": record.raw,
        "record": plain(record) | ({"corrected": True} if corrected else {}),
        "notes": record.notes,
        "claimed_title": record.title,
        "claimed_title_key": folded(record.title),
        "claimed_venue": record.venue,
        "claimed_venue_key": key(record.venue)[:500],
        "claimed_year": record.year,
        "claimed_url": record.links[0].url if record.links else "",
        "gone": None,
    }


def save_entries(
    wanted: Iterable[Change], missing: Sequence[ListEntry], leaving: Iterable[int], ledger: Ledger
) -> None:
    """Write each entry with its claims in the order given, and the ``missing`` ones after them.

    Of these the ones with numbers in ``leaving`` are marked as gone; those that were gone already stay last.
    """
    leaving, now = set(leaving), timezone.now()
    ordered = [(entry, facts | {"position": place}) for place, (entry, facts) in enumerate(wanted, start=1)]
    kept = sorted(missing, key=lambda entry: (entry.gone is not None or entry.pk in leaving, entry.position))
    changes: list[Change] = [(entry, facts) for entry, facts in ordered if entry.pk]
    for place, entry in enumerate(kept, start=len(ordered) + 1):
        going = {"gone": now} if entry.pk in leaving and entry.gone is None else {}
        changes.append((entry, {"position": place} | going))
    ledger.change(changes)
    made = [(entry, facts) for entry, facts in ordered if entry.pk is None]
    for entry, facts in made:
        for name, value in facts.items():
            setattr(entry, name, value)
    ledger.make([entry for entry, _facts in made])
