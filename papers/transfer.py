"""From the catalogue's rows to the plain records that the formats write."""

from papers.formats.records import Link, Record
from papers.models import Paper


def record_of(paper: Paper) -> Record:
    """The paper as a record; it comes from ``Paper.objects.for_page()``, so no query is made."""
    return Record(
        title=paper.title,
        nickname=paper.nickname,
        kind=paper.kind,
        venue=(paper.venue.full_name or paper.venue.name) if paper.venue else "",
        year=paper.year,
        to_appear=paper.publication == Paper.Publication.TO_APPEAR,
        institutions=tuple(institution.name for institution in paper.institutions.all()),
        authors=tuple(authorship.author.name for authorship in paper.authorships.all()),
        tags=tuple(tag.name for tag in paper.tags.all()),
        links=tuple(Link(link.url, link.kind, link.label) for link in paper.links.all()),
        doi=paper.doi,
        arxiv_id=paper.arxiv_id,
    )
