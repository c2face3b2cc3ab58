"""Asking SQLite's FTS5. Its language sees our own tokens only, each sequence of them quoted."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence

from django.db.models import BooleanField, Func
from django.db.models.expressions import RawSQL

from papers import reading
from papers.search.holding import needle
from papers.search.numbering import own_range, paper_of
from papers.search.queries import Atom, Group, Query

LISTED = "(SELECT value FROM json_each(%s))"
MATCHING = "SELECT rowid FROM papers_searchindex WHERE papers_searchindex MATCH %s AND rowid"


def hits(query: Query, in_head: bool = False, more: Collection[int] = ()) -> RawSQL:
    """The numbers of the papers whose public document answers the query, and ``more``.

    With ``in_head`` it has to answer by title and names.
    """
    found = RawSQL(f"{MATCHING} > 0", [expression(query, in_head)])  # noqa: S608, S611 - the text is a parameter
    return united(found, these(more)) if more else found


def called(query: Query, name: str) -> RawSQL:
    """The numbers of the papers with this token among their names that answer the query by title and names."""
    return RawSQL(f"{MATCHING} > 0", [f"names : {quoted([name])} AND ({expression(query, in_head=True)})"])  # noqa: S608, S611


def these(numbers: Iterable[int]) -> RawSQL:
    """These numbers, however many, as one parameter."""
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(sorted(numbers))])  # noqa: S611


def united(*parts: RawSQL) -> RawSQL:
    return RawSQL(" UNION ".join(part.sql for part in parts), [value for part in parts for value in part.params])  # noqa: S611


def few(query: Query, in_head: bool, most: int) -> list[int] | None:
    """The numbers that ``hits`` stands for; None where they are more than ``most``."""
    sql = f"{MATCHING} > 0 LIMIT %s"
    with reading.cursor() as cursor:
        cursor.execute(sql, [expression(query, in_head), most + 1])
        found = [number for (number,) in cursor.fetchall()]
    return found if len(found) <= most else None


def everything(query: Query) -> list[int]:
    """All the numbers that ``hits`` stands for."""
    with reading.cursor() as cursor:
        cursor.execute(f"{MATCHING} > 0", [expression(query)])
        return [number for (number,) in cursor.fetchall()]


def is_dear(query: Query) -> bool:
    """Whether even many hits had better be listed once."""
    return False


def among(numbers: RawSQL) -> Func:
    """A condition on papers: to be one of these, which are many.

    + keeps SQLite from fetching every one of them first: it goes along the index that the order wants.
    """
    return Func("pk", numbers, template="+%(expressions)s", arg_joiner=" IN ", output_field=BooleanField())


def own(member: int, groups: Sequence[Group]) -> list[set[int]]:
    """For each group the papers on which the member's own note has it; one query, which reads their notes only."""
    return read("rowid BETWEEN %s AND %s", [*own_range(member)], ["body"], groups)


def having(groups: Sequence[Group], papers: Collection[int]) -> list[set[int]]:
    """For each group those of the papers whose public document has it; one query, which reads these only."""
    return read(f"rowid IN {LISTED}", [json.dumps(sorted(papers))], ["title", "names", "body"], groups)


def read(where: str, values: list, columns: Sequence[str], groups: Sequence[Group]) -> list[set[int]]:
    """Going through some documents costs less than asking the index for each group: it would look at all of them."""
    conditions = [standing(group, columns) for group in groups]
    asked = ", ".join(sql for sql, _ in conditions)
    sql = f"SELECT rowid, {asked} FROM papers_searchindex WHERE {where}"  # noqa: S608 - the texts are parameters
    with reading.cursor() as cursor:
        cursor.execute(sql, [value for _, some in conditions for value in some] + values)
        rows = cursor.fetchall()
    return [{paper_of(row[0]) for row in rows if row[place]} for place in range(1, len(groups) + 1)]


def standing(group: Group, columns: Sequence[str]) -> tuple[str, list[str]]:
    """Whether one of the group's ways stands in the token texts, as ``holding`` has it."""
    anywhere = "(" + " OR ".join(f"instr({column}, %s) > 0" for column in columns) + ")"
    ways = (" AND ".join([anywhere] * len(way.atoms)) for way in group.alternatives)
    atoms = (atom for way in group.alternatives for atom in way.atoms)
    return " OR ".join(ways), [text for atom in atoms for text in [needle(atom)] * len(columns)]


def heads(papers: Collection[int]) -> dict[int, tuple[str, str]]:
    """The tokens of the title and of the names by paper."""
    sql = f"SELECT rowid, title, names FROM papers_searchindex WHERE rowid IN {LISTED}"  # noqa: S608
    with reading.cursor() as cursor:
        cursor.execute(sql, [json.dumps(list(papers))])
        return {number: (title, names) for number, title, names in cursor.fetchall()}


def expression(query: Query, in_head: bool = False) -> str:
    """The query as FTS5 writes it; it has at least one group."""
    wanted = " AND ".join(either(group) for group in query.groups)
    wanted = f"{{title names}} : ({wanted})" if in_head else f"({wanted})"
    excluded = " OR ".join(map(sequence, query.excluded))
    return f"{wanted} NOT ({excluded})" if excluded else wanted


def either(group: Group) -> str:
    ways = (" AND ".join(map(sequence, way.atoms)) for way in group.alternatives)
    return "(" + " OR ".join(f"({way})" for way in ways) + ")"


def sequence(atom: Atom) -> str:
    return quoted(atom.tokens) + (" *" if atom.is_prefix else "")


def quoted(tokens: Iterable[str]) -> str:
    return '"{}"'.format(" ".join(tokens).replace('"', '""'))
