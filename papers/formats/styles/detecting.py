"""In which of the styles a list is kept."""

import re

from papers.formats.records import Document

from .shapes import PLAIN

_HEADING = re.compile(r"^ {0,3}#{1,6}\s|^\S.*\n(?:=+|-+)\s*$", re.MULTILINE)
_SHAPES = {
    "bare": re.compile(r"\s*[-*+]\s+\[[^\[\]]*‘\d\d\]"),
    "bold": re.compile(r"\s*[-*+]\s+(?:\*\*|__)[\[【]"),
    "linked": re.compile(r"(?:[\[【][^\[\]【】]*[\]】]\s*)+\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]\("),
    "numbered": re.compile(r"\s*[-*+]\s+\*?[\[【][^\[\]【】]*[\]】](?!\()"),
}


def detect(text: str, document: Document) -> str:
    """The name of the style that most entries of the list have; "plain" where none of the house styles fits."""
    entries = [record.raw for record in document.records]
    if document.sections and not _HEADING.search(text) and "|" not in text[:2000].split("\n", 1)[0]:
        return "bare"
    for name, shape in _SHAPES.items():
        if 2 * sum(bool(shape.match(entry)) for entry in entries) > len(entries):
            return name
    return PLAIN.name
