"""Bringing a list in: read into rows, reviewed, matched to the catalogue, filled in, never overwritten, undone."""

from papers.importing.bringing import bring_in
from papers.importing.cancelling import Cancelled, Refused
from papers.importing.choosing import complete, correct, look_again, resolve, take_as
from papers.importing.differences import Difference, differences, for_display
from papers.importing.following import FOLLOWERS, Arrival
from papers.importing.preparing import prepare
from papers.importing.report import Report
from papers.importing.undoing import CannotUndo, undo

__all__ = [
    "FOLLOWERS", "Arrival", "Cancelled", "CannotUndo", "Difference", "Refused", "Report", "bring_in",
    "complete", "correct", "differences", "for_display", "look_again", "prepare", "resolve",
    "take_as", "undo",
]  # fmt: skip
