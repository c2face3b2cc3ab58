"""A format's text piece by piece, for files that are sent while they are being written."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from . import bibtex_writing, csl_writing, csv_table, markdown, ris_writing, styles
from .records import Record, Section

TOGETHER = 500  # records


def pieces(
    name: str, records: Iterable[Record], sections: Sequence[Section] = (), title: str = "", style: str = "plain"
) -> Iterator[str]:
    """The text that the format's `write` makes; of each record nothing is kept once it is written.

    Sections are for formats that have a place for them; of Markdown they ask for all records at once.
    """
    if name == "bibtex":
        yield from between(bibtex_writing.lines(records), "\n")
    elif name == "csl-json":
        yield from ("[\n", *between(csl_writing.items(records), ",\n"), "\n]\n")
    elif name == "ris":
        yield from map(ris_writing.entry, records)
    elif name == "csv":
        yield from table(records, sections)
    elif sections:
        yield markdown.write(records, sections, title, style)
    else:
        yield from styles.pieces(records, title, style)


def between(texts: Iterable[str], separator: str) -> Iterator[str]:
    for place, text in enumerate(texts):
        yield separator + text if place else text


def table(records: Iterable[Record], sections: Sequence[Section]) -> Iterator[str]:
    """A mark by which spreadsheet programs know UTF-8, the header, then the rows."""
    yield "\ufeff" + csv_table.write([])
    rows = iter(records)
    while some := list(islice(rows, TOGETHER)):
        yield csv_table.write(some, sections).split("\n", 1)[1]
