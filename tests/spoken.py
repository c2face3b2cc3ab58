"""The words that a page says to people, and those that are the same in both languages."""

from __future__ import annotations

import re
from html.parser import HTMLParser

HAN = "\u3400-\u9fff"
NAMES = {
    "EN",
    "BibTeX",
    "DOI",
    "arXiv",
    "CSV",
    "RIS",
    "CSL",
    "JSON",
    "Markdown",
    "OSDI",
    "Gavel",
    "PIN",
    "English",
    "JavaScript",
    "Europe",
    "Berlin",
    "Asia",
    "Shanghai",
}  # words that are the same in both languages


class Visible(HTMLParser):
    """The words that a person reads or hears on a page, each with at least two letters or a Chinese character.

    Keys, code, addresses and what is marked as English are left out.
    """

    SPOKEN = ("alt", "aria-label", "aria-description", "data-done", "placeholder", "title")
    SILENT = {"script", "style", "kbd", "code", "pre", "textarea"}
    EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}

    def __init__(self, html: str, pattern: str = rf"[A-Za-z]{{2,}}|[{HAN}]+") -> None:
        super().__init__()
        self.pattern = pattern
        self.words: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_heard = self.open[-1][1] if self.open else True
        if "lang" in given:
            is_heard = given["lang"] != "en"
        if is_heard:
            for name in self.SPOKEN:
                self.say(given.get(name) or "")
            if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
                self.say(given.get("value") or "")
        if tag not in self.EMPTY:
            self.open.append((tag, is_heard and tag not in self.SILENT))

    def handle_endtag(self, tag: str) -> None:
        while self.open and any(name == tag for name, _ in self.open):
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1][1]:
            self.say(data)

    def say(self, text: str) -> None:
        self.words += re.findall(self.pattern, re.sub(r"https?://[!-~]*", "", text))
