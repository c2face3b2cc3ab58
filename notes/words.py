"""The words that somebody looks for where a table is small enough to be read through."""

from __future__ import annotations

import re
import unicodedata

from django.conf import settings

MOST_WORDS = 16


def words(text: str) -> list[str]:
    """The words of a search: full width folded to half width, control characters, quotes and excess dropped."""
    folded = unicodedata.normalize("NFKC", text[: settings.QUERY_MAX_CHARS])
    return re.sub(r"[\x00-\x1f\x7f\"“”]", " ", folded).split()[:MOST_WORDS]
