from papers.models.curation import Apart, Deed, Lookalike, Merge, Origin, Redirect, Settlement, Suggestion
from papers.models.imports import Import, ImportRow
from papers.models.lists import ListEntry, PaperList, Section
from papers.models.papers import Author, Authorship, Link, Paper
from papers.models.search import Change, SearchDoc
from papers.models.sent import Sent
from papers.models.tags import Tag, TagAlias, TaggedPaper
from papers.models.topics import Topic, TopicAlias
from papers.models.venues import Institution, InstitutionAlias, Venue, VenueAlias

__all__ = [
    "Change",
    "SearchDoc",
    "Sent",
    "Apart",
    "Deed",
    "TagAlias",
    "TopicAlias",
    "Suggestion",
    "Settlement",
    "Redirect",
    "Origin",
    "Merge",
    "Lookalike",
    "ImportRow",
    "Import",
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
