"""What an atom of a query looks like in folded text, for finding in the original what the index found by tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from papers.search.queries import Atom
from papers.search.tokens import BLANK_LINE, BREAK, CJK, CJK_RUN, HYPHEN, LONGEST

LETTER = rf"[^\W_{CJK}]"
# Between tokens that stand side by side, and between those that a BREAK parts. Both take all they can and give nothing
# back, for a text may be a hundred thousand blanks.
GAP = rf"(?:{HYPHEN}|(?:(?!{BLANK_LINE})\s)*+)"
BROKEN = rf"(?!{HYPHEN})(?>\s*?(?:[^\w\s]|_|{BLANK_LINE})[\W_]*)"


@lru_cache(maxsize=1024)
def pattern(atom: Atom) -> re.Pattern[str]:
    """Matches ``tokens.folded`` text wherever ``holding.stands`` would say so of its tokens, in whole Latin words."""
    parts = list(words(atom))
    expression = parts[0]
    for before, part in zip(parts, parts[1:], strict=False):
        expression += part if BROKEN in (before, part) else GAP + part
    return re.compile(expression)


def words(atom: Atom) -> Iterator[str]:
    """Expressions for the Latin words, the runs of Chinese characters and the breaks of an atom."""
    run = ""
    for place, token in enumerate(atom.tokens):
        is_last = place == len(atom.tokens) - 1
        if token == BREAK:
            yield BROKEN
        elif not CJK_RUN.match(token):
            yield latin(token, is_open=is_last and atom.is_prefix, is_first=place == 0)
        elif is_last:
            yield run + token + ("" if len(token) > 1 or atom.is_prefix else f"(?![{CJK}])")
        elif len(token) > 1:
            run += token[0]
        else:  # the token of a last character: here the run ends
            yield f"{run}{token}(?![{CJK}])"
            run = ""


def latin(token: str, is_open: bool, is_first: bool) -> str:
    """The letters come first, for an expression that begins with letters is found many times faster."""
    begins = f"(?<!{LETTER}{token})" if is_first else ""
    return f"{token}{begins}{LETTER}*" if is_open or len(token) == LONGEST else f"{token}{begins}(?!{LETTER})"
