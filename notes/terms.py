"""Names of terms, and where they occur in a text. Plain Python."""

from __future__ import annotations

import re
import unicodedata


def name_key(name: str) -> str:
    """The name as it is compared: without case, hyphens and spaces, in NFKC."""
    return re.sub(r"[\s\-\u2010-\u2015]+", "", unicodedata.normalize("NFKC", name).casefold())
