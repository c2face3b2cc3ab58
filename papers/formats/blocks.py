"""The block structure of a Markdown document: headings, items, tables, with the lines they stand on."""

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from .inline import make_markdown
from .source import Source


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 0 closes a folded section."""

    line: int
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Item:
    """Something that may be an entry: lines `line` up to, not including, `end`, both counted from 1.

    `kind` is "bullet" for a list item, "text" for a paragraph, "other" for what is never an entry (code, HTML).
    `head` holds the lines of its own first paragraph without the bullet; `children` what is nested in it.
    """

    kind: str
    line: int
    end: int
    head: tuple[str, ...] = ()
    children: tuple["Item", ...] = ()

    @property
    def head_end(self) -> int:
        return self.line + max(1, len(self.head))


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    line: int
    header: tuple[str, ...]
    rows: tuple[Row, ...]


Block = Heading | Item | Table

_READER = make_markdown().disable("inline")


def parse(source: Source) -> list[Token]:
    """Block tokens whose `map` counts the document's lines from 0."""
    return _READER.parse("\n".join(source.parsed))


def blocks(tokens: list[Token]) -> Iterator[Block]:
    """The document's blocks in order; the items of top-level lists come one by one."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        end = _closing(tokens, index)
        if token.type == "heading_open":
            yield Heading(_line(token), int(token.tag[1]), tokens[index + 1].content)
        elif token.type == "table_open":
            yield _table(tokens[index : end + 1])
        elif token.type.endswith("_list_open"):
            yield from _list(tokens, index, end)
        else:
            yield from _leaf(tokens, index)
        index = end + 1


def _closing(tokens: list[Token], index: int) -> int:
    """Where the block opened at `index` ends; `index` itself for a leaf."""
    depth: int = tokens[index].nesting
    while depth > 0:
        index += 1
        depth += tokens[index].nesting
    return index


def _list(tokens: list[Token], index: int, end: int) -> Iterator[Item]:
    index += 1
    while index < end:
        closing = _closing(tokens, index)
        yield _item(tokens, index, closing)
        index = closing + 1


def _item(tokens: list[Token], index: int, end: int) -> Item:
    first, last = _span(tokens[index])
    head: tuple[str, ...] = ()
    children: list[Item] = []
    index += 1
    while index < end:
        token, closing = tokens[index], _closing(tokens, index)
        if token.type == "paragraph_open" and not head and not children:
            head = _lines(tokens[index + 1])
            first = _line(token)  # an item may begin with a blank line
        elif token.type.endswith("_list_open"):
            children.extend(_list(tokens, index, closing))
        else:
            children.extend(_leaf(tokens, index))
        index = closing + 1
    return Item("bullet", first, last, head, tuple(children))


def _leaf(tokens: list[Token], index: int) -> Iterator[Item]:
    token = tokens[index]
    if token.map:
        first, last = _span(token)
        if token.type == "paragraph_open":
            yield Item("text", first, last, _lines(tokens[index + 1]))
        else:
            yield Item("other", first, last)


def _table(tokens: list[Token]) -> Table:
    rows: list[Row] = []
    cells: list[str] = []
    for token in tokens:
        if token.type == "tr_open":
            cells = []
            line = _line(token)
        elif token.type == "inline":
            cells.append(token.content)
        elif token.type == "tr_close":
            rows.append(Row(line, tuple(cells)))
    return Table(_line(tokens[0]), rows[0].cells, tuple(rows[1:]))


def _lines(inline: Token) -> tuple[str, ...]:
    return tuple(line.lstrip() for line in inline.content.split("\n"))


def _span(token: Token) -> tuple[int, int]:
    first, last = token.map or [0, 0]
    return first + 1, last + 1


def _line(token: Token) -> int:
    return _span(token)[0]
