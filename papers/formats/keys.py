"""Citation keys: made of a name, a year and a word, and free among others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .people import parted

MAX_KEY = 90  # a letter or number may follow
_SMALL_WORDS = {"a", "an", "the", "on", "of", "for", "in", "to", "and", "with", "towards"}
_NOT_IN_KEYS = re.compile(r"[^\w.:+/*?!<>;\[\]|-]+")
_LETTERS = "bcdefghijklmnopqrstuvwxyz"


def key_of(title: str, year: int | None, authors: Sequence[str] = (), nickname: str = "") -> str:
    """Family name or nickname, year and first telling word, in ASCII."""
    first = parted(authors[0])[0].split(" ")[-1] if authors else nickname
    words = [word for word in re.findall(r"[A-Za-z0-9]+", title) if word.lower() not in _SMALL_WORDS]
    parts = [first, str(year or ""), words[0] if words else ""]
    key = "".join(re.sub(r"[^A-Za-z0-9]", "", part) for part in parts).lower()
    return key[:MAX_KEY] or "paper"


def proper(key: str) -> str:
    """The key without what BibTeX cannot read in one."""
    return _NOT_IN_KEYS.sub("", key)[:MAX_KEY]


class Taken:
    """Keys in use. BibTeX does not tell Gavel and gavel apart."""

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self._tries = {key.casefold(): 0 for key in keys}

    def free(self, key: str) -> str:
        """The key, with a letter or a number after it where another has it; it is in use from now on."""
        folded, chosen = key.casefold(), key
        number = self._tries.get(folded, 0)
        while chosen.casefold() in self._tries:
            number += 1
            chosen = key + (_LETTERS[number - 1] if number <= len(_LETTERS) else f"-{number + 1}")
        self._tries[folded] = number
        self._tries.setdefault(chosen.casefold(), 0)
        return chosen
