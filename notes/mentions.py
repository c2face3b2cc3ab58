"""``[[links]]`` between papers: the names in a text and the papers they mean."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from math import prod
from string import ascii_lowercase, ascii_uppercase

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Lower

from papers.formats.folding import title_key
from papers.models import Paper, Redirect
from papers.naming import key

NAMES = re.compile(r"\[\[([^\[\]]{1,400})\]\]")  # longer than markup.LONGEST_NAME, for the marks of quotes
NEXT_LINE = re.compile(r"\n[ \t>]*")
MOST = 200  # names looked up in one text; those after them stay text
SPELLINGS = 32  # of one name
LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


def names_in(text: str) -> list[str]:
    """The different names between double brackets, with single spaces: at least those that the parser asks for."""
    found = (NEXT_LINE.sub(" ", name) for name in NAMES.findall(text[: settings.SUMMARY_MAX_CHARS]))
    as_written = (" ".join(name.split()) for name in found)
    # in a table a bar within a name has a backslash before it
    names = dict.fromkeys(form for name in as_written for form in (name, name.replace("\\|", "|")) if name)
    return list(names)[:MOST]


def papers_named_in(text: str) -> dict[str, Paper]:
    """By name the one paper with that nickname or title; without those that mean none or several.

    One query, and one more where a name means none: a paper that was merged into another may have been called so.
    """
    return papers_named(names_in(text))


def papers_named(names: Iterable[str]) -> dict[str, Paper]:
    """The same for names as ``names_in`` gives them, at most some hundreds."""
    keys = {name: (key(name), title_key(name)) for name in names}
    if not keys:
        return {}
    nicknames = {spelling for name in keys for spelling in spellings(name)}
    rows = Paper.objects.annotate(folded=Lower("nickname")).only("title", "nickname", "title_key")
    meant: dict[str, set[Paper]] = defaultdict(set)
    for paper in rows.filter(Q(folded__in=nicknames) | Q(title_key__in={title for _, title in keys.values() if title})):
        for one in names_of(paper):
            meant[one].add(paper)
    found = {name: meant[nickname] | meant[title] for name, (nickname, title) in keys.items()}
    found |= papers_once_named({name: keys[name] for name, papers in found.items() if not papers})
    return {name: papers.pop() for name, papers in found.items() if len(papers) == 1}


def papers_once_named(keys: dict[str, tuple[str, str]]) -> dict[str, set[Paper]]:
    """By name the papers that have taken in one called so; ``keys`` are names folded as a nickname and as a title."""
    if not keys:
        return {}
    nicknames, titles = ({key[place] for key in keys.values()} - {""} for place in (0, 1))
    rows = Redirect.objects.filter(Q(nickname_key__in=nicknames) | Q(title_key__in=titles)).select_related("paper")
    meant = defaultdict(set)
    for row in rows:
        for one in {row.nickname_key, row.title_key} - {""}:
            meant[one].add(row.paper)
    return {name: meant[nickname] | meant[title] for name, (nickname, title) in keys.items()}


def names_of(paper: Paper) -> set[str]:
    """What a paper is found by, folded."""
    return {key(paper.nickname), paper.title_key} - {""}


def spellings(name: str) -> set[str]:
    """Whatever LOWER() may make of a nickname that differs from ``name`` in case only.

    PostgreSQL lowers all letters, SQLite those of ASCII and no others; of many others only the usual forms are here.
    """
    ways = [{letter} if letter.isascii() else {letter, letter.lower(), letter.upper()} for letter in name]
    if prod(map(len, ways)) > SPELLINGS:
        forms = {name, name.lower(), name.upper(), name.title()}
    else:
        forms = {"".join(letters) for letters in product(*ways)}
    return {form.translate(LOWER) for form in forms | {key(name)}}
