"""Tables of papers: which column says what, and one draft a row."""

import re
from collections.abc import Iterator

from .blocks import Item, Row, Table
from .claims import Claim
from .details import FIELD_OF, read_field
from .drafts import Draft
from .entries import clean_title, read_head
from .inline import atoms, unmarked
from .source import Source

_SURE_TITLES = {"title", "paper title", "标题", "论文标题", "论文题目", "题目"}


def columns(table: Table) -> list[str]:
    """The field of each column, "" for one that is not known; exactly one is "title", or none is."""
    names = [_name(cell) for cell in table.header]
    fields = [FIELD_OF.get(name, "") for name in names]
    titles = [index for index, found in enumerate(fields) if found == "title"]
    if not titles:
        titles = [index for index, name in enumerate(names) if re.search(r"title|论文|标题|\bpaper\b", name)]
    chosen = next((index for index in titles if names[index] in _SURE_TITLES), titles[0] if titles else None)
    return [
        "title" if index == chosen else "links" if found == "title" else found for index, found in enumerate(fields)
    ]


def drafts(table: Table, fields: list[str], source: Source) -> Iterator[Draft]:
    """One draft for each row that has a title; rows without any text are passed over."""
    for row in table.rows:
        if any(cell.strip() for cell in row.cells):
            yield Draft(Item("row", row.line, row.line + 1, row.cells), _claim(table, fields, row, source))


def _claim(table: Table, fields: list[str], row: Row, source: Source) -> Claim:
    cells = list(zip(fields, table.header, row.cells, strict=False))
    claim = next(read_head(cell, source.references) for field, _, cell in cells if field == "title")
    for field, header, cell in cells:
        if field == "title" or not cell.strip(" -–—/"):
            continue
        name = _name(header)
        if not field or field == "notes" or not read_field(claim, field, cell, name, source.references):
            _keep(claim, "" if field == "notes" else name, cell, source)
    return claim


def _keep(claim: Claim, name: str, cell: str, source: Source) -> None:
    """A column of another meaning: its links are kept, its words become a remark."""
    pieces = atoms(cell, source.references)
    for piece in pieces:
        if piece.kind == "link":
            claim.take_link(piece.url, piece.plain)
    words = " ".join(unmarked(cell).split())
    if any(piece.kind != "link" and piece.plain for piece in pieces) and words:
        claim.remarks.append(f"{name}: {words}" if name else words)


def _name(cell: str) -> str:
    return clean_title("".join(piece.plain for piece in atoms(cell))).casefold()
