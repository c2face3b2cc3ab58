"""arXiv numbers, by its Atom interface."""

from __future__ import annotations

from urllib.parse import urlencode
from xml.etree.ElementTree import Element, ParseError  # noqa: S405 - types only; defusedxml parses

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from papers.formats.links import doi_in
from papers.formats.records import Link, Record
from papers.formats.venues import read_appearance
from papers.lookup.asking import ask
from papers.lookup.cleaning import a_year, one_line, paragraphs, people
from papers.lookup.failures import LookupFailed, Reason
from papers.lookup.network import Deadline
from papers.lookup.venues import Place, place

REGISTRY = "arXiv"
TYPES = ("application/atom+xml", "application/xml", "text/xml")
ATOM, OWN = "{http://www.w3.org/2005/Atom}", "{http://arxiv.org/schemas/atom}"
SERVER = Place("arXiv", "", "preprint-server")


def fetch(number: str, deadline: Deadline) -> tuple[Record, str]:
    """The record and the registry's name. Raises LookupFailed."""
    query = urlencode({"id_list": number, "max_results": 1})
    answer = ask(f"https://export.arxiv.org/api/query?{query}", REGISTRY, TYPES, deadline)
    try:
        feed = fromstring(answer.body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:  # an unknown encoding is a LookupError
        raise LookupFailed(Reason.INVALID, REGISTRY) from error
    if feed.tag != f"{ATOM}feed":
        raise LookupFailed(Reason.INVALID, REGISTRY)
    entry = feed.find(f"{ATOM}entry")
    # what arXiv does not know comes as an entry without an id, or as one that is called Error
    if entry is None or "/abs/" not in text(entry, f"{ATOM}id"):
        raise LookupFailed(Reason.NOT_FOUND, REGISTRY)
    return record_of(entry, number), REGISTRY


def record_of(entry: Element, number: str) -> Record:
    title = one_line(text(entry, f"{ATOM}title"))
    if not title:
        raise LookupFailed(Reason.INVALID, REGISTRY)
    where, year = appeared(text(entry, f"{OWN}journal_ref"))
    return Record(
        title=title,
        kind="preprint" if where is SERVER else "paper",
        venue=where.venue,
        venue_full=where.full,
        venue_kind=where.kind,
        year=year or a_year(text(entry, f"{ATOM}published")),
        authors=people(text(author, f"{ATOM}name") for author in entry.findall(f"{ATOM}author")),
        abstract=paragraphs(text(entry, f"{ATOM}summary")),
        doi=doi_in(one_line(text(entry, f"{OWN}doi"))),
        arxiv_id=number,
        links=(Link(f"https://arxiv.org/abs/{number}", "preprint"),),
    )


def text(element: Element, tag: str) -> str:
    return element.findtext(tag) or ""


def appeared(reference: str) -> tuple[Place, int | None]:
    """Where its authors say it was published, where that is a venue the field knows; else arXiv itself."""
    appearance = read_appearance(one_line(reference))
    where = place(appearance.venue) if appearance else Place()
    return (where, appearance.year) if appearance and where.kind else (SERVER, None)
