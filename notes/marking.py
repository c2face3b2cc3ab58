"""Terms of the glossary marked in a summary: links that also tell the agreed name in the other language."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from notes.models import Language, Term
from notes.terminology import Vocabulary, agreed_name

UNMARKED = {"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
VOID = {"br", "hr", "input"}


@dataclass
class Marker:
    """Marks the first occurrence of each term in one summary, whose parts may be given one after the other."""

    vocabulary: Vocabulary
    language: Language
    terms: list[Term] = field(default_factory=list)  # marked so far, in the order of the text

    def mark(self, html: str) -> str:
        """Well-formed, safe HTML as ``rendering.render`` makes it, with marks in its text and otherwise as it was."""
        rewriter = Rewriter(self)
        rewriter.feed(html)
        rewriter.close()
        return "".join(rewriter.written)

    def marked(self, text: str) -> str:
        """The text as HTML, with a link at the first name of each term that is not marked yet."""
        written, end = [], 0
        for found in self.vocabulary.find(text, self.language):
            term = self.vocabulary.terms[found.term]
            if term not in self.terms:
                self.terms.append(term)
                written.append(as_html(text[end : found.start]))
                written.append(self.link(term, text[found.start : found.end]))
                end = found.end
        return "".join(written) + as_html(text[end:])

    def link(self, term: Term, name: str) -> str:
        other = self.language.other
        tip = f"tip-{self.language.code}-{term.slug}"
        return (
            f'<span class="term"><a href="{escape(term.get_absolute_url())}" aria-describedby="{escape(tip)}">'
            f'{escape(name)}</a><span class="tip" role="tooltip" id="{escape(tip)}" lang="{other.tag}">'
            f"{escape(agreed_name(term, other))}</span></span>"
        )


def as_html(text: str) -> str:
    """As the cleaner of our HTML writes text."""
    return escape(text, quote=False).replace("\xa0", "&nbsp;")


class Rewriter(HTMLParser):
    """Writes HTML out as it comes in; text, where it may have marks, goes through the marker."""

    def __init__(self, marker: Marker) -> None:
        super().__init__(convert_charrefs=True)
        self.marker = marker
        self.written: list[str] = []
        self.open: list[bool] = []  # for each element around whether its text may have marks

    @property
    def may_mark(self) -> bool:
        return not self.open or self.open[-1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.written.append(self.get_starttag_text() or "")
        if tag not in VOID:
            classes = (dict(attrs).get("class") or "").split()
            self.open.append(self.may_mark and tag not in UNMARKED and "math" not in classes)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.written.append(f"</{tag}>")
            del self.open[-1:]

    def handle_data(self, data: str) -> None:
        self.written.append(self.marker.marked(data) if self.may_mark else as_html(data))
