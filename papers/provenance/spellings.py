"""Under which folded texts a value of a paper is found in a list, in an origin or in a version of the paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from papers.formats.folding import name_key, title_key
from papers.models import ListEntry, Paper
from papers.provenance.claims import names_of


def flowing(text: str) -> str:
    return " ".join(text.split())


def address(url: str) -> str:
    """The address with its scheme in lower case, as a link is kept."""
    scheme, colon, rest = url.partition(":")
    return f"{scheme.lower()}{colon}{rest}"


FOLDS: Mapping[str, Callable[[str], str]] = {
    "title": title_key,
    "nickname": name_key,
    "venue": name_key,
    "abstract": flowing,
    "doi": str.lower,
    "authors": name_key,
    "institutions": name_key,
    "tags": name_key,
    "links": address,
}


def folded(field: str, text: Any) -> str:
    return FOLDS.get(field, str)(str(text))


@dataclass(frozen=True)
class Held:
    """One value of a paper: ``shown`` to people, known by any of ``keys``; ``number`` is its column or its row's."""

    field: str
    shown: str
    keys: frozenset[str]
    number: Any = None
    url: str = ""


def held_by(paper: Paper) -> Iterator[Held]:
    """The values of a paper with everything fetched, in the order of ``values_of``."""
    yield from columns(paper)
    for authorship in paper.authorships.all():
        yield named("authors", authorship.author)
    for institution in paper.institutions.all():
        yield named("institutions", institution, *institution.aliases.all())
    for topic in paper.topics.all():
        slugs = frozenset([topic.slug, *(alias.slug for alias in topic.aliases.all())])
        yield Held("topics", topic.name, slugs, topic.pk)
    for tag in paper.tags.all():
        yield named("tags", tag, *tag.aliases.all())
    for link in paper.links.all():
        yield Held("links", link.url, frozenset([folded("links", link.url)]), url=link.url)


def columns(paper: Paper) -> Iterator[Held]:
    for field in ("title", "nickname", "kind", "venue", "year", "publication", "abstract", "doi", "arxiv_id"):
        value = getattr(paper, field)
        if field == "venue" and paper.venue:
            names = names_of(paper.venue) | ({name_key(paper.venue.full_name)} - {""})
            yield Held(field, paper.venue.name, frozenset(names), paper.venue_id)
        elif value:
            shown = getattr(paper, f"get_{field}_display", lambda text=value: str(text))()
            yield Held(field, str(shown), frozenset([folded(field, value)]), value)
    if paper.recommended:
        yield Held("recommended", _("Yes"), frozenset(["yes"]), True)


def named(field: str, row: Any, *aliases: Any) -> Held:
    return Held(field, row.name, frozenset(folded(field, one.name) for one in (row, *aliases)), row.pk)


def said_by(entry: ListEntry) -> dict[str, set[str]]:
    """What an entry says of each field, folded. Where it says nothing it is no source."""
    record: Mapping[str, Any] = entry.record or {
        "title": entry.claimed_title,
        "venue": entry.claimed_venue,
        "year": entry.claimed_year,
        "links": [[entry.claimed_url]] if entry.claimed_url else [],
    }
    said: dict[str, Any] = {field: [record.get(field)] for field in ("title", "nickname", "kind", "venue", "year")}
    said |= {field: [record.get(field)] for field in ("abstract", "doi", "arxiv_id")}
    said |= {field: record.get(field, ()) for field in ("authors", "institutions", "tags")}
    said["venue"].append(record.get("venue_full"))
    said["publication"] = ["to-appear"] if record.get("to_appear") else []
    said["links"] = [link[0] for link in record.get("links", ())]
    topic = entry.section.topic if entry.section else None
    said["topics"] = [topic.slug] if topic else []
    said["recommended"] = []
    return {field: {folded(field, text) for text in texts if text} for field, texts in said.items()}
