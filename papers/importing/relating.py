"""What the entries of a list say around their papers, as rows: topics, institutions, tags, links and authors.

What is there already stays, and nothing is taken away.
"""

from __future__ import annotations

from collections.abc import Iterable

from papers import naming
from papers.batches import chunks
from papers.formats.records import Record
from papers.importing.ledger import Ledger
from papers.journal import Journal
from papers.models import Authorship, Link, Paper, Section, TaggedPaper

Claims = list[tuple[Record, Paper]]


def relate_topics(places: Iterable[tuple[Paper, Section | None]], ledger: Ledger) -> None:
    """What stands in a section belongs to its topic."""
    through = Paper.topics.through
    pairs = {(paper.pk, section.topic_id) for paper, section in places if section and section.topic_id}
    rows = [through(paper_id=paper, topic_id=topic) for paper, topic in sorted(pairs)]
    ledger.add(rows, "paper_id", "topic_id")


def relate_claims(claims: Claims, ledger: Ledger | None = None) -> None:
    ledger = ledger or Ledger(Journal())
    relate_institutions(claims, ledger)
    relate_tags(claims, ledger)
    relate_links(claims, ledger)
    relate_authors(claims, ledger)


def relate_institutions(claims: Claims, ledger: Ledger) -> None:
    known = naming.institutions((name for record, _ in claims for name in record.institutions), ledger.make)
    through = Paper.institutions.through
    pairs = {(paper.pk, known[naming.key(name)].pk) for record, paper in claims for name in record.institutions}
    rows = [through(paper_id=paper, institution_id=institution) for paper, institution in sorted(pairs)]
    ledger.add(rows, "paper_id", "institution_id")


def relate_tags(claims: Claims, ledger: Ledger) -> None:
    known = naming.tags((tag for record, _ in claims for tag in record.tags), ledger.make)
    pairs = {(paper.pk, known[naming.key(tag)].pk) for record, paper in claims for tag in record.tags}
    rows = [TaggedPaper(content_object_id=paper, tag_id=tag) for paper, tag in sorted(pairs)]
    ledger.add(rows, "content_object_id", "tag_id")


def relate_links(claims: Claims, ledger: Ledger) -> None:
    links = {(paper.pk, link.url): link for record, paper in reversed(claims) for link in reversed(record.links)}
    rows = [Link(paper_id=pk, url=url, kind=link.kind, label=link.label) for (pk, url), link in links.items()]
    ledger.add(reversed(rows), "paper_id", "url")


def relate_authors(claims: Claims, ledger: Ledger) -> None:
    """The authors of the first entry that names some, for papers that have none."""
    claimed = {paper.pk: record.authors for record, paper in reversed(claims) if record.authors}
    for some in chunks(claimed):
        for pk in Authorship.objects.filter(paper__in=some).values_list("paper", flat=True):
            claimed.pop(pk, None)
    people = naming.authors((name for names in claimed.values() for name in names), ledger.make)
    ledger.make(
        [
            Authorship(paper_id=pk, author=people[name], position=position)
            for pk, names in claimed.items()
            for position, name in enumerate(dict.fromkeys(names), start=1)
        ]
    )
