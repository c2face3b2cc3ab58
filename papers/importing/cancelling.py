"""How an import ends before its end."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _

Progress = Callable[[int, int], None]  # told the rows that are done and how many there are; may raise Cancelled


class Cancelled(Exception):
    """Somebody does not want it any more: nothing is written."""


class Refused(Exception):
    """The file cannot be brought in; the message is one line for the person who sent it."""


def nobody(done: int, total: int) -> None:
    """Progress that nobody is told of."""


def check_size(rows: int) -> None:
    """Raise Refused where a file has more rows than one import may."""
    if rows > settings.IMPORT_MAX_ROWS:
        told = {"rows": f"{rows:,}", "limit": f"{settings.IMPORT_MAX_ROWS:,}"}
        raise Refused(_("The file has %(rows)s rows, and the limit is %(limit)s rows.") % told)
