"""Form fields for addresses that people share: what is unknown is set aside and named, never an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

import django_filters
from django import forms

MOST_VALUES = 20
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
    """Free text, cleaned of what no search can hold."""

    def to_python(self, value: Any) -> str:
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


def printable(text: str) -> str:
    """The text without control characters, which no database and no page wants."""
    return re.sub(r"[\x00-\x1f\x7f]", " ", text).strip()[:256]
