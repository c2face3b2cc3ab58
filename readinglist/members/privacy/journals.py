"""Journals by which a merge or an import can be taken back hold rows as they were, those of people among them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import DO_NOTHING, SET_NULL, Model, Q, TextField
from django.db.models.functions import Cast

from notes.models import Summary
from papers.batches import chunks
from papers.journal import digest, encoded_rows, pk_name
from papers.models import Deed, Import, Merge

KEEPERS: tuple[Any, ...] = (Merge, Deed, Import)


def forget_in_journals(person: User, ghost: User, gone: dict[str, set[int]]) -> None:
    """Before the person's rows are deleted: take their own out of every journal, and credit the rest to the ghost.

    ``gone`` are further rows, by label, that have been deleted with them and that no journal misses.
    """
    own = {model._meta.label: model for model in owned_models()}
    for keeper in KEEPERS:
        named = Q(by=person) | Q(said__contains=f'_id": {person.pk}')
        for label in own:
            named |= Q(said__contains=f'"{label}"')
        rows = keeper.objects.annotate(said=Cast("journal", TextField())).filter(named).only("journal")
        for row in rows.iterator(chunk_size=1):  # the journal of one large import is in memory, never that of two
            if Scrubber(person, ghost, own, gone).clean(row.journal.get("rows", row.journal)):
                keeper.objects.filter(pk=row.pk).update(journal=row.journal)


def user_columns(model: type[Model]) -> dict[str, Any]:
    """The columns that hold a person's number, with what happens to the row when the person goes."""
    fields = [field for field in model._meta.concrete_fields if field.related_model is User]
    return {field.attname: field.remote_field.on_delete for field in fields if field.remote_field}


def owned_models() -> list[type[Model]]:
    """Those whose rows are of one person and go with them."""
    models = [*apps.get_app_config("papers").get_models(), *apps.get_app_config("notes").get_models()]
    kept = {SET_NULL, DO_NOTHING}
    return [model for model in models if any(rule not in kept for rule in user_columns(model).values())]


class Scrubber:
    """One person's way out of one journal; ``clean`` says whether it changed anything."""

    def __init__(self, person: User, ghost: User, own: dict[str, type[Model]], deleted: dict[str, set[int]]) -> None:
        self.person, self.ghost, self.own = person.pk, ghost.pk, own
        self.deleted = {label: {str(pk) for pk in pks} for label, pks in deleted.items()}

    def clean(self, journal: dict[str, Any]) -> bool:
        changed = [self.clean_changed(label, rows) for label, rows in journal.get("changed", {}).items()]
        changed += [self.clean_gone(label, rows) for label, rows in journal.get("gone", {}).items()]
        changed += [self.clean_made(label, rows) for label, rows in journal.get("made", {}).items()]
        return any(changed)

    def clean_gone(self, label: str, rows: list[dict[str, Any]]) -> bool:
        columns = user_columns(apps.get_model(label))
        staying = [row for row in rows if not self.is_theirs_alone(label, row, columns)]
        is_changed = len(staying) < len(rows)
        rows[:] = staying
        return self.credit(rows, columns) or is_changed

    def is_theirs_alone(self, label: str, row: dict[str, Any], columns: dict[str, Any]) -> bool:
        """Such a row goes with them: a reading, or a text of theirs that nobody else has seen."""
        if label == Summary._meta.label:
            is_draft, hands = row["state"] == Summary.State.DRAFT, {row["author_id"], row["last_editor_id"]}
            return is_draft and hands - {None} == {self.person}
        return label in self.own and self.is_named(row, columns)

    def clean_changed(self, label: str, rows: dict[str, Any]) -> bool:
        columns = user_columns(apps.get_model(label))
        going = self.theirs(label, rows)
        if label in self.own:
            going |= {pk for pk, sides in rows.items() if any(self.is_named(side, columns) for side in sides)}
        for pk in going:
            del rows[pk]
        return self.credit((side for sides in rows.values() for side in sides), columns) or bool(going)

    def clean_made(self, label: str, rows: dict[str, Any]) -> bool:
        going = self.theirs(label, rows)
        for pk in going:
            del rows[pk]
        return self.sign_anew(label, rows) or bool(going)

    def sign_anew(self, label: str, rows: dict[str, str]) -> bool:
        """What a deed made and nobody has touched since counts as untouched with another name under it, too."""
        model, is_changed = apps.get_model(label), False
        columns = user_columns(model)
        theirs = Q(pk__in=[])
        for name in columns:
            theirs |= Q(**{name: self.person})
        for some in chunks([int(pk) for pk in rows] if columns else []):
            for row in encoded_rows(model._base_manager.filter(theirs, pk__in=some)):
                pk = str(row[pk_name(label)])
                if rows[pk] == digest(row):
                    self.credit([row], columns)
                    rows[pk], is_changed = digest(row), True
        return is_changed

    def theirs(self, label: str, pks: Iterable[str]) -> set[str]:
        """Of these rows those that are the person's own now, or that went with what was."""
        if label not in self.own:
            return self.deleted.get(label, set()) & set(pks)
        model = self.own[label]
        kept = {SET_NULL, DO_NOTHING}
        owners = Q()
        for name, rule in user_columns(model).items():
            owners |= Q() if rule in kept else Q(**{name: self.person})
        mine = {str(pk) for pk in model._base_manager.filter(owners).values_list("pk", flat=True)}
        return mine & set(pks)

    def is_named(self, row: dict[str, Any], columns: dict[str, Any]) -> bool:
        return any(row.get(name) == self.person for name, rule in columns.items() if rule not in (SET_NULL, DO_NOTHING))

    def credit(self, rows: Iterable[dict[str, Any]], columns: dict[str, Any]) -> bool:
        is_changed = False
        for row in rows:
            for name in columns:
                if row.get(name) == self.person:
                    row[name], is_changed = self.ghost, True
        return is_changed
