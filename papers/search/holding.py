"""Whether token texts hold what a query asks for, without a database: for private notes, for the order, for "why"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from papers.search.queries import Alternative, Atom, Group, Query


@dataclass(frozen=True)
class Reason:
    """Something asked for stands in the text called ``where``, under the glossary's name ``via`` or, "", as typed."""

    where: str
    group: Group
    via: str = ""


def holds(query: Query, texts: Collection[str]) -> bool:
    """Whether every group stands in some of the token texts and nothing excluded in any. Only exclusions: no."""
    if query.only_excludes or any(stands(atom, texts) for atom in query.excluded):
        return False
    return all(next(ways(group, texts), None) for group in query.groups)


def ways(group: Group, texts: Collection[str]) -> Iterator[Alternative]:
    """The alternatives of which every atom stands somewhere in the texts."""
    for alternative in group.alternatives:
        if all(stands(atom, texts) for atom in alternative.atoms):
            yield alternative


def stands(atom: Atom, texts: Collection[str]) -> bool:
    sought = needle(atom)
    return any(sought in text for text in texts)


def needle(atom: Atom) -> str:
    """What is a part of a token text exactly if the text holds the atom."""
    return f" {' '.join(atom.tokens)}{'' if atom.is_prefix else ' '}"


def counts(query: Query, text: str) -> dict[Atom, int]:
    """In how many places of a token text each atom of the query begins."""
    return {atom: count(atom, text) for atom in query.atoms}


def count(atom: Atom, text: str) -> int:
    return len(beginnings(atom).findall(text)) if needle(atom) in text else 0


@lru_cache(maxsize=1024)
def beginnings(atom: Atom) -> re.Pattern[str]:
    """Tokens share the spaces between them, so all but the first are only looked at."""
    first, rest = f" {atom.tokens[0]}", needle(atom)[1 + len(atom.tokens[0]) :]
    return re.compile(f"{re.escape(first)}(?={re.escape(rest)})")


def reasons(query: Query, texts: Mapping[str, str]) -> list[Reason]:
    """Which of the named token texts hold what: in the order of the groups, then of the texts; as typed if they can."""
    return [reason for group in query.groups for reason in reasons_of(group, texts)]


def reasons_of(group: Group, texts: Mapping[str, str]) -> Iterator[Reason]:
    possible = list(ways(group, texts.values()))
    for where, text in texts.items():
        here = (way.via for way in possible if any(needle(atom) in text for atom in way.atoms))
        if (via := next(here, None)) is not None:
            yield Reason(where, group, via)


def through(query: Query, texts: Collection[str]) -> list[str]:
    """The glossary's names without which a hit would be none: one for each group that is nowhere as it was typed."""
    found = (next(ways(group, texts), None) for group in query.groups)
    return list(dict.fromkeys(way.via for way in found if way and way.via))
