"""How the words of a search were understood, and what to try where they find nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from papers.faceted import SAYS_HOW
from papers.filters import PaperFilter
from papers.scripts import lang_of
from papers.search import Search
from papers.search.queries import Query


@dataclass(frozen=True)
class Searched:
    filters: PaperFilter

    @property
    def query(self) -> Query:
        return self.filters.search.query

    @property
    def is_across(self) -> bool:
        return self.filters.search.across

    @cached_property
    def others(self) -> Sequence[tuple[str, str]]:
        """(name, language) of what the glossary adds to the words, or would add where that is switched off."""
        query = self.query if self.is_across else Search(self.filters.search.text).query
        ways = [way for group in query.groups for way in group.alternatives]
        return [(name, lang_of(name)) for name in dict.fromkeys(way.via for way in ways if way.via)]

    @property
    def switched(self) -> str:
        """The address with the glossary switched off, or on again."""
        return self.filters.address(across=("off",) if self.is_across else ())

    @property
    def alone(self) -> str:
        """The address with the words and no other filter; "" where there is no other."""
        others = {name: () for name in self.filters.state if name not in SAYS_HOW | {"q"}}
        return self.filters.address(**others) if others else ""

    @property
    def is_too_long(self) -> bool:
        return self.filters.form.fields["q"].is_cut or self.query.is_cut
