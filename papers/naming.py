"""From names as lists write them to rows: venues, institutions, tags and authors, found or made in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from simple_history.utils import bulk_create_with_history

from papers import vocabulary
from papers.batches import BATCH, chunks
from papers.bearing import bearing
from papers.formats.folding import name_key
from papers.indexing import reindex
from papers.models import Author, Institution, InstitutionAlias, Tag, TagAlias, Venue, VenueAlias
from papers.querysets import free_slug

key = name_key  # how names are compared
Make = Callable[[list[Any]], object]  # saves new rows


def create(rows: list[Any]) -> None:
    """Insert rows of one model in batches, with their history where the model keeps one."""
    if rows and hasattr(rows[0], "history"):
        bulk_create_with_history(rows, type(rows[0]), batch_size=BATCH)
    elif rows:
        type(rows[0]).objects.bulk_create(rows, batch_size=BATCH)


def leave(rows: list[Any]) -> None:
    """Make nothing: for those who only want to know what a name means."""


def venues(
    names: Iterable[str], make: Make = create, details: Mapping[str, Mapping[str, str]] | None = None
) -> dict[str, Venue]:
    """Every venue by the ``key`` of its name and aliases; those of ``names`` that are new are made.

    A new one gets what the field's vocabulary knows of it, else the ``details`` under its key.
    """
    facts = ("name", "full_name", "area", "kind")
    return aliased(names, Venue, VenueAlias, "venue", vocabulary.VENUES, facts, make, details or {})


def institutions(names: Iterable[str], make: Make = create) -> dict[str, Institution]:
    """Every institution by the ``key`` of its name and aliases; those of ``names`` that are new are made."""
    facts = ("name", "full_name")
    return aliased(names, Institution, InstitutionAlias, "institution", vocabulary.INSTITUTIONS, facts, make, {})


def aliased(
    names: Iterable[str],
    model: Any,
    alias_model: Any,
    owner: str,
    entries: Sequence[Any],
    facts: Sequence[str],
    make: Make,
    details: Mapping[str, Mapping[str, str]],
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
            row = rows[key(name)] = model(name=" ".join(name.split()), **details.get(key(name), {}))
            new.append(row)
        elif key(entry.name) in rows:
            spell(rows[key(entry.name)], [name])
        else:
            row = rows[key(entry.name)] = model(**{fact: getattr(entry, fact) for fact in facts})
            new.append(row)
            spell(row, [*entry.aliases, name])
    make(new)
    make(aliases)
    reindex(bearing(aliases))  # another spelling of what papers have already
    return rows


def tags(names: Iterable[str], make: Make = create) -> dict[str, Tag]:
    """Every tag by the ``key`` of its name and aliases; those of ``names`` that are new are made.

    A slug that is taken gets a number.
    """
    rows = {key(tag.name): tag for tag in Tag.objects.all()}
    taken = {tag.slug for tag in rows.values()}
    for alias in TagAlias.objects.select_related("tag"):
        rows.setdefault(key(alias.name), alias.tag)
        taken.add(alias.slug)
    new = []
    for name in names:
        if key(name) and key(name) not in rows:
            tag = rows[key(name)] = Tag(name=" ".join(name.split()), slug=free_slug(name, taken))
            taken.add(tag.slug)
            new.append(tag)
    make(new)
    return rows


def authors(names: Iterable[str], make: Make = create) -> dict[str, Author]:
    """Each name's author by the name itself, made where it is new."""
    wanted = dict.fromkeys(names)
    found: dict[str, Author] = {}
    for some in chunks(wanted):
        found |= {author.name: author for author in Author.objects.filter(name__in=some)}
    new = [Author(name=name) for name in wanted if name not in found]
    make(new)
    return found | {author.name: author for author in new}
