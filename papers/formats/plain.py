"""Records as plain dictionaries, for a JSON column and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from papers.formats.records import Link, Record

_EMPTY = Record(title="")
_TUPLES = {"institutions", "authors", "tags", "links", "summaries"}


def plain(record: Record) -> dict[str, Any]:
    """The record as JSON holds it: its title and every field that says something."""
    said = {field.name: getattr(record, field.name) for field in fields(Record)}
    said = {name: value for name, value in said.items() if name == "title" or value != getattr(_EMPTY, name)}
    if "links" in said:
        said["links"] = [[link.url, link.kind, link.label] for link in said["links"]]
    return {name: list(value) if name in _TUPLES else value for name, value in said.items()}


def record_of(said: Mapping[str, Any]) -> Record:
    """The record that `plain` wrote; names it does not know are passed over."""
    known = {field.name for field in fields(Record)}
    values: dict[str, Any] = {
        name: tuple(value) if name in _TUPLES else value for name, value in said.items() if name in known
    }
    if "links" in values:
        values["links"] = tuple(Link(*link) for link in values["links"])
    if "summaries" in values:
        values["summaries"] = tuple((language, text) for language, text in values["summaries"])
    values.setdefault("title", "")
    return Record(**values)
