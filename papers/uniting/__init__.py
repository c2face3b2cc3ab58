"""Two papers that are one work: united with all that people made of either, and parted as if it had never been."""

from papers.uniting.choices import FIELDS, TAKEN_BY_CHOICE, fuller
from papers.uniting.following import FOLLOWERS, Follower, Union
from papers.uniting.merging import SamePaper, merge_papers
from papers.uniting.parting import CannotPart, part

__all__ = [
    "FIELDS", "FOLLOWERS", "TAKEN_BY_CHOICE", "CannotPart", "Follower", "SamePaper", "Union", "fuller", "merge_papers",
    "part",
]  # fmt: skip
