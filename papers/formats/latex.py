"""LaTeX source as Unicode text and back, one character after the other: no nesting is too deep."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from pylatexenc.latex2text import get_default_latex_context_db

_TOKEN = re.compile(
    r"\\([A-Za-z]+\*?)[ \t\n]*|\\(.)|(-{2,3}|``|''|[{}~])"
    r"|(\$(?=[^\s$])(?:[^$\\]|\\[A-Za-z]+){1,200}(?<=\S)\$)|[^\\{}$~`'-]+|.",
    re.DOTALL,
)
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331", "t": "\u0361",
}  # fmt: skip
_SYMBOLS = {
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "lbrace": "{", "rbrace": "}",
    "textasciitilde": "~", "textasciicircum": "^", "textquotedbl": '"', "textdollar": "$", "textunderscore": "_",
    "i": "i", "j": "j", "TeX": "TeX", "LaTeX": "LaTeX", "slash": "/", "newline": "\n", "linebreak": "\n", "par": "\n\n",
    "ldots": "…", "dots": "…", "textellipsis": "…", "space": " ", "quad": " ", "qquad": " ", "sim": "~",
}  # fmt: skip
_SIGNS = {",": " ", ";": " ", ":": " ", " ": " ", "\n": " ", "\t": " ", "\\": " ", "-": "", "/": "", "!": "", "@": ""}
_MARKS = {"--": "–", "---": "—", "``": "“", "''": "”", "~": " ", "{": "", "}": ""}
# commands that only dress their argument
_DRESS = frozenset(
    """
    emph text textit textbf textsc textrm textsf texttt textsl textup textmd textnormal mbox hbox uppercase mathrm
    mathit mathbf mathsf mathtt mathcal mathbb mathfrak boldsymbol bm it bf sc rm sf tt em sl bfseries itshape scshape
    ttfamily rmfamily sffamily protect noopsort ensuremath relax xspace url path nolinkurl enquote ac left right
    displaystyle textstyle textsuperscript textsubscript operatorname footnotesize small large
    """.split()  # noqa: SIM905 - easier to read than a list
)
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip
_TO_ESCAPE = re.compile(r"[\\{}^~&%$#_]|-(?=-)|`(?=`)|'(?=')")


def escaped(text: str) -> str:
    """The text as LaTeX shows it; Unicode stays, and `decoded` gives it back to the character."""
    return _TO_ESCAPE.sub(lambda found: _SPECIAL.get(found[0], found[0] + "{}"), text)


def decoded(source: str) -> str:
    """The text that LaTeX source shows: accents and symbols as Unicode, braces and plain mathematics' dollars gone.

    A command that is not known stays as it is written. White space is left to the caller.
    """
    if not any(mark in source for mark in "\\{}$~`'-"):
        return source
    shown: list[str] = []
    accent = ""
    for token in _TOKEN.finditer(source):
        text, waits = _shown(token)
        if waits:
            accent = text
            continue
        if accent and text:
            text, accent = _under(text, accent), ""
        elif accent and token[0] == "}":  # as in \'{}: the accent stands alone
            accent = ""
        shown.append(text)
    return "".join(shown)


def _shown(token: re.Match[str]) -> tuple[str, bool]:
    """What a piece of source shows, and whether it is an accent that waits for its letter."""
    command, sign, mark, formula = token.groups()
    if command is not None:
        if command in _ACCENTS:
            return _ACCENTS[command], True
        if command in _DRESS:
            return "", False
        return _symbol(command) or token[0], False
    if sign is not None:
        if sign in _ACCENTS:
            return _ACCENTS[sign], True
        return _SIGNS.get(sign, sign), False
    if formula is not None:
        return _plainly(formula), False
    return _MARKS[mark] if mark is not None else token[0], False


@cache
def _symbols() -> dict[str, str]:
    """The commands that stand for a sign, as pylatexenc knows them."""
    known = {spec.macroname: spec.simplify_repl for spec in get_default_latex_context_db().iter_macro_specs()}
    plain = {name: sign for name, sign in known.items() if isinstance(sign, str) and sign and "%" not in sign}
    return plain | _SYMBOLS


def _symbol(command: str) -> str:
    return _symbols().get(command.removesuffix("*"), "")


def _under(text: str, accent: str) -> str:
    return unicodedata.normalize("NFC", text[0] + accent) + text[1:]


def _plainly(formula: str) -> str:
    """A formula of letters, signs and known commands as text; any other is left to those who can set it."""
    commands = re.findall(r"\\([A-Za-z]+)", formula)
    plain = all(command in _DRESS or _symbol(command) for command in commands)
    return decoded(formula[1:-1]) if plain else formula
