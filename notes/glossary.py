"""The glossary as pages show it: both languages of a term, the page's own first, under letters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from string import ascii_uppercase

from django.utils.translation import get_language

from notes.alphabet import OTHER, letter_of, place_of
from notes.models import Language, Term


@dataclass(frozen=True)
class Side:
    """A term in one language; ``others`` are its other names in one line."""

    language: Language
    name: str
    others: str
    definition: str


@dataclass(frozen=True)
class Entry:
    term: Term
    sides: tuple[Side, Side]


@dataclass(frozen=True)
class Letter:
    name: str
    entries: list[Entry]

    @property
    def anchor(self) -> str:
        return f"letter-{self.name.lower() if self.name != OTHER else 'other'}"


def language_of_page() -> Language:
    return Language.CHINESE if get_language() == Language.CHINESE else Language.ENGLISH


def entry(term: Term, first: Language) -> Entry:
    return Entry(term, (side(term, first), side(term, first.other)))


def side(term: Term, language: Language) -> Side:
    is_chinese = language is Language.CHINESE
    others = [name.name for name in term.names.all() if name.language == language]
    return Side(
        language,
        term.chinese if is_chinese else term.english,
        ("、" if is_chinese else ", ").join(others),
        term.definition_chinese if is_chinese else term.definition_english,
    )


def by_letter(terms: Iterable[Term], first: Language) -> list[Letter]:
    """The terms in the order of their names in ``first``; only letters that have any."""
    entries = sorted((entry(term, first) for term in terms), key=lambda entry: place_of(entry.sides[0].name))
    groups = groupby(entries, key=lambda entry: letter_of(entry.sides[0].name))
    return [Letter(name, list(group)) for name, group in groups]


def alphabet(letters: list[Letter]) -> list[tuple[str, str]]:
    """A to Z, each with the anchor it leads to; an empty one where no term stands under the letter."""
    anchors = {letter.name: letter.anchor for letter in letters}
    others = [OTHER] if OTHER in anchors else []
    return [(name, anchors.get(name, "")) for name in (*others, *ascii_uppercase)]
