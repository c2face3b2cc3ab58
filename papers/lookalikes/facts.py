"""What two papers are compared by, folded so that one spelling is as good as another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet

from papers.batches import chunks
from papers.formats.addresses import address_key, is_a_page
from papers.formats.folding import title_key
from papers.formats.links import arxiv_in, doi_in
from papers.models import Link, Paper

HEAD = re.compile(r"^(.{1,120}?)(?:[:：]|\s[-–—]+\s|——)\s*\S")  # what a title has before its colon
NAME_WORDS = 3  # a head of so many words at most is the name of a system
# what two different papers may well share is left out: their code, a talk on both, the data
KINDS = (Link.Kind.PAPER, Link.Kind.PREPRINT, Link.Kind.OTHER)
COLUMNS = ("pk", "title", "title_key", "nickname", "venue_id", "venue__name", "year", "doi", "arxiv_id")


class Row(NamedTuple):
    """The columns of a paper that are compared."""

    pk: int
    title: str
    key: str
    nickname: str
    venue: int | None
    venue_name: str | None
    year: int | None
    doi: str
    arxiv_id: str


@dataclass(frozen=True)
class Facts:
    pk: int
    title: str  # folded
    head: str  # folded; the title before its colon
    names: frozenset[str]  # folded; its nickname, and a head that can be one
    venue: int | None
    appeared: str
    year: int | None
    dois: frozenset[str]
    arxiv_ids: frozenset[str]
    addresses: frozenset[str]

    @property
    def keys(self) -> Iterator[str]:
        """What it shares with another only where the two may be the same work."""
        yield f"t {self.title}"
        yield from (f"d {doi}" for doi in self.dois)
        yield from (f"a {number}" for number in self.arxiv_ids)
        yield from (f"u {address}" for address in self.addresses)
        yield from (f"n {name}" for name in self.names)
        yield f"h {self.head or self.title}"


def facts_of(papers: Iterable[int]) -> dict[int, Facts]:
    """The facts of the papers with these ids, in a few queries for every few hundred."""
    return {facts.pk: facts for some in chunks(papers) for facts in facts_in(Paper.objects.filter(pk__in=some))}


def facts_in(papers: QuerySet[Paper]) -> Iterator[Facts]:
    """The facts of the papers in the order of their ids; two queries, whose rows are read as they come."""
    rows = (Row(*row) for row in papers.order_by("pk").values_list(*COLUMNS).iterator(chunk_size=2000))
    links = Link.objects.filter(paper__in=papers.order_by().values("pk"), kind__in=KINDS).order_by("paper", "pk")
    held = grouped(links.values_list("paper", "url").iterator(chunk_size=2000))
    number, urls = next(held, (0, []))
    for row in rows:
        while number and number < row.pk:
            number, urls = next(held, (0, []))
        yield facts_from(row, urls if number == row.pk else [])


def grouped(links: Iterable[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    """The addresses paper by paper, as they come in the order of the papers."""
    current = 0
    urls: list[str] = []
    for paper, url in links:
        if paper != current and urls:
            yield current, urls
            urls = []
        current = paper
        urls.append(url)
    if urls:
        yield current, urls


def facts_from(row: Row, urls: list[str]) -> Facts:
    found = identifiers(row, urls)
    head = title_key(beginning(row.title))
    names = {title_key(row.nickname), head if len(head.split()) <= NAME_WORDS else ""} - {""}
    return Facts(
        pk=row.pk,
        title=row.key,
        head=head,
        names=frozenset(names),
        venue=row.venue,
        appeared=f"{row.venue_name} {row.year}" if row.venue and row.year else "",
        year=row.year,
        dois=frozenset(found["doi"]),
        arxiv_ids=frozenset(found["arxiv"]),
        addresses=frozenset(found["url"]),
    )


def beginning(title: str) -> str:
    """The title before its colon or dash; "" where it has none."""
    found = HEAD.match(title)
    return found[1] if found else ""


def identifiers(row: Row, urls: list[str]) -> dict[str, set[str]]:
    """DOIs, arXiv ids and addresses of the paper, also those that stand in its links."""
    found: dict[str, set[str]] = defaultdict(set)
    doi = row.doi.strip().lower()
    if row.arxiv_id:
        found["arxiv"].add(arxiv_in(f"arXiv:{row.arxiv_id}") or row.arxiv_id)
    if doi and not arxiv_in(f"https://doi.org/{doi}"):
        found["doi"].add(doi_in(doi) or doi)
    elif doi:
        found["arxiv"].add(arxiv_in(f"https://doi.org/{doi}"))
    for url in urls:
        number, doi, key = arxiv_in(url), doi_in(url), address_key(url)
        if number:
            found["arxiv"].add(number)
        elif doi:
            found["doi"].add(doi)
        elif is_a_page(key):
            found["url"].add(key)
    return found
