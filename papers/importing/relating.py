"""What the entries of a list say around their papers, as rows: topics, institutions, tags, links and authors.

What is there already stays, and nothing is taken away.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from papers import naming
from papers.formats.records import Record
from papers.models import Authorship, Link, Paper, Section, TaggedPaper

Claims = list[tuple[Record, Paper]]


def relate_topics(places: Iterable[tuple[Paper, Section | None]]) -> None:
    """What stands in a section belongs to its topic."""
    through = Paper.topics.through
    pairs = {(paper.pk, section.topic_id) for paper, section in places if section and section.topic_id}
    add(through(paper_id=paper, topic_id=topic) for paper, topic in sorted(pairs))


def relate_claims(claims: Claims) -> None:
    relate_institutions(claims)
    relate_tags(claims)
    relate_links(claims)
    relate_authors(claims)


def relate_institutions(claims: Claims) -> None:
    known = naming.institutions(name for record, _ in claims for name in record.institutions)
    through = Paper.institutions.through
    pairs = {(paper.pk, known[naming.key(name)].pk) for record, paper in claims for name in record.institutions}
    add(through(paper_id=paper, institution_id=institution) for paper, institution in sorted(pairs))


def relate_tags(claims: Claims) -> None:
    known = naming.tags(tag for record, _ in claims for tag in record.tags)
    pairs = {(paper.pk, known[naming.key(tag)].pk) for record, paper in claims for tag in record.tags}
    add(TaggedPaper(content_object_id=paper, tag_id=tag) for paper, tag in sorted(pairs))


def relate_links(claims: Claims) -> None:
    links = {(paper.pk, link.url): link for record, paper in reversed(claims) for link in reversed(record.links)}
    rows = [Link(paper_id=pk, url=url, kind=link.kind, label=link.label) for (pk, url), link in links.items()]
    add(reversed(rows))


def relate_authors(claims: Claims) -> None:
    """The authors of the first entry that names some, for papers that have none."""
    claimed = {paper.pk: record.authors for record, paper in reversed(claims) if record.authors}
    for some in naming.chunks(claimed):
        for pk in Authorship.objects.filter(paper__in=some).values_list("paper", flat=True):
            claimed.pop(pk, None)
    people = naming.authors(name for names in claimed.values() for name in names)
    add(
        Authorship(paper_id=pk, author=people[name], position=position)
        for pk, names in claimed.items()
        for position, name in enumerate(dict.fromkeys(names), start=1)
    )


def add(rows: Iterable[Any]) -> None:
    for some in naming.chunks(rows):
        type(some[0]).objects.bulk_create(some, ignore_conflicts=True)
