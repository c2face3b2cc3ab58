"""Code in colours: spans with classes, for the languages that are likely here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_all_lexers, get_lexer_by_name

# Each was tried with hostile code; some others of Pygments take minutes for a page of it.
LANGUAGES = {
    "Bash", "C", "C++", "CMake", "CUDA", "Diff", "Docker", "Go", "INI", "JSON", "Java", "JavaScript", "Julia", "Lua",
    "Protocol Buffer", "Python", "Rust", "S", "SQL", "Scala", "TOML", "TypeScript", "YAML", "verilog",
}  # fmt: skip
MOST = 3_000  # characters of code in one text that are coloured
UNUSUAL = re.compile(r"[^\n]{250}|\s{60}")  # lines and gaps over which lexers take long

FORMATTER = HtmlFormatter(nowrap=True)


def fenced_code(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A render rule: in colours where the language is known, and until the text has had its share of them."""
    code, language = tokens[index].content, (tokens[index].info.split() or [""])[0].lower()
    left = env.get("coloured", MOST)
    if language not in names():
        return f"<pre><code>{escape(code)}</code></pre>\n"
    if len(code) > left or UNUSUAL.search(code):
        return f'<pre><code class="language-{language}">{escape(code)}</code></pre>\n'
    env["coloured"] = left - len(code)
    coloured = highlight(code, get_lexer_by_name(language, stripnl=False), FORMATTER)
    return f'<pre><code class="language-{language}">{coloured}</code></pre>\n'


@cache
def names() -> frozenset[str]:
    """What the languages are called after the three backticks, in lower case."""
    known = get_all_lexers(plugins=False)
    return frozenset(alias for name, aliases, _files, _types in known if name in LANGUAGES for alias in aliases)
