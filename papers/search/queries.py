"""What somebody typed, understood: words, prefixes, "phrases" and -exclusions. No syntax of theirs goes any further."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from papers.formats.folding import name_key
from papers.search.tokens import CJK, CJK_RUN, key, origin, placed, tokens

MOST_CHARACTERS = 256
MOST_TERMS = 16
MOST_WORDS = 6  # of a name that is looked up in the glossary

QUOTES = str.maketrans("“”„‟「」『』«»", '""""""""""')
TERM = re.compile(r'(?P<minus>(?<!\S)-(?=[^\s-]))?(?:"(?P<phrase>[^"]*)"?|(?P<chunk>[^\s"]+))')
YEAR = re.compile(r"'([0-9]{2})(?![^\W_])")  # OSDI ’20, as every row has it
RUN = re.compile(rf"{YEAR.pattern}|[{CJK}]+|[^\W_{CJK}]+")


@dataclass(frozen=True)
class Atom:
    """Tokens that stand side by side in one text; the last one may go on where ``is_prefix``.

    A BREAK may stand among them, never first or last: a phrase that was typed with punctuation inside.
    """

    tokens: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True)
class Alternative:
    """Atoms that are all wanted; ``via`` is the glossary's name that brought them in, "" for what was typed."""

    atoms: tuple[Atom, ...]
    via: str = ""


@dataclass(frozen=True)
class Group:
    """One thing that is asked for, in any of these ways; the first is what was typed, ``text[start:end]``."""

    alternatives: tuple[Alternative, ...]
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Query:
    """Papers with every group and nothing of what is excluded."""

    groups: tuple[Group, ...] = ()
    excluded: tuple[Atom, ...] = ()
    text: str = ""  # as typed, cut
    typed: str = ""  # what is asked for, as tokens.key() folds it: the name that is exactly this comes first
    is_cut: bool = False  # there was more than is looked for

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for and nothing excluded: every paper fits."""
        return not (self.groups or self.excluded)

    @property
    def only_excludes(self) -> bool:
        """Whether there is nothing to look for; no query is made then, and no paper fits."""
        return bool(self.excluded) and not self.groups

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """All that is looked for, once each: typed or brought in by the glossary."""
        alternatives = (alternative for group in self.groups for alternative in group.alternatives)
        return tuple(dict.fromkeys(atom for alternative in alternatives for atom in alternative.atoms))

    def first(self) -> Query:
        """The query as it was typed, without what the glossary brought in."""
        typed = (replace(group, alternatives=group.alternatives[:1]) for group in self.groups)
        return replace(self, groups=tuple(typed))


def parse(text: str) -> Query:
    """Any text is a query. An unquoted chunk is its runs of Latin letters or Chinese characters, all of them wanted."""
    is_cut, text = len(text) > MOST_CHARACTERS, text[:MOST_CHARACTERS]
    plain, places = placed(text.translate(QUOTES))
    groups: list[Group] = []
    excluded: list[Atom] = []
    typed: list[str] = []
    for term in TERM.finditer(plain[:MOST_CHARACTERS]):
        room = MOST_TERMS - len(groups) - len(excluded)
        unwanted = list(excluding(term)) if term["minus"] else []
        wanted = [] if term["minus"] else list(wanting(term, places))
        is_cut |= len(unwanted) + len(wanted) > room
        excluded += unwanted[:room]
        groups += wanted[:room]
        if wanted[:room]:
            typed.append(term["chunk"] or term["phrase"])
    once = {group.alternatives: group for group in reversed(groups)}  # what is asked for twice is looked for once
    kept = tuple(group for group in groups if once[group.alternatives] is group)
    return Query(kept, tuple(dict.fromkeys(excluded)), text, key(" ".join(typed)), is_cut)


def excluding(term: re.Match[str]) -> Iterator[Atom]:
    """At most one: a chunk that is excluded is excluded as a whole, -gandiva-fair not wherever something is fair."""
    if atom := exact(term["chunk"] or term["phrase"]):
        yield open_ended(atom) if term["chunk"] else atom


def wanting(term: re.Match[str], places: Sequence[int]) -> Iterator[Group]:
    if term["chunk"] is None:
        if atom := exact(term["phrase"]):
            yield asked(atom, *origin(places, *term.span("phrase")))
        return
    for run in RUN.finditer(term.string, *term.span("chunk")):
        if atom := exact(run[0]):
            yield asked(open_ended(atom), *origin(places, *run.span()))


def asked(atom: Atom, start: int, end: int) -> Group:
    return Group((Alternative((atom,)),), start, end)


def exact(text: str) -> Atom | None:
    """The tokens of a phrase. Chinese has no ends of words, so characters may go on before and after them."""
    found = tokens(YEAR.sub(r" 20\1", text))
    if not found or not CJK_RUN.match(found[-1]):
        return Atom(tuple(found)) if found else None
    if CJK_RUN.match("".join(found[-2:-1])) and len(found[-2]) == 2:
        return Atom(tuple(found[:-1]))  # without the last character's own token, which stands at the end of a run only
    return Atom(tuple(found), is_prefix=True)


def open_ended(atom: Atom) -> Atom:
    """A Latin word of two letters or more may go on; one letter would match nearly everything."""
    is_latin = not CJK_RUN.match(atom.tokens[-1])
    return replace(atom, is_prefix=True) if is_latin and len(atom.tokens[-1]) > 1 else atom


def phrases_typed(query: Query | str) -> list[str]:
    """What may be names in what was typed: its neighbouring words, six of them at most, and "phrases" as a whole.

    Folded as ``formats.folding.name_key`` does it, and once more as texts are, where that is not the same.
    """
    query = parse(query) if isinstance(query, str) else query
    return list(dict.fromkeys(name for span in neighbours(query) for name in spellings(query, span)))


def widened(query: Query, names: Mapping[str, Sequence[str]]) -> Query:
    """The query that also finds what was typed under these other names of it; ``names`` by phrases_typed().

    Of names that overlap the longest counts, then the first. What is excluded stays as it was typed.
    """
    groups: list[Group | None] = list(query.groups)
    for span in neighbours(query):
        others = [other for spelling in spellings(query, span) for other in names.get(spelling, ())]
        if others and all(groups[place] is query.groups[place] for place in span):
            groups[span.start] = together(query.groups[span.start : span.stop], others)
            groups[span.start + 1 : span.stop] = [None] * (len(span) - 1)
    return replace(query, groups=tuple(group for group in groups if group))


def neighbours(query: Query) -> Iterator[range]:
    """Places of groups that stand side by side, the longest stretches first."""
    amount = len(query.groups)
    for length in range(min(MOST_WORDS, amount), 0, -1):
        yield from (range(first, first + length) for first in range(amount - length + 1))


def spellings(query: Query, span: range) -> list[str]:
    """The typed text of these groups as a name is compared; none where a quote stands between them."""
    typed = query.text[query.groups[span[0]].start : query.groups[span[-1]].end]
    return [] if '"' in typed.translate(QUOTES) else list(dict.fromkeys([name_key(typed), key(typed)]))


def together(groups: Sequence[Group], names: Sequence[str]) -> Group:
    typed = Alternative(tuple(atom for group in groups for atom in group.alternatives[0].atoms))
    others = (Alternative((atom,), name) for name in names for atom in forms(name))
    kept = {other.atoms: other for other in reversed([typed, *others])}
    return Group(tuple(reversed(kept.values())), groups[0].start, groups[-1].end)


def forms(name: str) -> Iterator[Atom]:
    """The name as an exact phrase, and with the ending of a plural where it ends in an English word."""
    if not (atom := exact(name)):
        return
    yield atom
    last = atom.tokens[-1]
    if len(last) > 2 and last.isascii() and last.isalpha():
        yield Atom((*atom.tokens[:-1], plural(last)))


def plural(word: str) -> str:
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(?:s|x|z|ch|sh)$", word) else f"{word}s"
