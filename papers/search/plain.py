"""The words of a Markdown text: what a reader sees of it, without marks, addresses and comments."""

from __future__ import annotations

import re

from papers.scripts import HAN

ADDRESS = r"(?:https?://|www\.)[^\s<>)\]，。；！？、（）]+"
REPLACED = (
    (re.compile(r"<!--.*?(?:-->|\Z)", re.S), " "),
    (re.compile(r"^[ \t]*\[[^\]\n]{1,200}\]:.*$", re.M), ""),  # where a reference leads
    (re.compile(r"\[\^[^\]\s]{1,100}\]"), ""),  # the number of a footnote
    (re.compile(r"!?\[([^\[\]\n]{0,1000})\]\([^()\n]{0,2000}(?:\([^()\n]{0,2000}\)[^()\n]{0,2000})?\)"), r"\1"),
    (re.compile(r"\[\[([^\[\]\n]{1,300})\]\]"), r"\1"),
    (re.compile(rf"<?{ADDRESS}>?", re.I), " "),
    (re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX]\][ \t]", re.M), "\n\n"),  # a task
    (re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+", re.M), "\n\n"),  # an item of a list
    (re.compile(r"^[ \t]*(?:```|~~~).*$", re.M), "\n"),
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.M), r"\n\n\1\n\n"),
    (re.compile(r"^[ \t]*(?:>[ \t]?)+", re.M), ""),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
    (re.compile(r"\*+|`+|~~|(?<![^\W_])_+|_+(?![^\W_])"), ""),  # emphasis and code: the words go on through it
)
LINE_END = re.compile(r"(?<=(.))[ \t]*\n[ \t]*(?=(\S))")


def plain(text: str) -> str:
    """The words, paragraphs apart; a line that ends between two Han characters goes on."""
    for pattern, replacement in REPLACED:
        text = pattern.sub(replacement, text)
    return LINE_END.sub(lambda end: "" if HAN.match(end[1]) and HAN.match(end[2]) else "\n", text).strip()
