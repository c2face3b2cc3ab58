"""From one database to another, of the same kind or not: every row, checked, or nothing."""

from readinglist.operations.moving.connecting import known_as, standing_in
from readinglist.operations.moving.copying import Refused, copy_all, must_be_current, must_be_unused
from readinglist.operations.moving.tables import Contents, contents, models_with_rows

__all__ = [
    "Contents",
    "Refused",
    "contents",
    "copy_all",
    "known_as",
    "models_with_rows",
    "must_be_current",
    "must_be_unused",
    "standing_in",
]
