"""What a deed did to the database, row by row, so that it can be taken back as if it had never been.

Rows are kept as JSON by their columns, whatever the model; nothing here knows what a paper is.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from hashlib import blake2b
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import CASCADE, SET_NULL, Model, QuerySet

from papers.batches import chunks

Row = dict[str, Any]
Snapshot = dict[str, dict[int, Row]]  # by model label and primary key


class BuiltOn(Exception):
    """Something was built on the rows since; ``reasons`` says what, as (model label, primary keys)."""

    def __init__(self, reasons: dict[str, list[int]]) -> None:
        super().__init__(", ".join(f"{label} {pks[:3]}" for label, pks in reasons.items()))
        self.reasons = reasons


class Journal:
    """Rows made (each with a digest of how it was left), rows changed (their columns before and after), rows gone."""

    def __init__(self, kept: dict[str, Any] | None = None) -> None:
        """``kept`` is what ``as_json`` returned."""
        kept = kept or {}
        self.made: dict[str, dict[int, str]] = {
            label: {int(pk): digest for pk, digest in rows.items()} for label, rows in kept.get("made", {}).items()
        }
        self.changed: dict[str, dict[int, tuple[Row, Row]]] = {
            label: {int(pk): (before, after) for pk, (before, after) in rows.items()}
            for label, rows in kept.get("changed", {}).items()
        }
        self.gone: dict[str, list[Row]] = kept.get("gone", {})

    @classmethod
    def between(cls, before: Snapshot, after: Snapshot, whole: Collection[str] = ()) -> Journal:
        """The journal of all that differs between two snapshots of the same rows.

        Of the models named in ``whole`` every column of a changed row is kept: nobody may have touched any of them.
        """
        journal = cls()
        for label in {**before, **after}:
            old, new = before.get(label, {}), after.get(label, {})
            journal.made[label] = {pk: digest(new[pk]) for pk in new.keys() - old.keys()}
            journal.gone[label] = [old[pk] for pk in sorted(old.keys() - new.keys())]
            journal.changed[label] = {
                pk: (old[pk], new[pk]) if label in whole else changes(old[pk], new[pk])
                for pk in old.keys() & new.keys()
                if old[pk] != new[pk]
            }
        return journal

    def as_json(self) -> dict[str, Any]:
        return {
            "made": {label: rows for label, rows in self.made.items() if rows},
            "changed": {label: rows for label, rows in self.changed.items() if rows},
            "gone": {label: rows for label, rows in self.gone.items() if rows},
        }

    def note_made(self, rows: Iterable[Model]) -> None:
        """Remember saved rows as made; ``seal`` has to follow."""
        for row in rows:
            self.made.setdefault(row._meta.label, {})[row.pk] = ""

    def note_changed(self, row: Model, before: Row) -> None:
        """Remember a row about to be saved: ``before`` has columns (``attname``) as they were; the row has the new."""
        label, fields = row._meta.label, columns(type(row))
        old = {name: encoded(value) for name, value in before.items()}
        new = {name: encoded(fields[name].value_from_object(row)) for name in before}
        kept = self.changed.setdefault(label, {}).setdefault(row.pk, ({}, {}))
        kept[0].update({name: value for name, value in old.items() if name not in kept[0]})
        kept[1].update(new)

    def join(self, other: Journal) -> None:
        """Add a deed that came after what is noted here; rows made before it are not noted as changed."""
        for label, rows in other.made.items():
            self.made.setdefault(label, {}).update(rows)
        for label, changed in other.changed.items():
            kept = self.changed.setdefault(label, {})
            for pk, (before, after) in changed.items():
                if pk not in self.made.get(label, {}):
                    old, new = kept.get(pk, ({}, {}))
                    kept[pk] = (before | old, new | after)
        for label, gone in other.gone.items():
            made = self.made.get(label, {})
            name = pk_name(label)
            self.gone.setdefault(label, []).extend(row for row in gone if made.pop(row[name], None) is None)

    def seal(self) -> None:
        """Digest the rows made as they stand now, at the end of the deed."""
        for label, rows in self.made.items():
            for row in rows_of(apps.get_model(label), rows):
                rows[row[pk_name(label)]] = digest(row)

    def built_on(self, ignore: Iterable[str] = (), derived: Collection[str] = ()) -> dict[str, list[int]]:
        """What keeps the deed from being taken back: rows edited since, rows of others that point at rows made, and
        rows deleted since without which what is gone cannot come back.

        ``ignore`` names models whose rows may go with the row they point at, and of which those that were changed or
        deleted since stay so; ``derived`` columns that are made from others and say nothing by themselves.
        """
        found: dict[str, list[int]] = defaultdict(list)
        for label, rows in self.made.items():
            model = apps.get_model(label)
            for row in rows_of(model, rows):
                pk = row[pk_name(label)]
                if rows[pk] and rows[pk] != digest(row):
                    found[label].append(pk)
            for other, field in pointing_at(model):
                if field.remote_field.on_delete is SET_NULL or other._meta.label in ignore:
                    continue
                changed = self.changed.get(other._meta.label, {})
                ours = {pk for pk, (_before, after) in changed.items() if field.attname in after}  # pointed there by it
                ours |= self.made.get(other._meta.label, {}).keys()
                for some in chunks(sorted(rows)):
                    pointing = other._base_manager.filter(**{f"{field.name}__in": some}).values_list("pk", flat=True)
                    found[other._meta.label] += [pk for pk in pointing if pk not in ours]
        for label in self.changed.keys() - {*ignore}:
            found[label] += self.touched(label, derived)
        for label, gone in self.gone.items():
            for field, missing in self.missing(label, gone):
                if field.remote_field.on_delete not in (CASCADE, SET_NULL):
                    found[field.related_model._meta.label] += sorted(missing)
        return {label: sorted(set(pks)) for label, pks in found.items() if pks}

    def touched(self, label: str, derived: Collection[str] = ()) -> set[int]:
        """The changed rows that are not as the deed left them any more, or not there."""
        changed = self.changed[label]
        left = {
            row[pk_name(label)]
            for row in rows_of(apps.get_model(label), changed)
            if all(row[name] == value for name, value in changed[row[pk_name(label)]][1].items() if name not in derived)
        }
        return changed.keys() - left

    def missing(self, label: str, rows: list[Row]) -> Iterator[tuple[Any, set[int]]]:
        """The foreign keys of these rows that point at rows which are not there any more, each with their ids."""
        for field in apps.get_model(label)._meta.concrete_fields:
            if field.remote_field is None or not getattr(field, "db_constraint", False):
                continue
            target = field.related_model
            wanted = {row[field.attname] for row in rows} - {None}
            wanted -= {row[pk_name(target._meta.label)] for row in self.gone.get(target._meta.label, [])}
            for some in chunks(wanted):
                wanted -= set(target._base_manager.filter(pk__in=some).values_list("pk", flat=True))
            if wanted:
                yield field, wanted

    def returning(self, label: str) -> list[Row]:
        """The rows to put back: where what they point at was deleted since, as that deletion would have left them."""
        rows = self.gone[label]
        for field, missing in self.missing(label, rows):
            name = field.attname
            if field.remote_field.on_delete is CASCADE:
                rows = [row for row in rows if row[name] not in missing]
            else:
                rows = [row | {name: None} if row[name] in missing else row for row in rows]
        return rows

    @transaction.atomic
    def take_back(self, ignore: Iterable[str] = (), derived: Collection[str] = ()) -> None:
        """Put every row back as it was. Raises BuiltOn, and changes nothing, where something was built on it since."""
        reasons = self.built_on(ignore, derived)
        if reasons:
            raise BuiltOn(reasons)
        for label, rows in self.made.items():
            model = apps.get_model(label)
            for some in chunks(sorted(rows)):
                for other, field in pointing_at(model):
                    pointing = other._base_manager.filter(**{f"{field.name}__in": some})
                    if field.remote_field.on_delete is SET_NULL:
                        pointing.update(**{field.name: None})
                    elif other._meta.label in ignore:
                        raw_delete(pointing)
        for label, rows in self.made.items():
            for some in chunks(sorted(rows)):
                raw_delete(apps.get_model(label)._base_manager.filter(pk__in=some))
        # what has changed first: it may hold what the rows that come back had, such as a DOI
        for label, changed in self.changed.items():
            model = apps.get_model(label)
            touched = self.touched(label, derived)
            for pk, (before, _after) in changed.items():
                if pk not in touched:
                    model._base_manager.filter(pk=pk).update(**decoded(model, before))
        for label in self.gone:
            model = apps.get_model(label)
            for row in self.returning(label):
                # as the row was: no automatic dates, no history of its own
                model(**decoded(model, row)).save_base(raw=True, force_insert=True)


def snapshot(*querysets: QuerySet) -> Snapshot:
    """All columns of the rows of these querysets; several of one model are laid together."""
    found: Snapshot = {}
    for rows in querysets:
        label = rows.model._meta.label
        kept = found.setdefault(label, {})
        for row in encoded_rows(rows):
            kept[row[pk_name(label)]] = row
    return found


def rows_of(model: type[Model], pks: Iterable[int]) -> Iterator[Row]:
    for some in chunks(pks):
        yield from encoded_rows(model._base_manager.filter(pk__in=some))


def encoded_rows(rows: QuerySet) -> Iterator[Row]:
    names = list(columns(rows.model))
    for values in rows.order_by().values_list(*names):
        yield dict(zip(names, map(encoded, values), strict=True))


def encoded(value: Any) -> Any:
    """A column's value as JSON holds it, to the microsecond."""
    return value.isoformat() if isinstance(value, date) else value


def decoded(model: type[Model], row: Row) -> Row:
    fields = columns(model)
    return {name: fields[name].to_python(value) if isinstance(value, str) else value for name, value in row.items()}


def columns(model: type[Model]) -> dict[str, Any]:
    return {field.attname: field for field in model._meta.concrete_fields}


def changes(old: Row, new: Row) -> tuple[Row, Row]:
    names = [name for name in old if old[name] != new[name]]
    return {name: old[name] for name in names}, {name: new[name] for name in names}


def digest(row: Row) -> str:
    return blake2b(json.dumps(row, sort_keys=True).encode(), digest_size=9).hexdigest()


def pk_name(label: str) -> str:
    return apps.get_model(label)._meta.pk.attname


def pointing_at(model: type[Model]) -> list[tuple[type[Model], Any]]:
    """The foreign keys that point at the model, but for those of histories and of what is made from other rows, such
    as the search: they point at nothing for sure."""
    relations: list[Any] = [one for one in model._meta.get_fields(include_hidden=True) if one.auto_created]
    relations = [one for one in relations if not one.concrete and (one.one_to_many or one.one_to_one)]
    relations = [one for one in relations if one.field.db_constraint]
    return [(one.related_model, one.field) for one in relations if not hasattr(one.related_model, "instance_type")]


def raw_delete(rows: QuerySet) -> None:
    """Delete without cascades, signals or histories; the keys are checked when the transaction ends."""
    rows.order_by()._raw_delete(rows.db)
