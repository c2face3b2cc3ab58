from papers.admin.imports import ImportAdmin
from papers.admin.lists import ListEntryAdmin, PaperListAdmin
from papers.admin.names import AuthorAdmin, InstitutionAdmin, TagAdmin, VenueAdmin
from papers.admin.papers import PaperAdmin
from papers.admin.topics import TopicAdmin

__all__ = [
    "AuthorAdmin",
    "ImportAdmin",
    "InstitutionAdmin",
    "ListEntryAdmin",
    "PaperAdmin",
    "PaperListAdmin",
    "TagAdmin",
    "TopicAdmin",
    "VenueAdmin",
]
