"""Keep the search index in step with the catalogue. Whoever changes what is found or counted calls ``reindex``."""

from papers.indexing.checking import Difference, differences, is_behind, rebuild, repair, wanted
from papers.indexing.documents import NOTES, TEXTS, Private
from papers.indexing.keeping import reindex

__all__ = [
    "NOTES",
    "TEXTS",
    "Difference",
    "Private",
    "differences",
    "is_behind",
    "rebuild",
    "reindex",
    "repair",
    "wanted",
]
