from papers.models.lists import ListEntry, PaperList, Section
from papers.models.papers import Author, Authorship, Link, Paper
from papers.models.tags import Tag, TaggedPaper
from papers.models.topics import Topic
from papers.models.venues import Institution, InstitutionAlias, Venue, VenueAlias

__all__ = [
    "Author",
    "Authorship",
    "Institution",
    "InstitutionAlias",
    "Link",
    "ListEntry",
    "Paper",
    "PaperList",
    "Section",
    "Tag",
    "TaggedPaper",
    "Topic",
    "Venue",
    "VenueAlias",
]
