"""What keeps the worst text quick to render: rules of markdown-it that look too far, go too deep or write too much.

Nobody who writes for readers comes near one of these limits. What is beyond them stays on the page as it was typed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, list_block, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, link
from mdit_py_plugins.dollarmath.index import math_block_dollar
from mdit_py_plugins.footnote.index import footnote_def, footnote_ref

DEEPEST = 16  # levels of one element in another, a list being two; below it markdown-it leaves text out
QUOTES = 6  # quotes in quotes
LOOKS = 40_000  # of a quote or a paragraph at the next line, whether it goes on there; a quote looks far ahead
CELLS = 10_000  # of all tables; a row too short is filled up with empty ones
REFERENCES = 50_000  # characters of all addresses and titles that ``[name]: address`` puts into links
PAPERS = 500  # links to papers, each with its title
LABEL = 100  # characters of a footnote's name
FORMULA = 60  # lines of a formula

formula = math_block_dollar(allow_labels=False, allow_blank_lines=True)

BlockRule = Callable[[StateBlock, int, int, bool], bool]


def limit(markdown: MarkdownIt) -> None:
    """A plugin for a parser that has tables, footnotes and mathematics."""
    block, inline = markdown.block.ruler, markdown.inline.ruler
    ends = ["paragraph", "reference", "blockquote", "list"]  # what each rule may end, as it was
    block.at("blockquote", shallow(few_quotes), {"alt": ends})
    block.at("list", shallow(list_block), {"alt": ends[:3]})
    block.at("footnote_def", shallow(named_shortly), {"alt": ends[:2]})
    block.at("table", few_cells, {"alt": ends[:2]})
    block.at("math_block", short_formula)
    inline.at("link", closed_link)
    inline.at("footnote_ref", short_footnote_ref)
    markdown.core.ruler.after("block", "few_references", few_references)


def shallow(rule: BlockRule) -> BlockRule:
    """The rule, but not where what it opens would be too deep for a list in it."""

    def limited(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return state.level <= DEEPEST - 4 and rule(state, start, end, silent)

    return limited


def few_quotes(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    depth, looks = state.env.get("quotes", 0), state.env.get("looks", 0)
    if depth >= QUOTES or looks >= LOOKS:
        return False
    if silent:
        state.env["looks"] = looks + 1
        return blockquote(state, start, end, silent)
    state.env["quotes"] = depth + 1
    found = blockquote(state, start, end, silent)
    state.env["quotes"] = depth
    return found


def named_shortly(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin = state.bMarks[start] + state.tShift[start]
    return state.src.find("]", begin, begin + LABEL) > 0 and footnote_def(state, start, end, silent)


def few_cells(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table goes no further than there are cells left for this text."""
    if start + 2 > end:
        return False
    columns = state.src.count("|", state.bMarks[start + 1], state.eMarks[start + 1]) + 1
    left = state.env.get("cells", CELLS)
    found = table(state, start, min(end, start + 1 + left // columns), silent)
    if found and not silent:
        state.env["cells"] = left - columns * (state.line - start - 1)
    return found


def short_formula(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return formula(state, start, min(end, start + FORMULA), silent)


def closed_link(state: StateInline, silent: bool) -> bool:
    """Nothing is a link after the last closing bracket."""
    return state.src.find("]", state.pos, state.posMax) > 0 and link(state, silent)


def short_footnote_ref(state: StateInline, silent: bool) -> bool:
    return state.src.find("]", state.pos, state.pos + LABEL) > 0 and footnote_ref(state, silent)


class Rationed(dict):
    """Definitions of links that are found until they have been written out too often."""

    left = REFERENCES

    def get(self, label: str, default: Any = None) -> Any:
        found = super().get(label)
        if found is None or self.left < 0:
            return default
        self.left -= len(found["href"]) + len(found["title"])
        return found


def few_references(state: StateCore) -> None:
    if "references" in state.env:
        state.env["references"] = Rationed(state.env["references"])
