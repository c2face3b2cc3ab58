"""Why a paper is found: what the query hit in its row, and which of its other texts say best what the row does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from papers.scripts import lang_of
from papers.search.holding import stands
from papers.search.plain import plain
from papers.search.queries import Alternative, Atom, Query
from papers.search.snippets import marked, snippet
from papers.search.tokens import folded, joined

MOST = 2  # reasons of one paper
MOST_NAMES = 3  # of one reason
LENGTHS = {"en": 120, "zh-Hans": 60}  # characters of an extract


@dataclass(frozen=True)
class Text:
    """What is known of a paper beyond its row: a text in Markdown, or all its names of one kind."""

    paper: int
    label: Any
    texts: Sequence[str]
    lang: str = ""
    is_prose: bool = True

    def has(self, atoms: Iterable[Atom]) -> list[Atom]:
        """Those that stand in it. Most texts have none, and to see that takes no tokens."""
        possible = [atom for atom in atoms if atom.tokens[0] in self.folded]
        return [atom for atom in possible if stands(atom, [self.tokens])] if possible else []

    @cached_property
    def folded(self) -> str:
        return folded("\n".join(self.texts))

    @cached_property
    def tokens(self) -> str:
        return joined(*(map(plain, self.texts) if self.is_prose else self.texts))


class Reason(NamedTuple):
    """A piece of one text, as HTML in which the hits are marked."""

    label: Any
    html: SafeString
    lang: str


class Why(NamedTuple):
    """``via`` are the names of the glossary without which the paper were no hit, each with its language."""

    query: Query
    title: SafeString
    reasons: Sequence[Reason]
    via: Sequence[tuple[str, str]]

    def marked(self, text: str) -> SafeString:
        """What the row says as HTML with the hits marked."""
        return as_marked(text, self.query)


@dataclass(frozen=True)
class Explanation:
    """``row`` is what the row says of the paper, also in other words; ``texts`` are the others, the most telling first.

    A ``brief`` row has room for what it does not explain itself, and for short extracts.
    """

    query: Query
    title: str
    row: Sequence[str]
    texts: Sequence[Text]
    brief: bool = False

    @property
    def why(self) -> Why:
        return Why(self.query, as_marked(self.title, self.query), self.reasons, self.via)

    @cached_property
    def in_row(self) -> str:
        return joined(self.title, *self.row)

    def has(self, atom: Atom) -> bool:
        return stands(atom, [self.in_row]) or any(text.has([atom]) for text in self.texts)

    @cached_property
    def ways(self) -> list[Alternative]:
        """How each thing that is asked for is there: as it was typed where that can be."""
        ways = [(way for way in group.alternatives if all(map(self.has, way.atoms))) for group in self.query.groups]
        return [way for way in (next(found, None) for found in ways) if way]

    @property
    def beyond_row(self) -> list[Alternative]:
        """The ways in which things are there that the row does not have in any."""
        groups = (group for group in self.query.groups if not any(self.is_in_row(way) for way in group.alternatives))
        return [way for group in groups for way in group.alternatives if way in self.ways]

    def is_in_row(self, way: Alternative) -> bool:
        return all(stands(atom, [self.in_row]) for atom in way.atoms)

    @property
    def via(self) -> list[tuple[str, str]]:
        return [(name, lang_of(name)) for name in dict.fromkeys(way.via for way in self.ways if way.via)]

    @property
    def reasons(self) -> list[Reason]:
        """Texts that have what the row lacks, those first that have most of it; else prose that says it once more."""
        wanted = list(dict.fromkeys(atom for way in self.ways for atom in way.atoms))
        missing = [atom for way in self.beyond_row for atom in way.atoms if not stands(atom, [self.in_row])]
        if not missing and not self.brief:
            again = next((text for text in self.texts if text.is_prose and text.has(wanted)), None)
            return self.written([again] if again else [], wanted)
        chosen: list[Text] = []
        while missing and self.texts and len(chosen) < MOST:
            best = max(self.texts, key=lambda text: len(text.has(missing)))  # the first of several
            if not (found := best.has(missing)):
                break
            chosen.append(best)
            missing = [atom for atom in missing if atom not in found]
        return self.written(chosen, wanted)

    def written(self, texts: Iterable[Text], wanted: Sequence[Atom]) -> list[Reason]:
        reasons = []
        for text in texts:
            if text.is_prose:
                lang = text.lang or lang_of(text.texts[0])
                html = snippet(plain(text.texts[0]), self.query, LENGTHS[lang] // (1 + self.brief)) or ""
                reasons.append(Reason(text.label, mark_safe(html), lang))  # noqa: S308 - escaped piece by piece
            else:
                names = [name for name in text.texts if any(stands(atom, [joined(name)]) for atom in wanted)]
                html = format_html_join(", ", "{}", ((as_marked(name, self.query),) for name in names[:MOST_NAMES]))
                reasons.append(Reason(text.label, html, lang_of(" ".join(names))))
        return reasons


def as_marked(text: str, query: Query) -> SafeString:
    return mark_safe(marked(text, query))  # noqa: S308 - escaped piece by piece
