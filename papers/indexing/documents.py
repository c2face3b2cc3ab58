"""What can be found of a paper: one document for everybody, and one for each member who wrote a note on it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import NamedTuple

from papers.search.nicknames import name_token
from papers.search.numbering import own_number
from papers.search.plain import plain
from papers.search.tokens import BREAK, VERSION, joined


class Private(NamedTuple):
    """What a member wrote on a paper for themselves."""

    paper: int
    member: int
    text: str


# What other apps know of these papers, each by one query: Markdown that everybody may find, and members' own notes.
TEXTS: list[Callable[[Collection[int]], Iterable[tuple[int, str]]]] = []
NOTES: list[Callable[[Collection[int]], Iterable[Private]]] = []


@dataclass(frozen=True)
class Document:
    """The texts of one row of the index; ``names`` and ``head`` are tokens already, ``body`` is Markdown."""

    paper: int
    member: int | None
    title: str
    names: str
    body: tuple[str, ...]

    @property
    def number(self) -> int:
        return self.paper if self.member is None else own_number(self.member, self.paper)

    @cached_property
    def body_tokens(self) -> str:
        return joined(*map(plain, self.body))

    @cached_property
    def head_digest(self) -> str:
        return digest(self.title, self.names)

    @cached_property
    def body_digest(self) -> str:
        """Of the Markdown: most texts are as they were, and need not be cut into tokens to know."""
        return digest(str(VERSION), *self.body)

    @property
    def digest(self) -> str:
        return self.head_digest + self.body_digest

    @property
    def tokens(self) -> tuple[str, str, str]:
        return self.title, self.names, self.body_tokens


def digest(*texts: str) -> str:
    """Sixteen characters."""
    return blake2b("\0".join(texts).encode(), digest_size=8).hexdigest()


def names_of(nickname: str, others: Iterable[str]) -> str:
    """The tokens of all names of a paper, of which its nickname is also one token as a whole."""
    parts = filter(None, (name_token(nickname), joined(nickname).strip(), *others))
    return f" {f' {BREAK} '.join(parts)} ".replace("  ", " ")
