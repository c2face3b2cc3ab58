"""Texts of registries as plain text: without tags, entities, control characters and signs that turn a line round."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html import unescape

from django.conf import settings

LONGEST_NAME = 200
MOST_AUTHORS = 500
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,1000}>|<!--.{0,1000}?-->", re.DOTALL)
_PARAGRAPH = re.compile(r"</(?:jats:)?(?:p|title|sec|list-item)>|<br ?/?>", re.IGNORECASE)
_HEADING = re.compile(r"\s*(?:abstract|summary|摘要)\s*[.:：—-]?\s*\n", re.IGNORECASE)
# marks that set the direction of what follows, for which no title has a use
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0xFEFF])


def visible(text: str, lines: bool = False) -> str:
    """The text without control and turning characters; line ends stay where ``lines`` is set."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TURNING)
    kept = {"\n"} if lines else set()
    return "".join(" " if is_control(sign) and sign not in kept else sign for sign in text)


def is_control(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}


def one_line(value: object) -> str:
    """The text of a value in one line; "" for anything that is no text."""
    if not isinstance(value, str):
        return ""
    return " ".join(visible(unescape(_TAG.sub("", value))).split())


def paragraphs(value: object) -> str:
    """An abstract, its paragraphs parted by blank lines, cut at a word after ABSTRACT_MAX_CHARS."""
    if not isinstance(value, str):
        return ""
    marked = _PARAGRAPH.sub("\n\n", value[: 20 * settings.ABSTRACT_MAX_CHARS])
    text = visible(unescape(_TAG.sub("", marked)), lines=True)
    blocks = [" ".join(block.split()) for block in re.split(r"\n[ \t]*\n", text)]
    whole = _HEADING.sub("", "\n\n".join(filter(None, blocks)) + "\n", count=1).strip()
    return shortened(whole, settings.ABSTRACT_MAX_CHARS)


def shortened(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(None, 1)[0] + "…"


def people(names: Iterable[object]) -> tuple[str, ...]:
    """Names in order, each once, without those that no one can have."""
    found = dict.fromkeys(one_line(name) for name in names)
    return tuple(name for name in found if 0 < len(name) <= LONGEST_NAME)[:MOST_AUTHORS]


def a_year(value: object) -> int | None:
    """The year that a number or the beginning of a date names."""
    found = re.match(r"\s*(\d{4})(?!\d)", str(value)) if isinstance(value, (str, int)) else None
    year = int(found[1]) if found else 0
    return year if 1600 <= year <= 2200 else None
