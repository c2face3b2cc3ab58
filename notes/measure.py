"""How long a text is, as people count it in each language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings

from papers.scripts import HAN

WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Length:
    """Words in alphabetic scripts (numbers count), Chinese characters, and all characters as the limit counts them."""

    words: int
    han: int
    characters: int
    most: int

    @property
    def is_too_long(self) -> bool:
        return self.characters > self.most


def length_of(text: str) -> Length:
    han = len(HAN.findall(text))
    return Length(len(WORD.findall(HAN.sub(" ", text))), han, len(text), settings.SUMMARY_MAX_CHARS)
