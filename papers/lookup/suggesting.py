"""What a registry says beside what is there: offered field by field, taken over only where somebody says so."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from papers import naming, provenance, renamed
from papers.formats.folding import name_key
from papers.formats.plain import plain, record_of
from papers.formats.records import Record
from papers.importing.filling import venue_details
from papers.indexing import reindex
from papers.lookup.looking import Found
from papers.lookup.venues import place
from papers.models import Authorship, Link, Origin, Paper
from papers.provenance.sources import LABELS
from papers.provenance.spellings import folded

FIELDS = ("title", "authors", "venue", "year", "abstract", "doi", "arxiv_id", "links")
APPEARED = ("venue", "year")
SALT = "papers.lookup"
DAY = 24 * 3600


@dataclass(frozen=True)
class Offer:
    """One field: what is there and what the registry says, each as texts.

    Venue and year are one claim: where one of them differs the other is ``contested``, even if it is missing.
    """

    field: str
    present: tuple[str, ...]
    found: tuple[str, ...]
    contested: bool = False

    @property
    def label(self) -> Any:
        return LABELS[self.field]

    @property
    def is_missing(self) -> bool:
        """Nothing is there yet, so that nothing would be lost; links are always added, never replaced."""
        return self.field == "links" or not self.present and not self.contested


class Refused(Exception):
    """``str()`` is one line for the person who accepted."""


def suggestions_for(present: Paper | Record, found: Found) -> list[Offer]:
    """An offer for each field in which the registry says something that is not there."""
    here = provenance.values_of(present) if isinstance(present, Paper) else values_in(present)
    said = values_in(found.record)
    offers = []
    for field in FIELDS:
        old, new = here[field], said[field]
        if field == "links":
            known = {folded(field, url) for url in old}
            new = [url for url in new if folded(field, url) not in known]
        if new and not same(field, old, new, present):
            offers.append(Offer(field, tuple(old), tuple(new)))
    differs = any(offer.present for offer in offers if offer.field in APPEARED)
    return [replace(offer, contested=differs and offer.field in APPEARED) for offer in offers]


def values_in(record: Record) -> dict[str, list[str]]:
    """What a record says of each of FIELDS, as ``provenance.values_of`` says it of a paper."""
    return {
        "title": [record.title],
        "authors": list(record.authors),
        "venue": [record.venue] if record.venue else [],
        "year": [str(record.year)] if record.year else [],
        "abstract": [record.abstract] if record.abstract else [],
        "doi": [record.doi] if record.doi else [],
        "arxiv_id": [record.arxiv_id] if record.arxiv_id else [],
        "links": [link.url for link in record.links],
    }


def same(field: str, old: Collection[str], new: Collection[str], present: Paper | Record) -> bool:
    """Whether the two say the same but for case, punctuation or another spelling of the venue."""
    if [folded(field, text) for text in old] == [folded(field, text) for text in new]:
        return True
    if field != "venue" or not old:
        return False
    names = provenance.names_of(present.venue) if isinstance(present, Paper) else set()
    return any(name_key(text) in names for text in new) or {place(text).venue for text in old} == {*new}


def packed(found: Found) -> str:
    """What was found as a text that a form can carry, and that nobody can change on the way."""
    return signing.dumps([plain(found.record), found.registry, found.url], salt=SALT, compress=True)


def unpacked(text: str) -> Found | None:
    """None where it is not ours, or older than a day."""
    try:
        record, registry, url = signing.loads(text, salt=SALT, max_age=DAY)
    except signing.BadSignature:
        return None
    return Found(record_of(record), registry, url)


@transaction.atomic
def accept(paper: Paper, found: Found, fields: Iterable[str], by: Any) -> list[str]:
    """Take these fields over from the registry, signed as its own. Return which; raise Refused, with nothing changed.

    The paper was locked by the caller and is as the database has it.
    """
    fields = [offer.field for offer in suggestions_for(paper, found) if offer.field in set(fields)]
    if not fields:
        return []
    require_free(paper, found.record, fields)
    before, title = provenance.values_of(paper), paper.title
    for field in fields:
        TAKE.get(field, column)(paper, found.record, field)
    paper._change_reason = f"Look-up: {found.registry}"  # type: ignore[attr-defined]
    paper.save()
    provenance.sign(paper, before, by=by, source=Origin.Source.REGISTRY, registry=found.registry)
    if "title" in fields:
        renamed.tell([paper], [title])
    reindex([paper.pk])
    return fields


def require_free(paper: Paper, record: Record, fields: Collection[str]) -> None:
    for field in {"doi", "arxiv_id"}.intersection(fields):
        other = Paper.objects.filter(**{field: getattr(record, field)}).exclude(pk=paper.pk).first()
        if other:
            raise Refused(_("Another paper has it: “%(title)s”.") % {"title": other.title})


def column(paper: Paper, record: Record, field: str) -> None:
    setattr(paper, field, getattr(record, field))


def venue(paper: Paper, record: Record, field: str) -> None:
    paper.venue = naming.venues([record.venue], details=venue_details([record]))[naming.key(record.venue)]


def authors(paper: Paper, record: Record, field: str) -> None:
    paper.authorships.all().delete()
    people = naming.authors(record.authors)
    rows = [Authorship(paper=paper, author=people[name], position=at) for at, name in enumerate(record.authors, 1)]
    Authorship.objects.bulk_create(rows)


def links(paper: Paper, record: Record, field: str) -> None:
    rows = [Link(paper=paper, url=link.url, kind=link.kind, label=link.label) for link in record.links]
    Link.objects.bulk_create(rows, ignore_conflicts=True)


TAKE = {"venue": venue, "authors": authors, "links": links}
