"""One search: what somebody typed, seen by them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q
from pyroaring import BitMap

from papers.recalling import Recall, afresh
from papers.search import queries
from papers.search.backends import backend
from papers.search.holding import holds
from papers.search.nicknames import name_token
from papers.search.queries import Alternative, Group, Query
from papers.search.ranking import Ranked

if TYPE_CHECKING:
    from papers.kept import Kept
    from papers.querysets import PaperQuerySet

MOST_LISTED = 2_000  # hits that are asked for once and then listed, instead of asking the index again and again
MOST_LISTED_IF_DEAR = 20_000
MOST_READ = 500  # hits whose titles and names are read, instead of asking the index whether all is there
# From phrases as they were typed, folded as names are compared, to the names of the same thing in the other language.
OTHER_NAMES: list[Callable[[Collection[str]], dict[str, list[str]]]] = []


class Own(NamedTuple):
    """What the viewer's own notes change: papers that are hits with them, and papers that are none because of them."""

    more: frozenset[int] = frozenset()
    fewer: frozenset[int] = frozenset()


class Search:
    def __init__(self, text: str, viewer: Any = None, across: bool = True) -> None:
        """A search for ``text`` by ``viewer``, who finds their own notes too; ``across`` asks the glossary what it is
        called in the other language."""
        self.text, self.viewer, self.across = text, viewer, across

    @cached_property
    def query(self) -> Query:
        query = queries.parse(self.text)
        phrases = queries.phrases_typed(query) if self.across and OTHER_NAMES else ()
        names: dict[str, list[str]] = {}
        for other_names in OTHER_NAMES if phrases else ():
            for phrase, others in other_names(phrases).items():
                names.setdefault(phrase, []).extend(others)
        return queries.widened(query, names) if names else query

    @cached_property
    def name(self) -> str:
        """The token that a paper has which is called exactly what was typed; "" where nothing was."""
        return name_token(self.query.typed)

    def narrow(self, papers: PaperQuerySet, in_head: bool = False) -> PaperQuerySet:
        """Those of the papers that are hits, in the order that they have; all of them where nothing is asked for.

        With ``in_head`` only those that have everything that is asked for in their titles and names.
        """
        if self.query.is_empty:
            return papers
        if self.query.only_excludes:
            return papers.none()
        return self.unopposed(papers.filter(self.among(in_head, () if in_head else self.own.more)))

    def unopposed(self, papers: PaperQuerySet) -> PaperQuerySet:
        """Without those that the viewer's own notes take out."""
        return papers.exclude(pk__in=backend().these(self.own.fewer)) if self.own.fewer else papers

    def beyond(self, papers: PaperQuerySet, in_head: bool = False) -> PaperQuerySet:
        """Those of the papers that nobody finds; with ``in_head`` that do not have everything in title and names."""
        return papers.exclude(self.among(in_head)) if self.query.groups else papers

    def among(self, in_head: bool = False, more: Collection[int] = ()) -> Any:
        """The condition on papers to be what everybody finds, or among ``more``; the query has groups."""
        few = self.few_in_head if in_head else self.few
        if few is None:
            return backend().among(backend().hits(self.query, in_head, more))
        return Q(pk__in=backend().these({*few, *more}))

    @cached_property
    def few(self) -> list[int] | None:
        """What everybody finds, asked once for all that is to be known of it; None where that is too much to list."""
        return backend().few(self.query, in_head=False, most=self.most_listed)

    @cached_property
    def few_in_head(self) -> list[int] | None:
        if self.few is not None and len(self.few) <= MOST_READ:
            texts = backend().heads(self.few)
            return [number for number in self.few if number in texts and holds(self.query, texts[number])]
        return backend().few(self.query, in_head=True, most=self.most_listed)

    @property
    def most_listed(self) -> int:
        return MOST_LISTED_IF_DEAR if backend().is_dear(self.query) else MOST_LISTED

    @property
    def key(self) -> str:
        """The same for all words that find the same, one's own notes aside, while the catalogue stays what it is."""
        return f"q={[group.alternatives for group in self.query.groups]}-{self.query.excluded}"

    def everybody(self, kept: Kept) -> BitMap:
        """The papers that everybody finds, as kept for the next one who asks; the query has groups.

        The search need not ask then which they are, where they are few.
        """
        found: BitMap = kept.found(self.key, "found", lambda: BitMap(backend().everything(self.query)))
        self.few = list(found) if len(found) <= self.most_listed else None
        return found

    @cached_property
    def own(self) -> Own:
        """What the notes of the viewer change; one query, and one more where a note has something of what is sought."""
        groups = self.query.groups
        if not (groups and self.viewer is not None and self.viewer.is_authenticated):
            return Own()
        unwanted = Group(tuple(Alternative((atom,)) for atom in self.query.excluded))
        asked = [*groups, unwanted] if self.query.excluded else [*groups]
        noted = backend().own(self.viewer.pk, asked)
        fewer = noted.pop() if self.query.excluded else set()
        touched = set().union(*noted)
        if not touched:
            return Own(fewer=frozenset(fewer))
        public = backend().having(asked, touched)
        fewer = fewer | (public.pop() if self.query.excluded else set())
        together = set.intersection(*(own | others for own, others in zip(noted, public, strict=True)))
        alone = set.intersection(*public)
        return Own(frozenset(together - alone - fewer), frozenset(fewer))

    def ranked(self, papers: PaperQuerySet, rows: PaperQuerySet | None = None, recall: Recall = afresh) -> Ranked:
        """The hits among the papers in the order of relevance, to be cut into pages.

        ``rows`` says what to fetch of each, where ``papers`` has filters that need not run again for it; ``recall`` may
        know what stands where.
        """
        return Ranked(self, papers, papers if rows is None else rows, recall)
