"""The Markdown that summaries and notes are written in: CommonMark with tables, footnotes, task lists, mathematics,
highlighted code and ``[[links]]`` to papers, and with emphasis that works beside Chinese punctuation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

# with the marks that Chinese shares with Latin: quotation marks, dash, ellipsis
HAN = re.compile(r"[\u2014\u2018-\u201d\u2026\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")
LONGEST_NAME = 300  # of a paper between [[ and ]]


def parser() -> MarkdownIt:
    """A new parser. It reads two things from ``env``.

    ``papers`` holds (address, title) by the name in ``[[…]]``; ``docId`` keeps the footnotes of two texts on one page
    apart.
    """
    # html=False: what looks like HTML is text. Images stay out: they would ask other hosts who is reading.
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": 40, "highlight": coloured})
    markdown.enable(["table", "strikethrough"]).disable("image")
    markdown.use(footnote_plugin, inline=False).use(tasklists_plugin)
    markdown.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, renderer=tex)
    markdown.inline.ruler.at("emphasis", emphasis)
    markdown.inline.ruler.before("link", "paper", paper_link)
    markdown.add_render_rule("paper", rendered_paper_link)
    return markdown


def coloured(code: str, language: str, attributes: str) -> str:
    """Code as spans with classes, where the language is known; an empty string leaves it plain."""
    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return ""
    return highlight(code, lexer, HtmlFormatter(nowrap=True))


def tex(source: str, options: dict[str, Any]) -> str:
    """TeX as it was written, readable as it is; KaTeX sets it where JavaScript runs."""
    return escape(source)


def emphasis(state: StateInline, silent: bool) -> bool:
    """CommonMark's rule, but a Han character beside a marker ends a word, and a full-width mark is no obstacle.

    Chinese has no spaces, so that by CommonMark alone the second marker in ``**强调。**中文`` could not close.
    """
    marker = state.src[state.pos]
    if silent or marker not in "_*":
        return False
    end = state.pos
    while end < state.posMax and state.src[end] == marker:
        end += 1
    before = state.src[state.pos - 1] if state.pos else " "
    after = state.src[end] if end < state.posMax else " "
    opens = not is_space(after) and (not stops(after) or parts(before))
    closes = not is_space(before) and (not stops(before) or parts(after))
    if marker == "_":
        opens, closes = opens and (not closes or parts(before)), closes and (not opens or parts(after))
    for _ in range(end - state.pos):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=end - state.pos,
                token=len(state.tokens) - 1,
                end=-1,
                open=opens,
                close=closes,
            )
        )
    state.pos = end
    return True


def is_space(character: str) -> bool:
    return isWhiteSpace(ord(character))


def is_mark(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


def stops(character: str) -> bool:
    """Whether a marker that touches it on the inner side needs the end of a word on the other."""
    return is_mark(character) and not HAN.match(character)


def parts(character: str) -> bool:
    """Whether a word ends at this character."""
    return is_space(character) or is_mark(character) or bool(HAN.match(character))


def paper_link(state: StateInline, silent: bool) -> bool:
    """``[[nickname or title]]``, where the catalogue knows the paper; other double brackets are left as text."""
    start = state.pos
    if not state.src.startswith("[[", start):
        return False
    end = state.src.find("]]", start + 2, min(state.posMax, start + LONGEST_NAME + 4))
    name = " ".join(state.src[start + 2 : end].split()) if end > 0 else ""
    found = state.env.get("papers", {}).get(name)
    if not found:
        return False
    if not silent:
        token = state.push("paper", "a", 0)
        token.content = name
        token.meta = {"url": found[0], "title": found[1]}
    state.pos = end + 2
    return True


def rendered_paper_link(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    return f'<a href="{escape(token.meta["url"])}" title="{escape(token.meta["title"])}">{escape(token.content)}</a>'
