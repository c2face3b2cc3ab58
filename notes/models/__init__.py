"""What people do and write: each member's own reading, the group's summaries, and what helps to write them."""

from notes.models.desk import Claim, Draft, Template
from notes.models.glossary import Term, TermName
from notes.models.readings import Reading
from notes.models.saved import Following, SavedFilter
from notes.models.summaries import Language, Summary

__all__ = [
    "Claim",
    "Draft",
    "Following",
    "Language",
    "Reading",
    "SavedFilter",
    "Summary",
    "Template",
    "Term",
    "TermName",
]
