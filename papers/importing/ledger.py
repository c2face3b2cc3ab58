"""Rows written in batches, each of them noted in a journal: what was made, and what was changed from what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model
from simple_history.utils import get_history_manager_for_model

from papers.batches import BATCH, chunks
from papers.journal import Journal, columns

Change = tuple[Any, dict[str, Any]]  # a saved row and the columns (``attname``) that it is to have


class Ledger:
    def __init__(self, journal: Journal, why: str = "", by: Any = None) -> None:
        """``why`` and ``by`` stand in every history."""
        self.journal, self.why, self.by = journal, why, by

    def make(self, rows: Sequence[Model]) -> None:
        """Insert rows of one model, with their history where the model keeps one."""
        for some in chunks(rows):
            type(some[0])._base_manager.bulk_create(some, batch_size=BATCH)
            self.journal.note_made(some)
            self.write_versions(some, is_new=True)

    def add(self, rows: Iterable[Any], *columns: str) -> None:
        """Insert those rows of which no other has the same ``columns``; the first of them is a foreign key.

        The rows it points at are locked by the caller, so that nobody else adds the same in the meantime.
        """
        owner, *others = columns
        for some in chunks(rows):
            owners = {getattr(row, owner) for row in some}
            found = type(some[0])._base_manager.filter(**{f"{owner}__in": owners}).order_by()
            present = set(found.values_list(owner, *others))
            fresh = {values(row, columns): row for row in reversed(some)}
            self.make([row for key, row in reversed(fresh.items()) if key not in present])

    def change(self, changes: Iterable[Change]) -> list[Any]:
        """Give rows of one model new values. Return those that had others, which are all that is written.

        Columns that follow from others, such as folded names, are among those given.
        """
        changed: list[Any] = []
        touched: set[str] = set()
        for row, wanted in changes:
            before = {name: getattr(row, name) for name, value in wanted.items() if getattr(row, name) != value}
            if before:
                for name in before:
                    setattr(row, name, wanted[name])
                self.journal.note_changed(row, before)
                touched.update(before)
                changed.append(row)
        update(changed, sorted(touched))
        return changed

    def write_versions(self, rows: Sequence[Model], is_new: bool = False) -> None:
        """Keep a version of each row as it is now, where its model has a history."""
        if rows and hasattr(rows[0], "history"):
            history = get_history_manager_for_model(type(rows[0]))
            versions = history.bulk_history_create(
                rows, BATCH, update=not is_new, default_user=self.by, default_change_reason=self.why or None
            )
            self.journal.note_made(versions)


def update(rows: Sequence[Any], fields: Sequence[str]) -> None:
    """Write these columns of saved rows of one model.

    Where no column sets itself on insertion, by an insertion that conflicts: it costs a tenth of ``bulk_update``.
    """
    for some in chunks(rows):
        model = type(some[0])
        sets_itself = any(
            getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
            for field in columns(model).values()
        )
        if sets_itself:
            model._base_manager.bulk_update(some, fields, batch_size=BATCH)
        else:
            names = [columns(model)[name].name for name in fields]
            model._base_manager.bulk_create(
                some, batch_size=BATCH, update_conflicts=True, update_fields=names, unique_fields=["pk"]
            )


def values(row: Any, columns: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in columns)
