"""One paper at a time into the catalogue: is it here already, and if not, made with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db import transaction

from papers import citing, naming, provenance, renamed
from papers.formats.folding import title_key
from papers.formats.records import Record
from papers.importing.filling import venue_details
from papers.importing.relating import relate_claims
from papers.indexing import reindex
from papers.lookalikes import look
from papers.models import Link, Origin, Paper, Topic, Venue

SIGNED = ("title", "nickname", "authors", "venue", "year", "abstract", "doi", "arxiv_id", "links", "tags", "topics")
FILLED = ("nickname", "abstract", "doi", "arxiv_id")


class Known(NamedTuple):
    """A paper of the catalogue that a record names; ``by`` is doi, arxiv_id, link or title."""

    paper: Paper
    by: str

    @property
    def is_certain(self) -> bool:
        """Whether it is surely the same work; two works may share a title."""
        return self.by != "title"


class Hand(NamedTuple):
    """Who gave the values of these fields."""

    fields: Iterable[str]
    source: Origin.Source
    by: Any = None
    registry: str = ""


def known_as(records: Sequence[Record]) -> list[list[Known]]:
    """For each record the papers that have its DOI, arXiv id, one of its addresses or its title; two queries."""
    papers = Paper.objects.filter(doi__in={one.doi for one in records} - {""})
    papers |= Paper.objects.filter(arxiv_id__in={one.arxiv_id for one in records} - {""})
    papers |= Paper.objects.filter(title_key__in={folded(one.title) for one in records} - {""})
    by_value: dict[tuple[str, str], list[Paper]] = {}
    for paper in papers.select_related("venue").defer("abstract").order_by("pk"):
        for pair in (("doi", paper.doi), ("arxiv_id", paper.arxiv_id), ("title", paper.title_key)):
            by_value.setdefault(pair, []).append(paper)
    addresses = {url for one in records for link in one.links for url in variants(link.url)}
    links = Link.objects.filter(url__in=addresses).select_related("paper__venue").order_by("pk")
    for link in links.defer("paper__abstract"):
        by_value.setdefault(("link", link.url), []).append(link.paper)
    return [list(matches(record, by_value)) for record in records]


def matches(record: Record, by_value: dict[tuple[str, str], list[Paper]]) -> Iterator[Known]:
    wanted = [("doi", record.doi), ("arxiv_id", record.arxiv_id)]
    wanted += [("link", url) for link in record.links for url in variants(link.url)]
    wanted += [("title", folded(record.title))]
    seen = set()
    for pair in wanted:
        for paper in by_value.get(pair, ()) if pair[1] else ():
            if paper.pk not in seen:
                seen.add(paper.pk)
                yield Known(paper, pair[0])


def folded(title: str) -> str:
    return title_key(title)[:500]


def variants(url: str) -> set[str]:
    """The same address with and without a slash at its end, by http and by https."""
    bare = url.split("://", 1)[-1].split("#")[0].rstrip("/")
    return {f"{scheme}://{bare}{end}" for scheme in ("http", "https") for end in ("", "/")} | {url}


@transaction.atomic
def enter(record: Record, topic: Topic | None, paper: Paper | None, hands: Sequence[Hand], added_by: Any) -> Paper:
    """Make a paper of the record, or fill in what ``paper`` lacks. What it has is never changed.

    Each value that is new with this is signed by the hand that its field belongs to.
    """
    before = provenance.values_of(paper) if paper else {}
    if paper is None:
        paper = Paper(title=record.title, kind=record.kind, year=record.year, added_by=added_by)
        paper.publication = Paper.Publication.TO_APPEAR if record.to_appear else Paper.Publication.PUBLISHED
    else:
        paper = Paper.objects.select_for_update(of=("self",), no_key=True).select_related("venue").get(pk=paper.pk)
        fill_year(paper, record)
    was_named = {paper.nickname} if paper.pk else None
    fill(paper, record)
    paper.save()
    relate_claims([(record, paper)])
    if topic:
        paper.topics.add(topic)
    if not before:
        citing.settle(paper)
    for hand in hands:
        fields = [field for field in SIGNED if field in set(hand.fields)]
        provenance.sign_all({paper.pk: before}, hand.by, hand.source, hand.registry, fields)
    if was_named != {paper.nickname}:
        renamed.tell([paper])
    look([paper])
    reindex([paper.pk])
    return paper


def fill(paper: Paper, record: Record) -> None:
    if record.venue and not paper.venue:
        paper.venue = venue_of(record)
    for field in FILLED:
        value = getattr(record, field)
        if value and not getattr(paper, field) and is_free(field, value, paper):
            setattr(paper, field, value)


def venue_of(record: Record) -> Venue | None:
    """The venue that the record names, made where it is new."""
    return naming.venues([record.venue], details=venue_details([record])).get(naming.key(record.venue))


def fill_year(paper: Paper, record: Record) -> None:
    """Venue and year are one claim: a year goes to a paper of the same venue, or of none."""
    venue = venue_of(record) if record.venue else None
    if not paper.year and not (paper.venue and venue and paper.venue != venue):
        paper.year = record.year


def is_free(field: str, value: str, paper: Paper) -> bool:
    """Whether no other paper has the identifier."""
    if field not in {"doi", "arxiv_id"}:
        return True
    return not Paper.objects.filter(**{field: value}).exclude(pk=paper.pk).exists()
