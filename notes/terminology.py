"""The group's terms in a text, and whether a translation says them as the group has agreed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max

from notes.models import Language, Term
from notes.terms import Finder, Found, name_key, occurs, prose


@dataclass(frozen=True)
class Vocabulary:
    """The whole glossary, ready to be found in texts. Shared between requests: nobody changes what is in it."""

    terms: dict[int, Term]
    finders: dict[str, Finder[int]]

    def find(self, text: str, language: str) -> list[Found[int]]:
        return self.finders[language].find(text)


@dataclass(frozen=True)
class TermUse:
    """A term of the original and what the translation makes of it."""

    term: Term
    name: str  # as the original has it
    agreed: str
    is_used: bool
    used_instead: str  # another name of the term, as the translation has it where the agreed one is missing
    is_kept: bool  # the translation says it in the same letters as the original, such as SGD

    @property
    def is_fine(self) -> bool:
        return self.is_used or self.is_kept


def agreed_name(term: Term, language: str) -> str:
    return term.chinese if language == Language.CHINESE else term.english


_kept: tuple[Any, Vocabulary] | None = None


def vocabulary() -> Vocabulary:
    """The glossary as it is now: one query where it has not changed since this process last read it."""
    global _kept
    now = stamp()
    if _kept is None or _kept[0] != now:
        _kept = (now, read())
    return _kept[1]


def stamp() -> tuple[Any, ...]:
    """Another one after every change of the glossary."""
    facts = Term.objects.order_by().aggregate(
        Max("changed"), Max("names"), Count("names"), count=Count("pk", distinct=True)
    )
    return tuple(facts.values())


def read() -> Vocabulary:
    terms = {term.pk: term for term in Term.objects.prefetch_related("names")}
    finders = {}
    for language in Language:
        names = [(agreed_name(term, language), pk) for pk, term in terms.items()]
        others = [
            (name.name, pk) for pk, term in terms.items() for name in term.names.all() if name.language == language
        ]
        finders[language.value] = Finder(names + others)
    return Vocabulary(terms, finders)


def check(source: str, source_language: Language, target: str) -> list[TermUse]:
    """The terms that occur in ``source``, in its order, each with what ``target`` in the other language makes of it.

    Both are Markdown. A term is there once, by the first of its names in the source.
    """
    known, language = vocabulary(), source_language.other
    source, target = prose(source), prose(target)
    said: dict[int, list[Found[int]]] = {}
    for found in known.find(source, source_language):
        said.setdefault(found.term, []).append(found)
    answered: dict[int, list[Found[int]]] = {}
    for found in known.find(target, language) if said else ():
        answered.setdefault(found.term, []).append(found)
    return [use(known.terms[pk], language, source, places, target, answered.get(pk, [])) for pk, places in said.items()]


def use(
    term: Term, language: Language, source: str, said: list[Found[int]], target: str, answered: list[Found[int]]
) -> TermUse:
    agreed = agreed_name(term, language)
    is_used = occurs(agreed, target)
    others = [found for found in answered if found.key != name_key(agreed)]
    own = {found.key for found in said}
    kept = [found for found in others if found.key in own]
    instead = next((found for found in others if found not in kept), None)
    return TermUse(
        term=term,
        name=source[said[0].start : said[0].end],
        agreed=agreed,
        is_used=is_used,
        used_instead=target[instead.start : instead.end] if instead and not is_used and not kept else "",
        is_kept=bool(kept),
    )
