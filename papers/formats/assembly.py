"""Put a document together from its blocks."""

import re
from collections.abc import Iterable
from dataclasses import replace

from .blocks import Block, Heading, Item, Table
from .drafts import Draft, add_children, draft, finish, problems
from .escapes import put_back
from .inline import atoms
from .records import Document, Problem, Record
from .regions import ENTRY, GROUP, NOTE, lines_of, only_anchors, roles
from .sections import Tree, heading_parts, holds_no_papers, without
from .source import Fold, Source
from .tables import columns
from .tables import drafts as table_drafts

_BOLD_LINE = re.compile(r"^(?:\*\*[^*]+\*\*|__[^_]+__)\s*[:：]?$")
_PENDING = re.compile(
    r"\W*(?:tbd|todo|tba|wip|coming soon|to be (?:added|done|determined)|待补充|待续|待更新)\W*", re.I
)
_LISTED = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])\s+\S|<(?:li|td)\b", re.IGNORECASE | re.MULTILINE)


class Assembly:
    """Reads blocks in order into sections, records and problems."""

    def __init__(self, source: Source, headings: set[str]) -> None:
        self.source = source
        self.headings = headings
        self.tree = Tree()
        self.records: list[Record] = []
        self.problems: list[Problem] = list(source.problems)
        self.keywords: dict[str, None] = {}
        self.waiting: list[Item] = []
        self.bold_level = 0

    def add(self, block: Block | Fold, before_list: bool) -> None:
        """Take the next block; `before_list` says that a list or table follows it."""
        if isinstance(block, Item):
            self._add_item(block, before_list)
            return
        self.close()
        if isinstance(block, Heading):
            self.bold_level = 0
            self.tree.open(block.line, block.level, block.title)
        elif isinstance(block, Table):
            self._add_table(block)
        elif block.title is None:
            self.tree.unfold()
        else:
            self.tree.fold(block.line, block.title)

    def _add_item(self, item: Item, before_list: bool) -> None:
        if item.kind == "bullet":
            self.waiting.append(item)
        elif item.kind == "other":
            self._add_other(item)
        elif entries := list(lines_of(item, self.source)):
            self.waiting.extend(entries)
        elif before_list and len(item.head) == 1 and _BOLD_LINE.match(item.head[0].strip()):
            self.close()
            self._open_bold(item)
        elif _PENDING.fullmatch(" ".join(item.head)):
            self._problem(item.line, "No papers stand here yet; nothing was read.")

    def _open_bold(self, item: Item) -> None:
        """A bold line right before a list is a heading below the last real one."""
        if not self.bold_level:
            current = self.tree.current
            self.bold_level = self.tree.sections[current].level + 1 if current is not None else 2
        self.tree.open(item.line, self.bold_level, item.head[0])

    def _add_other(self, item: Item) -> None:
        text = "\n".join(self.source.lines[item.line - 1 : item.end - 1])
        if not text.lstrip().startswith(("```", "~~~", "<!--")) and _LISTED.search(text):
            self._problem(item.line, "A list or table inside HTML, code or a quotation was not read as papers.")

    def _add_table(self, table: Table) -> None:
        if self._without_papers():
            return
        fields = columns(table)
        if "title" not in fields:
            self._problem(table.line, "The table has no column of titles; none of its rows was read.")
            return
        for made in table_drafts(table, fields, self.source):
            if made.claim.title:
                self._finish(made)
            else:
                self._problem(made.item.line, "The row has no title; it was not read.")

    def close(self) -> None:
        """Read the items gathered since the last heading."""
        items, self.waiting = self.waiting, []
        if self._without_papers():
            self._add_keywords(items)
        elif items:
            self._read(items)

    def _without_papers(self) -> bool:
        current = self.tree.current
        return current is not None and holds_no_papers(self.tree.sections[current].title)

    def _read(self, items: list[Item]) -> None:
        drafts = [draft(item, self.source) for item in self._with_heads(items)]
        if only_anchors(drafts) or self._add_keywords(items):
            return
        latest: Draft | None = None
        unread: list[Draft] = []
        entries: list[Draft] = []
        for made, role in zip(drafts, roles(drafts, self.headings, self.source), strict=True):
            if role == GROUP:
                self._finish_all(entries)
                entries, latest = [], None
                self._read_group(made)
            elif role == ENTRY:
                add_children(made, self.source)
                entries.append(made)
                latest = made
            elif role == NOTE and latest:
                latest.siblings.append((made.item.line, made.item.end))
            else:
                unread.append(made)
        self._finish_all(entries)
        for made in unread:
            self._name_unread(made.item)

    def _name_unread(self, item: Item) -> None:
        text = " ".join(" ".join(self.source.lines[item.line - 1 : item.head_end - 1]).split())[:200]
        reason = "This looks like neither a paper nor a note on one; it was not read."
        self.problems.append(Problem(item.line, text, reason))
        for child in item.children:
            self._name_unread(child)

    def _with_heads(self, items: Iterable[Item]) -> list[Item]:
        """An item without text of its own is only a wrapper around the items in it."""
        found: list[Item] = []
        for item in items:
            if item.head and item.head != ("",):
                found.append(item)
            else:
                found.extend(self._with_heads(child for child in item.children if child.kind == "bullet"))
        return found

    def _read_group(self, made: Draft) -> None:
        before = self.tree.current
        level = self.tree.sections[before].level + 1 if before is not None else 1
        self.tree.open(made.item.line, level, " ".join(made.item.head))
        self._read([child for child in made.item.children if child.kind == "bullet"])
        self.tree.leave(before)

    def _add_keywords(self, items: list[Item]) -> bool:
        """Take a declared vocabulary: bullets of nothing but code spans, under no paper."""
        found: list[str] = []
        for item in items:
            pieces = [piece for piece in atoms(" ".join(item.head)) if piece.text.strip(" ,;，、/|")]
            if pieces and all(piece.kind == "code" for piece in pieces):
                found += [piece.plain for piece in pieces]
            elif not self._without_papers():
                return False
            else:
                self._add_keywords(list(item.children))
        self.keywords.update(dict.fromkeys(found))
        return True

    def _finish_all(self, drafts: list[Draft]) -> None:
        for made in drafts:
            self._finish(made)

    def _finish(self, made: Draft) -> None:
        self.records.append(finish(made, self.source, self.tree.current))
        self.problems.extend(problems(made, self.source))

    def _problem(self, line: int, reason: str) -> None:
        self.problems.append(Problem(line, self.source.lines[line - 1].strip()[:200], reason))


def assemble(source: Source, blocks: list[Block], title: str | None = None, extra: Iterable[Problem] = ()) -> Document:
    """The document made of these blocks; `extra` are problems found on the way to them.

    When `title` is None the first level-1 heading is the title and, unless it holds papers beside others, no section.
    """
    headings = [block for block in blocks if isinstance(block, Heading)]
    assembly = Assembly(source, {heading_parts(block.title)[1].casefold() for block in headings})
    assembly.problems.extend(extra)
    parts: list[Block | Fold] = sorted([*blocks, *source.folds], key=lambda part: part.line)
    for part, following in zip(parts, [*parts[1:], None], strict=False):
        assembly.add(part, isinstance(following, Table) or isinstance(following, Item) and following.kind == "bullet")
    assembly.close()
    first = None if title is not None else next((block for block in headings if block.level == 1), None)
    only = sum(block.level == 1 for block in headings) == 1
    return _document(assembly, title, first, only)


def _document(assembly: Assembly, title: str | None, first: Heading | None, only: bool) -> Document:
    tree = assembly.tree
    title = heading_parts(first.title)[1] if first else title or ""
    holding = {record.section for record in assembly.records}
    for index in reversed(range(len(tree.sections))):
        if index in holding:
            holding.add(tree.sections[index].parent)
    dropped = tree.folded - holding
    if first and tree.sections[0].line == first.line:
        direct = any(record.section == 0 for record in assembly.records)
        if only or not direct:
            dropped.add(0)
    sections, moved = without(tree.sections, dropped)
    sections = tuple(replace(section, title=put_back(section.title)) for section in sections)
    records = tuple(_moved(record, moved) for record in assembly.records)
    found = tuple(sorted(assembly.problems, key=lambda problem: problem.line))
    keywords = tuple(map(put_back, assembly.keywords))
    return Document(put_back(title or assembly.source.title), sections, records, found, keywords)


def _moved(record: Record, moved: dict[int | None, int | None]) -> Record:
    return replace(record, section=moved[record.section])
