"""What registries know of the rows of an import: asked for in the background, offered, and taken field by field."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.utils.translation import gettext_lazy as _

from papers.formats import identifiers
from papers.formats.plain import plain, record_of
from papers.formats.records import Record
from papers.importing.choosing import complete
from papers.lookup import Identifier, LookupFailed, Reason, identify, look_up
from papers.models import Import, ImportRow

FIELDS = {
    "title": _("Title"),
    "authors": _("Authors"),
    "venue": _("Venue"),
    "year": _("Year"),
    "doi": _("DOI"),
    "arxiv_id": _("arXiv id"),
    "abstract": _("Abstract"),
    "links": _("Links"),
}
TIRED = 3  # after so many rows in a row for which nobody could be reached, the rest is not asked
ASKING = 120  # seconds after which a round that says nothing more is taken for dead


class Suggested(NamedTuple):
    """A field that the row lacks and a registry knows."""

    name: str
    label: Any
    value: Any

    @property
    def words(self) -> str:
        if self.name == "links":
            return "  ".join(link.url for link in self.value)
        return ", ".join(self.value) if isinstance(self.value, tuple) else str(self.value)


def identifier_of(record: Record) -> Identifier | None:
    """What the row's paper can be asked for by: its DOI, its arXiv id, else one of its addresses."""
    given = (record.doi, record.arxiv_id, *(link.url for link in record.links))
    return next((found for found in map(identify, given) if found), None)


def ask(row: ImportRow) -> None:
    """Look the row up and keep what was found, or why nothing was."""
    identifier = identifier_of(record_of(row.record))
    try:
        if identifier is None:
            raise LookupFailed(Reason.UNKNOWN)
        found = look_up(identifier)
        row.found = {"record": plain(found.record), "registry": found.registry}
    except LookupFailed as failed:
        row.found = {"reason": failed.reason.value, "registry": failed.registry}
    ImportRow.objects.filter(pk=row.pk, of__state=Import.State.REVIEW).update(found=row.found)


def why_nothing(row: ImportRow) -> str:
    """In a line why the look-up brought nothing; empty where it did, or there was none."""
    reason = row.found.get("reason")
    return str(LookupFailed(Reason(reason), row.found["registry"])) if reason else ""


def suggested(row: ImportRow) -> list[Suggested]:
    """What was found and the row does not say."""
    if "record" not in row.found:
        return []
    said, found = record_of(row.record), record_of(row.found["record"])
    known = {link.url for link in said.links}
    found = replace(found, links=tuple(link for link in found.links if link.url not in known))
    lacking = (name for name in FIELDS if name == "links" or is_lacking(said, name))
    return [Suggested(name, FIELDS[name], value) for name in lacking if (value := getattr(found, name))]


def is_lacking(said: Record, name: str) -> bool:
    """Whether the row has nothing there, or as its title only the identifier that it came with."""
    value = getattr(said, name)
    return not value or (name == "title" and identifiers.is_placeholder(value))


def accept(row: ImportRow, names: Collection[str]) -> list[str]:
    """Take these of the suggested fields into the row; which were taken."""
    taken = {one.name: one.value for one in suggested(row) if one.name in names}
    return complete(row, Record(**{"title": "", **taken})) if taken else []


def askable(imported: Import) -> Iterator[ImportRow]:
    """The rows that a registry can be asked about and that were not answered yet."""
    for row in imported.rows.exclude(record={}).order_by("position").iterator(chunk_size=500):
        if "record" not in row.found and identifier_of(record_of(row.record)):
            yield row


def is_asking(imported: Import) -> bool:
    return bool(cache.get(f"import-{imported.pk}-asking"))


def ask_all(imported: Import) -> None:
    """Look up every row that can be, in a thread of the server; what a server that ends leaves can be asked again."""
    if not cache.add(f"import-{imported.pk}-asking", True, ASKING):
        return
    if settings.IMPORTS_IN_BACKGROUND:
        threading.Thread(target=ask_in_turn, args=[imported], name="look-ups", daemon=True).start()
    else:
        ask_in_turn(imported)


def ask_in_turn(imported: Import) -> None:
    unreached = 0
    try:
        for row in list(askable(imported)):
            cache.set(f"import-{imported.pk}-asking", True, ASKING)
            ask(row)
            unreached = unreached + 1 if row.found.get("reason") == Reason.OFFLINE else 0
            if row.found.get("reason") == Reason.OFF or unreached == TIRED:
                break
    finally:
        cache.delete(f"import-{imported.pk}-asking")
        if settings.IMPORTS_IN_BACKGROUND:
            connections.close_all()
