"""A search in one language finds what is written in the other: the names of a term stand for each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from notes.models import Language, Term
from notes.terminology import Vocabulary, agreed_name, vocabulary
from notes.terms import name_key
from papers.search.tokens import folded


def other_names(phrases: Collection[str]) -> dict[str, list[str]]:
    """For each of these phrases that the glossary knows, the names of the term in the other language, the agreed one
    first; phrases that it does not know are left out. One query.

    A phrase is known by the agreed name or another one, in the plural as well, whatever its hyphens and spaces, in
    traditional characters as in simplified ones.
    """
    known = vocabulary() if phrases else None
    if known is None:
        return {}
    found = {phrase: list(dict.fromkeys(answers(known, phrase))) for phrase in phrases}
    return {phrase: names for phrase, names in found.items() if names}


def answers(known: Vocabulary, phrase: str) -> Iterator[str]:
    for language in Language:
        number = known.finders[language].named(phrase) or known.finders[language].named(folded(phrase))
        if number is not None:
            yield from names(known.terms[number], language.other, beside=phrase)


def names(term: Term, language: Language, beside: str) -> Iterator[str]:
    """What the term is called in the language, but not what is the same as ``beside``, such as SGD."""
    others = [name.name for name in term.names.all() if name.language == language]
    for name in (agreed_name(term, language), *others):
        if name_key(name) != name_key(beside):
            yield name
