"""The Markdown that summaries and notes are written in: CommonMark with tables, footnotes, task lists, mathematics,
highlighted code and ``[[links]]`` to papers, and with emphasis that works beside Chinese punctuation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from notes.highlighting import fenced_code
from notes.limits import DEEPEST, PAPERS, limit

SHARED = frozenset("—‘’“”…")  # the marks that Chinese shares with Latin
HAN = re.compile(r"[—‘-”…\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")
LONGEST_NAME = 300  # of a paper between [[ and ]]
FIRST_HEADING = 3  # of a summary: the page's are its title and the language
ADDRESS = re.compile(r"(?:https?|mailto):|(?![^/?#]*:)", re.I)  # of the web, of a person, or of our own
ALIGNED = {"text-align:center": "center", "text-align:right": "end"}


class Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        """Whether this may become a link; otherwise it stays text."""
        return bool(ADDRESS.match(url.strip()))


def parser() -> MarkdownIt:
    """A new parser. It reads two things from ``env`` and leaves a third there.

    ``papers`` holds (address, title) by the name in ``[[…]]``; ``docId`` keeps the ids of two texts on one page apart;
    ``linked`` will hold the names that have become links.
    """
    # html=False: what looks like HTML is text. Images stay out: they would ask other hosts who is reading.
    markdown = Markdown("commonmark", {"html": False, "maxNesting": DEEPEST, "tasklists": True})
    markdown.enable(["table", "strikethrough"]).disable(["image", "html_block", "html_inline"])
    markdown.use(footnote_plugin, inline=False)
    markdown.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    markdown.use(limit)
    markdown.inline.ruler.at("emphasis", emphasis)
    markdown.inline.ruler.at("strikethrough", strikethrough)
    markdown.inline.ruler.before("link", "paper", paper_link)
    markdown.core.ruler.after("block", "headings", headings)
    markdown.core.ruler.after("block", "alignment", alignment)
    markdown.core.ruler.after("inline", "tasks", tasks)
    markdown.add_render_rule("fence", fenced_code)
    markdown.add_render_rule("math_inline_double", rendered_formula)
    markdown.add_render_rule("paper", rendered_paper_link)
    markdown.add_render_rule("softbreak", rendered_line_break)
    return markdown


def headings(state: StateCore) -> None:
    """Each heading finds its place below those of the page, and has an id to link to."""
    number = 0
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + FIRST_HEADING - 1, 6)}"
        if token.type == "heading_open":
            number += 1
            token.attrs["id"] = f"{state.env.get('docId', 'note')}-h{number}"


def alignment(state: StateCore) -> None:
    """Columns are aligned by classes; no policy of ours lets a style attribute through."""
    for token in state.tokens:
        if token.type in {"th_open", "td_open"} and (name := ALIGNED.get(str(token.attrs.pop("style", "")))):
            token.attrs["class"] = name


def tasks(state: StateCore) -> None:
    """The words of a task are the label of its box, for those who hear the page."""
    for item, words in zip(state.tokens, state.tokens[2:], strict=False):
        if item.type == "list_item_open" and "checked" in item.meta and words.type == "inline":
            checked = " checked" if item.meta.pop("checked") else ""
            start, end = Token("html_inline", "", 0), Token("html_inline", "", 0)
            start.content = f'<label><input type="checkbox" disabled{checked}> '
            end.content = "</label>"
            words.children = [start, *(words.children or []), end]


def emphasis(state: StateInline, silent: bool) -> bool:
    """CommonMark's rule, with ``flanks`` that know Chinese."""
    marker = state.src[state.pos]
    if silent or marker not in "_*":
        return False
    length = run_of(state, marker)
    opens, closes = flanks(state, length)
    for _ in range(length):
        delimit(state, marker, length, opens, closes)
    state.pos += length
    return True


def strikethrough(state: StateInline, silent: bool) -> bool:
    """Two tildes, likewise; of an odd number one is text."""
    if silent or not state.src.startswith("~~", state.pos):
        return False
    length = run_of(state, "~")
    opens, closes = flanks(state, length)
    if length % 2:
        state.push("text", "", 0).content = "~"
    for _ in range(length // 2):
        delimit(state, "~~", 0, opens, closes)  # 0: no rule of three
    state.pos += length
    return True


def run_of(state: StateInline, marker: str) -> int:
    end = state.pos
    while end < state.posMax and state.src[end] == marker:
        end += 1
    return end - state.pos


def delimit(state: StateInline, markup: str, length: int, opens: bool, closes: bool) -> None:
    state.push("text", "", 0).content = markup
    here = len(state.tokens) - 1
    state.delimiters.append(Delimiter(ord(markup[0]), length=length, token=here, end=-1, open=opens, close=closes))


def flanks(state: StateInline, length: int) -> tuple[bool, bool]:
    """Whether a run of markers can open and whether it can close.

    CommonMark's rule, but a Han character beside a marker ends a word, and a full-width mark is no obstacle. Chinese
    has no spaces, so that by CommonMark alone the second marker in ``**强调。**中文`` could not close.
    """
    end = state.pos + length
    before = state.src[state.pos - 1] if state.pos else " "
    after = state.src[end] if end < state.posMax else " "
    opens = not is_space(after) and (not stops(after) or parts(before))
    closes = not is_space(before) and (not stops(before) or parts(after))
    if state.src[state.pos] == "_":
        return opens and (not closes or parts(before)), closes and (not opens or parts(after))
    return opens, closes


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
    written = state.env.get("paper links", 0)
    if not found or written >= PAPERS:
        return False
    if not silent:
        state.env["paper links"] = written + 1
        token = state.push("paper", "a", 0)
        token.content = name
        token.meta = {"url": found[0], "title": found[1]}
    state.pos = end + 2
    return True


def rendered_paper_link(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    env.setdefault("linked", set()).add(token.content)
    return f'<a href="{escape(token.meta["url"])}" title="{escape(token.meta["title"])}">{escape(token.content)}</a>'


def rendered_formula(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """``$$…$$`` within a paragraph: set off like any other, but no block, which a paragraph cannot hold.

    All mathematics is TeX as it was written, readable as it is; KaTeX sets it where JavaScript runs.
    """
    return f'<span class="math block">{escape(tokens[index].content.strip())}</span>'


def rendered_line_break(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A line ends between two Han characters: nothing, for browsers would show a space."""
    before = next((tokens[at].content[-1] for at in range(index - 1, -1, -1) if tokens[at].content), "")
    after = next((tokens[at].content[0] for at in range(index + 1, len(tokens)) if tokens[at].content), "")
    are_han = HAN.match(before) and HAN.match(after) and not {before, after} <= SHARED
    return "" if are_han else "\n"
