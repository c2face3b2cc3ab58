"""Who did what, and when: ``note`` writes it down, ``trail`` reads it together with the histories of the tables."""

from readinglist.operations.audit.noting import note

__all__ = ["note"]
