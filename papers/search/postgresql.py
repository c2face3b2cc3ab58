"""Asking PostgreSQL's text search. Its parser never sees a text: vectors and queries are cast from our own tokens.

A vector holds no positions, which would end at 16,383. Where tokens have to stand side by side, the index finds what
has them all, and the tokens of the text are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL

from papers import reading
from papers.search.queries import Alternative, Atom, Group, Query
from papers.search.tokens import BREAK

Condition = tuple[str, list]
COLUMNS = {"everything": ("title", "names", "body"), "head": ("title", "names")}


def hits(query: Query, in_head: bool = False, more: Collection[int] = ()) -> RawSQL:
    """The numbers of the papers whose public document answers the query, and ``more``.

    With ``in_head`` it has to answer by title and names.
    """
    found = numbered(answering(query, in_head))
    return united(found, these(more)) if more else found


def few(query: Query, in_head: bool, most: int) -> list[int] | None:
    """The numbers that ``hits`` stands for; None where they are more than ``most``."""
    found = hits(query, in_head)
    with reading.cursor() as cursor:
        cursor.execute(f"{found.sql} LIMIT %s", [*found.params, most + 1])
        numbers = [number for (number,) in cursor.fetchall()]
    return numbers if len(numbers) <= most else None


def everything(query: Query) -> list[int]:
    """All the numbers that ``hits`` stands for.

    By the index even where it has most papers: PostgreSQL would rather look at every vector, which costs it as much as
    a number, it thinks. But they lie outside of their rows, compressed.
    """
    found = hits(query)
    with transaction.atomic(using=reading.database()), reading.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(found.sql, found.params)
        numbers = [number for (number,) in cursor.fetchall()]
        cursor.execute("SET LOCAL enable_seqscan = on")  # there may be a transaction around this one
    return numbers


def is_dear(query: Query) -> bool:
    """Whether texts have to be looked at, so that even many hits had better be listed once."""
    return any(len(atom.tokens) > 1 for atom in (*query.atoms, *query.excluded))


def among(numbers: RawSQL) -> Q:
    """A condition on papers: to be one of these, which are many."""
    return Q(pk__in=numbers)


def called(query: Query, name: str) -> RawSQL:
    """The numbers of the papers with this token among their names that answer the query by title and names."""
    wanted: Condition = ("head @@ %s::tsquery", [quoted(name)])
    return numbered([wanted, *answering(query, in_head=True)])


def these(numbers: Iterable[int]) -> RawSQL:
    """These numbers, however many, as one parameter."""
    return RawSQL("SELECT unnest(%s::bigint[])", [sorted(numbers)])  # noqa: S611


def united(*parts: RawSQL) -> RawSQL:
    return RawSQL(" UNION ".join(part.sql for part in parts), [value for part in parts for value in part.params])  # noqa: S611


def own(member: int, groups: Sequence[Group]) -> list[set[int]]:
    """For each group the papers on which the member's own note has it; one query."""
    return answers([both(("member_id = %s", [member]), every("everything", [group])) for group in groups])


def having(groups: Sequence[Group], papers: Collection[int]) -> list[set[int]]:
    """For each group those of the papers whose public document has it; one query."""
    among: Condition = ("id = ANY(%s)", [list(papers)])
    return answers([both(among, every("everything", [group])) for group in groups])


def answers(conditions: Sequence[Condition]) -> list[set[int]]:
    found: list[set[int]] = [set() for _ in conditions]
    sql = " UNION ALL ".join(
        f"SELECT {place}, paper_id FROM papers_searchdoc WHERE {condition}"  # noqa: S608
        for place, (condition, _) in enumerate(conditions)
    )
    with reading.cursor() as cursor:
        cursor.execute(sql, [value for _, values in conditions for value in values])
        for place, number in cursor.fetchall():
            found[place].add(number)
    return found


def heads(papers: Collection[int]) -> dict[int, tuple[str, str]]:
    """The tokens of the title and of the names by paper."""
    with reading.cursor() as cursor:
        cursor.execute("SELECT id, title, names FROM papers_searchdoc WHERE id = ANY(%s)", [list(papers)])
        return {number: (title, names) for number, title, names in cursor.fetchall()}


def numbered(conditions: Sequence[Condition]) -> RawSQL:
    # not as a plain comparison, for which the planner would take the primary key and look into every vector
    sql, values = both(("(id > 0) IS TRUE", []), *conditions)
    return RawSQL(f"SELECT id FROM papers_searchdoc WHERE {sql}", values)  # noqa: S608, S611 - texts are parameters


def answering(query: Query, in_head: bool) -> list[Condition]:
    """Single tokens that are not wanted go into the same question: the index then answers it alone."""
    if in_head:
        return [every("head", query.groups), *(none("everything", atom) for atom in query.excluded)]
    single = [atom for atom in query.excluded if len(atom.tokens) == 1]
    others = [none("everything", atom) for atom in query.excluded if len(atom.tokens) > 1]
    return [every("everything", query.groups, single), *others]


def every(vector: str, groups: Sequence[Group], unwanted: Sequence[Atom] = ()) -> Condition:
    """All of the groups and nothing unwanted: the index at once, then one by one groups that ask for neighbours."""
    wanted = [*map(either, groups), *(f"!({lexemes(atom)})" for atom in unwanted)]
    found: Condition = (f"{vector} @@ %s::tsquery", [" & ".join(wanted)])
    return both(found, *(beside(vector, group) for group in groups if has_neighbours(group)))


def none(vector: str, atom: Atom) -> Condition:
    sql, values = both(*whole(vector, atom))
    return f"NOT ({sql})", values


def beside(vector: str, group: Group) -> Condition:
    """One of the group's ways, with neighbours where it asks for them."""
    ways = [both(*(condition for atom in way.atoms for condition in whole(vector, atom))) for way in group.alternatives]
    return " OR ".join(f"({sql})" for sql, _ in ways), [value for _, values in ways for value in values]


def whole(vector: str, atom: Atom) -> list[Condition]:
    """All that has to hold for the atom to be there."""
    has_all: Condition = (f"{vector} @@ %s::tsquery", [lexemes(atom)])
    if len(atom.tokens) == 1:
        return [has_all]
    columns = COLUMNS[vector]
    return [has_all, (" OR ".join(f"{column} LIKE %s" for column in columns), [pattern(atom)] * len(columns))]


def both(*conditions: Condition) -> Condition:
    return " AND ".join(f"({sql})" for sql, _ in conditions), [value for _, values in conditions for value in values]


def pattern(atom: Atom) -> str:
    """The tokens side by side, as texts are kept: with a space before and after each."""
    side_by_side = re.sub(r"([\\%_])", r"\\\1", " ".join(atom.tokens))
    return f"% {side_by_side}%" if atom.is_prefix else f"% {side_by_side} %"


def either(group: Group) -> str:
    return "(" + " | ".join(map(together, group.alternatives)) + ")"


def together(way: Alternative) -> str:
    return "(" + " & ".join(map(lexemes, way.atoms)) + ")"


def lexemes(atom: Atom) -> str:
    return " & ".join(quoted(token) for token in atom.tokens if token != BREAK) + (":*" if atom.is_prefix else "")


def quoted(token: str) -> str:
    return "'{}'".format(token.replace("\\", "\\\\").replace("'", "''"))


def has_neighbours(group: Group) -> bool:
    return any(len(atom.tokens) > 1 for way in group.alternatives for atom in way.atoms)
