"""What a reading list claims, as plain values: no database, no Django."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """One http or https address; `kind` is paper, preprint, code, slides, video, dataset or other."""

    url: str
    kind: str = "other"
    label: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a list: what the list claims about one paper.

    `line` and `notes_line` count from 1; 0 means "not from a file" and "no notes".
    `section` is an index into `Document.sections`. `raw` holds the entry's own source lines without its notes.
    `venue` is cleaned but not folded into a canonical name: aliases are the importer's business.
    `doi` is bare and lower case, `arxiv_id` has no version.
    `notes` is Markdown, word for word, its outermost notes at the left margin.
    `key` is the entry's own citation key. `venue_full` is the long name beside a short `venue`, and `venue_kind` says
    what it is: conference, journal, workshop, preprint-server or other.
    `summaries` are (language, Markdown) pairs, the language "en" or "zh-hans".
    """

    title: str
    line: int = 0
    raw: str = ""
    section: int | None = None
    nickname: str = ""
    kind: str = "paper"
    venue: str = ""
    year: int | None = None
    to_appear: bool = False
    institutions: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    doi: str = ""
    arxiv_id: str = ""
    notes: str = ""
    notes_line: int = 0
    abstract: str = ""
    key: str = ""
    venue_full: str = ""
    venue_kind: str = ""
    summaries: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the list. `title` has no markup and no leading number; the number ("1.1.2") is kept apart."""

    title: str
    level: int
    line: int
    parent: int | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a curator should look at: where, what was written, what was wrong and what was done about it."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole list in source order; `keywords` is its declared tag vocabulary, as written, each spelling once."""

    title: str
    sections: tuple[Section, ...]
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    keywords: tuple[str, ...] = ()
