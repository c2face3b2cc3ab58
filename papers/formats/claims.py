"""Gather what one entry claims, piece by piece, before it becomes a Record."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from . import links
from .records import Link
from .venues import Appearance, is_preprint, is_report, like_acronym, plain, read_appearance, says_to_appear

_KINDS = {
    "survey": {"survey", "survey paper", "surveys", "review", "review paper", "综述", "综述论文", "调研"},
    "book": {"book", "textbook", "书籍", "书"},
    "report": {"report", "technical report", "tech report", "white paper", "whitepaper", "技术报告", "报告"},
    "preprint": {"preprint", "预印本"},
}
_KIND_OF_WORD = {word: kind for kind, words in _KINDS.items() for word in words}
_AWARDS = re.compile(
    r"best .*|.*\baward\b.*|outstanding.*|distinguished.*|oral|spotlight|poster|short|最佳论文.*", re.I
)
_IGNORED = {"", "x", "wip", "todo", "tbd", "new", "n/a", "none", "-", "tba", "to read", "unpublished"}
_NOWHERE = "n/a"  # in brackets before a title: an entry like those around it, of which no venue is known
_LISTED = re.compile(r"\s*(?:[,;&+、，；/]|\band\b)\s*")


@dataclass(slots=True)
class Claim:
    """What an entry has claimed so far. `bracketed`: it began with a venue in brackets; `marked`: with [n/a]."""

    title: str = ""
    nickname: str = ""
    kind: str = ""
    venue: str = ""
    year: int | None = None
    to_appear: bool = False
    institutions: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    doi: str = ""
    arxiv_id: str = ""
    remarks: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    bracketed: bool = False
    marked: bool = False
    anchored: bool = False
    linked_title: bool = False

    @property
    def final_kind(self) -> str:
        """The kind as said, else by the venue: a preprint server makes a preprint."""
        if self.kind:
            return self.kind
        return "preprint" if is_preprint(self.venue) else "report" if is_report(self.venue) else "paper"

    @property
    def supported(self) -> bool:
        """Whether anything but a title speaks for this being a paper."""
        said = self.bracketed or self.marked or self.links or self.year or self.arxiv_id or self.doi
        return bool(said or self.linked_title and not self.anchored)

    def take_bracket(self, text: str) -> None:
        """A group in square brackets before the title: kind, venue and year, institution, or else a tag."""
        text = " ".join(text.split())
        self.marked = self.marked or text.casefold() == _NOWHERE
        if self.take_aside(text) or text.casefold() in _IGNORED:
            return
        if links.label_kind(text) and (self.venue or not is_preprint(text)):
            return
        if arxiv_id := links.arxiv_in(text):
            self.take_appearance(Appearance("arXiv"))
            self.arxiv_id = self.arxiv_id or arxiv_id
            self.bracketed = True
        elif (found := read_appearance(text)) and not (self.venue and self.year):
            self.take_appearance(found)
            self.bracketed = True
        elif not self.venue and like_acronym(text) and len(text.split()) <= 2:
            self.venue = plain(text)
            self.bracketed = True
        elif self.venue or self.year:
            self.take_institutions(text)
        else:
            self.take_tag(text)

    def take_aside(self, text: str) -> bool:
        """A kind ("Survey"), an award or "to appear", in any brackets; False when it is none of these."""
        word = text.strip(" ()（）*:：").casefold()
        if word in _KIND_OF_WORD:
            self.kind = self.kind or _KIND_OF_WORD[word]
        elif says_to_appear(text):
            self.to_appear = True
        elif _AWARDS.fullmatch(word):
            self.take_tag(word)
        else:
            return False
        return True

    @staticmethod
    def fits(found: Appearance | None) -> bool:
        """Whether the text of the appearance was nothing else: a venue, a year, and at most a kind or an award."""
        return found is not None and (not found.rest or Claim().take_aside(found.rest))

    def take_appearance(self, found: Appearance) -> None:
        """The first venue and the first year win; what stood after the year is an award, a kind or an institution."""
        before, comma, venue = found.venue.rpartition(", ")
        if comma and like_acronym(venue):
            self.take_institutions(before)
        else:
            venue = found.venue
        self.venue = self.venue or venue
        self.year = self.year or found.year
        self.to_appear = self.to_appear or found.to_appear
        if found.stray:
            self.problems.append(f"The year has a stray apostrophe; read as {found.venue} {found.year}.")
        if found.rest and not self.take_aside(found.rest) and len(found.rest.split()) <= 4 and found.rest[0].isupper():
            self.take_institutions(found.rest)

    def take_kind(self, text: str) -> bool:
        """A kind that stands by itself, as in "Kind: survey"; False when it is none."""
        kind = _KIND_OF_WORD.get(text.casefold(), "paper" if text.casefold() in ("paper", "论文") else "")
        self.kind = self.kind or kind
        return bool(kind)

    def take_institutions(self, text: str) -> None:
        self._extend(self.institutions, _LISTED.split(text))

    def take_authors(self, names: list[str]) -> None:
        self._extend(self.authors, names)

    def take_tag(self, text: str) -> None:
        self._extend(self.tags, [text])

    def take_link(self, url: str, label: str = "") -> None:
        """Keep a web address; say what was left out otherwise (an anchor inside the page needs no word)."""
        url = url.strip()
        self.doi = self.doi or (links.doi_in(url) if ":" in url else "")
        if links.is_web(url):
            self.arxiv_id = self.arxiv_id or links.arxiv_in(url)
            if all(link.url != url for link in self.links):
                self.links.append(links.typed(url, label))
        elif url.startswith("#"):
            self.anchored = True
        elif url:
            what = f"a {_scheme(url)} address" if _scheme(url) else "a relative address"
            self.problems.append(f"The link {url[:80]!r} is {what}, not http or https; it was left out.")

    @staticmethod
    def _extend(into: list[str], values: list[str]) -> None:
        into.extend(value for value in dict.fromkeys(value.strip() for value in values) if value and value not in into)


def _scheme(url: str) -> str:
    try:
        return urlsplit(url).scheme
    except ValueError:
        return ""
