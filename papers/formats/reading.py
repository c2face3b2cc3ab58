"""Read curated reading lists kept in Markdown, or in plain text that was meant as Markdown."""

from .assembly import assemble
from .blocks import Heading, Item, Table, blocks, parse
from .lines import read_plain
from .records import Document
from .source import prepare


def read(text: str) -> Document:
    """Every entry, section and problem of a list, in source order; never raises, whatever the text."""
    source = prepare(text)
    found = list(blocks(parse(source)))
    headings = [block for block in found if isinstance(block, Heading)]
    first_item = next((block.line for block in found if isinstance(block, Item) and block.kind == "bullet"), 0)
    lone_title = len(headings) == 1 and headings[0].level == 1 and headings[0].line < first_item
    if first_item and (not headings or lone_title) and not any(isinstance(block, Table) for block in found):
        plain = read_plain(source)
        if plain.headings:
            return assemble(source, plain.blocks, plain.title or source.title, plain.problems)
    return assemble(source, found)
