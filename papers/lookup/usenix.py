"""Papers of USENIX, by the citation_… fields at the head of their pages; it has no other interface."""

from __future__ import annotations

from collections import defaultdict
from html.parser import HTMLParser

from papers.formats.links import is_web
from papers.formats.records import Link, Record
from papers.lookup.asking import ask
from papers.lookup.cleaning import a_year, one_line, people
from papers.lookup.failures import LookupFailed, Reason
from papers.lookup.network import Deadline
from papers.lookup.venues import place

REGISTRY = "USENIX"
TYPES = ("text/html", "application/xhtml+xml")


class Head(HTMLParser):
    """Collects <meta name="citation_…" content="…">."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: dict[str, list[str]] = defaultdict(list)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name, content = values.get("name") or "", values.get("content") or ""
        if tag == "meta" and name.startswith("citation_") and len(self.said[name]) < 500:
            self.said[name].append(content)


def fetch(path: str, deadline: Deadline) -> tuple[Record, str]:
    """The record and the registry's name. Raises LookupFailed."""
    url = f"https://www.usenix.org/{path}"
    answer = ask(url, REGISTRY, TYPES, deadline)
    head = Head()
    page = answer.body.decode("utf-8", "replace")
    head.feed(page.partition("</head>")[0])  # the rest is long, and says nothing more
    return record_of(head.said, url), REGISTRY


def record_of(said: dict[str, list[str]], url: str) -> Record:
    def first(name: str) -> str:
        return one_line(said[name][0]) if said.get(name) else ""

    title = first("citation_title")
    if not title:
        raise LookupFailed(Reason.INVALID, REGISTRY)
    full = first("citation_conference_title") or first("citation_conference") or first("citation_journal_title")
    where = place(full, kind="conference")
    pdf = first("citation_pdf_url")
    links = [Link(url, "paper")] + ([Link(pdf, "paper", "PDF")] if is_web(pdf) and len(pdf) <= 1000 else [])
    return Record(
        title=title,
        venue=where.venue,
        venue_full=where.full,
        venue_kind=where.kind,
        year=a_year(first("citation_publication_date") or first("citation_date") or first("citation_year")),
        authors=people(said.get("citation_author", ())),
        links=tuple(links),
    )
