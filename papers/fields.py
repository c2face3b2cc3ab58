"""Form fields for addresses that people share: what is unknown is set aside and named, never an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import django_filters
from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime

MOST_VALUES = 20
LONGEST = 256  # characters of a value
Find = Callable[[Sequence[str]], dict[str, Any]]


class KnownField(forms.Field):
    """The values that ``find`` knows, as what it found; the rest goes to ``unknown``.

    ``find`` takes the values and returns a dictionary from each known one to its meaning.
    """

    widget = forms.MultipleHiddenInput

    def __init__(self, find: Find, is_single: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.find = find
        self.is_single = is_single
        self.unknown: list[str] = []

    def clean(self, value: Any) -> list[Any]:
        values = [printable(text) for text in value or []]
        values = list(dict.fromkeys(text for text in values if text))
        if self.is_single:
            values = values[-1:]
        self.unknown = values[MOST_VALUES:]
        found = self.find(values[:MOST_VALUES]) if values else {}
        self.unknown += [text for text in values[:MOST_VALUES] if text not in found]
        meanings = [found[text] for text in values if text in found]
        return [meaning for place, meaning in enumerate(meanings) if meaning not in meanings[:place]]


class WordsField(forms.CharField):
    """Free text, cleaned of what no search can hold; ``is_cut`` says that it was longer than that."""

    is_cut = False

    def to_python(self, value: Any) -> str:
        self.is_cut = len((value or "").strip()) > LONGEST
        return printable(value or "")


class KnownFilter(django_filters.Filter):
    """A filter over what ``find`` knows; its method gets the list of what was found."""

    field_class = KnownField

    def __init__(self, find: Find, **kwargs: Any) -> None:
        super().__init__(find=find, **kwargs)


class WordsFilter(django_filters.Filter):
    field_class = WordsField


def one_of(choices: Collection[str]) -> Find:
    """Knows the words of a fixed set."""
    return lambda values: {value: value for value in values if value in choices}


def whole_number(low: int, high: int) -> Find:
    """Knows the whole numbers from ``low`` to ``high``."""

    def find(values: Sequence[str]) -> dict[str, int]:
        digits = [value for value in values if re.fullmatch(r"[0-9]{1,6}", value)]
        return {value: int(value) for value in digits if low <= int(value) <= high}

    return find


@dataclass(frozen=True)
class Moment:
    """A point in time as an address spells it, and as a page says it."""

    at: datetime

    @property
    def slug(self) -> str:
        return self.at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"

    def __str__(self) -> str:
        return date_format(localtime(self.at), "DATETIME_FORMAT")


def moments(values: Sequence[str]) -> dict[str, Moment]:
    """Knows days and points in time of our age as ISO 8601 has them; a time without a zone is UTC."""
    found = {}
    for value in values:
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            continue
        if 1900 < at.year < 2900:
            found[value] = Moment(at if at.tzinfo else at.replace(tzinfo=UTC))
    return found


def printable(text: str) -> str:
    """The text without control characters, which no database and no page wants."""
    return re.sub(r"[\x00-\x1f\x7f]", " ", text).strip()[:LONGEST]
