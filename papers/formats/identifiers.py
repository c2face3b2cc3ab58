"""Read a list of DOIs, arXiv ids and addresses: what a registry can complete."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from . import links
from .limits import Problems, clean
from .records import Document, Record

NAME = "identifiers"
LABEL = "DOIs and arXiv ids"
SUFFIX = ".txt"
MEDIA_TYPE = "text/plain"

MAX_LINE = 10_000
_BULLET = re.compile(r"\s*(?:[-*+•·–]|\(?\d{1,4}[.)、]|\[\d{1,4}\])\s+")
_WORD = re.compile(r"[^\s,;，；、<>\"“”|]+")
_JOINED = re.compile(r"\b(doi|arxiv)\s*:\s+(?=\S)", re.IGNORECASE)
_ARXIV = re.compile(r"(?:arxiv:)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"(?:arXiv:|doi:10\.|https?://)\S+")
_COMMENT = re.compile(r"\s*(?:#|//|%)")


class Identifier(NamedTuple):
    """One of these is said: a DOI, an arXiv id, or the address alone; `url` is the address as it was given."""

    doi: str = ""
    arxiv_id: str = ""
    url: str = ""

    @property
    def title(self) -> str:
        """What stands for the title until somebody looks it up."""
        return f"arXiv:{self.arxiv_id}" if self.arxiv_id else f"doi:{self.doi}" if self.doi else self.url


def is_placeholder(title: str) -> bool:
    """Whether a title only names an identifier, so that it says nothing of the paper."""
    return bool(_PLACEHOLDER.fullmatch(title))


def identifier_in(word: str) -> Identifier | None:
    """The identifier that a word is: a DOI, bare or as an address, an arXiv id, or any other web address."""
    word = unicodedata.normalize("NFKC", word).strip("()[]{}'`*.:。）】《》")
    if links.is_web(word):
        arxiv_id = links.arxiv_in(word)
        return Identifier("" if arxiv_id else links.doi_in(word), arxiv_id, word)
    if found := _ARXIV.fullmatch(word):
        return Identifier(arxiv_id=found[1])
    if re.match(r"(?:doi:|(?:dx\.)?doi\.org/)?10\.\d{4,9}/", word, re.IGNORECASE):
        if arxiv_id := links.arxiv_in(f"https://doi.org/{word[word.index('10.') :]}"):
            return Identifier(arxiv_id=arxiv_id)
        doi = links.doi_in(word)
        return Identifier(doi) if doi else None
    if re.match(r"(?:www\.)?(?:arxiv|dl\.acm|openreview)\.(?:org|net)/", word, re.IGNORECASE):
        return identifier_in("https://" + word)
    return None


def read(text: str) -> Document:
    """A record for each identifier, several of which may share a line; a line without any is a problem.

    A record's title is its identifier, as `is_placeholder` tells, until it is looked up. Never raises.
    """
    problems = Problems()
    records: list[Record] = []
    first: dict[str, int] = {}
    for number, line in enumerate(clean(text).split("\n"), 1):
        if not line.strip() or _COMMENT.match(line):
            continue
        found = identifiers_of(line[:MAX_LINE])
        if not found or len(line) > MAX_LINE:
            reason = "No DOI, arXiv id or web address stands in this line; it was not read."
            if found:
                reason = f"The line has {len(line):,} characters; it was read up to {MAX_LINE:,}."
            problems.add(number, line, reason)
        for identifier in found:
            if earlier := first.get(identifier.title):
                problems.add(number, line, f"{identifier.title} stands in line {earlier} already; it was read once.")
                continue
            first[identifier.title] = number
            records.append(_record(identifier, number, line))
    return Document("", (), tuple(problems.bounded(record) for record in records), problems.named())


def identifiers_of(line: str) -> list[Identifier]:
    """The identifiers in one line, in order."""
    bullet = _BULLET.match(line)
    line = _JOINED.sub(r"\1:", unicodedata.normalize("NFKC", line[bullet.end() :] if bullet else line))
    return [found for word in _WORD.findall(line) if (found := identifier_in(word))]


def _record(identifier: Identifier, number: int, line: str) -> Record:
    return Record(
        title=identifier.title,
        line=number,
        raw=line.strip(),
        kind="preprint" if identifier.arxiv_id else "paper",
        venue="arXiv" if identifier.arxiv_id else "",
        links=(links.typed(identifier.url),) if identifier.url else (),
        doi=identifier.doi,
        arxiv_id=identifier.arxiv_id,
        venue_kind="preprint-server" if identifier.arxiv_id else "",
    )
