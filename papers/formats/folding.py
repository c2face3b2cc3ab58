"""Fold a title to the key under which the same work is found again, and a name to that of whom it names."""

import re
import unicodedata
from functools import lru_cache

_ARTICLE = re.compile(r"^(?:an?|the)\s+(?=\w)")
_APOSTROPHES = "'’‘ʼ`´′"


def name_key(name: str) -> str:
    """How names are compared: without case, with single spaces, full width as half width.

    At least as coarse as LOWER() on either database, for which the dot that casefold() leaves of a Turkish İ has to go.
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().replace("i\u0307", "i").split())


@lru_cache(maxsize=20_000)  # an import folds each title several times
def title_key(title: str) -> str:
    """The title without case, punctuation, spacing and a leading English article; "" only for a blank title.

    NFKC makes full-width and half-width forms alike. Letters keep their accents and their script (é is not e,
    μ is not u): two real titles may differ by nothing else. A title of punctuation alone is its own key.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", title).casefold())
    named = _ARTICLE.sub("", folded.strip())  # before punctuation goes: the A of A/B testing is no article
    words = " ".join("".join(map(_kept, named)).split())
    return words or " ".join(folded.split())


def _kept(character: str) -> str:
    """Punctuation parts words (a/b, tick-tock); an apostrophe or an invisible mark inside a word does not."""
    category = unicodedata.category(character)
    if character in _APOSTROPHES or category == "Cf":
        return ""
    return character if category[0] in "LMN" or character in "+#" else " "
