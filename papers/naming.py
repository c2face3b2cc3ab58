"""From names as lists write them to rows: venues, institutions, tags and authors, found or made in batches."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.text import slugify
from simple_history.utils import bulk_create_with_history

from papers import vocabulary
from papers.models import Author, Institution, InstitutionAlias, Tag, Venue, VenueAlias

BATCH = 500


def key(name: str) -> str:
    """How names are compared: without case, with single spaces, full width as half width.

    At least as coarse as LOWER() on either database, for which the dot that casefold() leaves of a Turkish İ has to go.
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().replace("i\u0307", "i").split())


def chunks(items: Iterable[Any], size: int = BATCH) -> Iterable[list[Any]]:
    """Lists of at most ``size``: a database takes so many parameters a statement and no more."""
    every = list(items)
    return (every[start : start + size] for start in range(0, len(every), size))


def venues(names: Iterable[str]) -> dict[str, Venue]:
    """Every venue by the ``key`` of its name and aliases; those of ``names`` that are new are made.

    A new one gets what the field's vocabulary knows of it.
    """
    facts = ("name", "full_name", "area", "kind")
    return aliased(names, Venue, VenueAlias, "venue", vocabulary.VENUES, facts)


def institutions(names: Iterable[str]) -> dict[str, Institution]:
    """Every institution by the ``key`` of its name and aliases; those of ``names`` that are new are made."""
    return aliased(names, Institution, InstitutionAlias, "institution", vocabulary.INSTITUTIONS, ("name", "full_name"))


def aliased(
    names: Iterable[str], model: Any, alias_model: Any, owner: str, entries: Sequence[Any], facts: Sequence[str]
) -> dict[str, Any]:
    rows = {key(row.name): row for row in model.objects.all()}
    for alias in alias_model.objects.select_related(owner):
        rows.setdefault(key(alias.name), getattr(alias, owner))
    known = {key(alias): entry for entry in entries for alias in entry.aliases}
    known |= {key(entry.name): entry for entry in entries}
    new, aliases = [], []

    def spell(row: Any, spellings: Iterable[str]) -> None:
        for spelling in spellings:
            if key(spelling) not in rows:
                rows[key(spelling)] = row
                aliases.append(alias_model(name=spelling, **{owner: row}))

    for name in names:
        if not key(name) or key(name) in rows:
            continue
        entry = known.get(key(name))
        if entry is None:
            row = rows[key(name)] = model(name=" ".join(name.split()))
            new.append(row)
        elif key(entry.name) in rows:
            spell(rows[key(entry.name)], [name])
        else:
            row = rows[key(entry.name)] = model(**{fact: getattr(entry, fact) for fact in facts})
            new.append(row)
            spell(row, [*entry.aliases, name])
    bulk_create_with_history(new, model, batch_size=BATCH)
    alias_model.objects.bulk_create(aliases, batch_size=BATCH)
    return rows


def tags(names: Iterable[str]) -> dict[str, Tag]:
    """Every tag by ``key``; those of ``names`` that are new are made. A slug that is taken gets a number."""
    rows = {key(tag.name): tag for tag in Tag.objects.all()}
    taken = {tag.slug for tag in rows.values()}
    new = []
    for name in names:
        if key(name) and key(name) not in rows:
            tag = rows[key(name)] = Tag(name=" ".join(name.split()), slug=free_slug(name, taken))
            taken.add(tag.slug)
            new.append(tag)
    Tag.objects.bulk_create(new, batch_size=BATCH)
    return rows


def free_slug(name: str, taken: set[str]) -> str:
    """C++ and C make the same slug; the second is numbered."""
    slug = slugify(name, allow_unicode=True)[:90] or "tag"
    return next(s for s in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)


def authors(names: Iterable[str]) -> dict[str, Author]:
    """Each name's author by the name itself, made where it is new."""
    wanted = dict.fromkeys(names)
    found: dict[str, Author] = {}
    for some in chunks(wanted):
        found |= {author.name: author for author in Author.objects.filter(name__in=some)}
    new = [Author(name=name) for name in wanted if name not in found]
    found |= {author.name: author for author in Author.objects.bulk_create(new, batch_size=BATCH)}
    return found
