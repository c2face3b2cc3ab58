"""Prepare a document's lines: front matter, folded blocks, quotes, link targets and over-long lines."""

import re
from dataclasses import dataclass, field

from markdown_it.common.utils import normalizeReference

from .escapes import set_aside
from .records import Problem

MAX_LINE = 10_000
_DEEPEST = 20  # folded sections inside one another
_NEWLINE = re.compile(r"\r\n?|\n")
_SURROGATE_OR_MARK = re.compile("[\ud800-\udfff\x00\x02\x03\U00100000-\U0010ffff]")
_YAML = re.compile(r"^(?:[\w-]+\s*:|#|$)")
_TITLE = re.compile(r"^title\s*[:=]\s*(.+)$", re.IGNORECASE)
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_QUOTE = re.compile(r"^ {0,3}>[> ]*")
_LISTED = re.compile(r"^(?:[-*+] |\d{1,9}[.)] |[\[【《#|<]|$)")
_REFERENCE = re.compile(
    r"^ {0,3}\[(?!\^)([^\[\]]{1,200})\]:\s*<?((?:https?://|[#/.]|mailto:)[^\s>]*)>?\s*(?:[\"'(].*)?$", re.IGNORECASE
)
_SUMMARY = re.compile(r"<summary\b[^>]{0,500}>(.*?)(?:</summary>|$)", re.IGNORECASE)
_FOLDING = re.compile(r"</?(?:details|summary)\b[^>]{0,500}>", re.IGNORECASE)
_OPENING = re.compile(r"<details\b", re.IGNORECASE)
_CLOSING = re.compile(r"</details\b", re.IGNORECASE)
_HTML_HEADING = re.compile(r"^\s*<h([1-6])\b[^>]{0,500}>(.*?)</h\1>\s*$", re.IGNORECASE)
_LAYOUT = re.compile(r"^(?:\s*</?(?:div|p|center|br|hr|section|span|font)\b[^<>]{0,500}>)+\s*$", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,500}>")


@dataclass(frozen=True, slots=True)
class Fold:
    """A `<summary>` opens a section called `title`; a `</details>` (no title) closes it."""

    line: int
    title: str | None


@dataclass(slots=True)
class Source:
    """`lines` are as written; `parsed` has as many lines, made ready for a CommonMark reader.

    `shown` has the written lines again, those blank that only lay the page out.
    """

    lines: list[str]
    parsed: list[str]
    shown: list[str] = field(default_factory=list)
    title: str = ""
    references: dict[str, dict[str, str]] = field(default_factory=dict)
    folds: list[Fold] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    inside: list[bool] = field(default_factory=list)  # for each open <details>, whether it is a section


def prepare(text: str) -> Source:
    """The lines of any string, `\\n`, `\\r\\n` and `\\r` alike ending a line; every line number counts from 1."""
    lines = _NEWLINE.split(_SURROGATE_OR_MARK.sub("\ufffd", text.removeprefix("\ufeff")))
    source = Source(lines, list(lines))
    start = _skip_front_matter(source)
    fenced = ""
    for index in range(start, len(lines)):
        if fence := _FENCE.match(lines[index]):
            fenced = "" if fenced == fence[1] else fenced or fence[1]
        elif len(lines[index]) > MAX_LINE:
            _skip_long(source, index)
        elif not fenced:
            source.parsed[index] = _readable(source, index)
    source.shown = [line if kept.strip() else "" for line, kept in zip(lines, source.parsed, strict=True)]
    return source


def _skip_front_matter(source: Source) -> int:
    """Blank the YAML or TOML block at the top; its title is kept, its tags describe the page, not papers."""
    lines = source.lines
    mark = lines[0].rstrip()
    if mark not in ("---", "+++") or len(lines) < 2 or not _YAML.match(lines[1]) and mark == "---":
        return 0
    end = next((index for index, line in enumerate(lines[1:400], 1) if line.rstrip() in (mark, "...")), 0)
    for line in lines[1:end]:
        if found := _TITLE.match(line):
            source.title = found[1].strip().strip("\"'").strip()
    source.parsed[: end + 1] = [""] * (end + 1) if end else source.parsed[:1]
    return end + 1 if end else 0


def _skip_long(source: Source, index: int) -> None:
    reason = f"The line has {len(source.lines[index]):,} characters; lines over {MAX_LINE:,} are not read."
    source.problems.append(Problem(index + 1, source.lines[index][:80] + "…", reason))
    source.parsed[index] = ""


def _readable(source: Source, index: int) -> str:
    line = _unquoted(set_aside(source.lines[index]))
    if found := _REFERENCE.match(line):
        source.references.setdefault(normalizeReference(found[1]), {"title": "", "href": found[2]})
        return ""
    if "<" not in line:
        return line
    if heading := _HTML_HEADING.match(line):
        return "#" * int(heading[1]) + " " + _TAG.sub("", heading[2]).strip()
    return "" if _LAYOUT.match(line) else _unfolded(source, index, line)


def _unquoted(line: str) -> str:
    """Entries in a block quote are entries; a quotation of prose stays one, however deep."""
    if not (quote := _QUOTE.match(line)):
        return line
    rest = line[quote.end() :]
    return rest if _LISTED.match(rest) else "> " + rest


def _unfolded(source: Source, index: int, line: str) -> str:
    """Without the tags of a folded block; one inside a list item is left as it is: a note."""
    if not _FOLDING.search(line):
        return line
    before = next((text for text in reversed(source.parsed[max(0, index - 3) : index]) if text.strip()), "")
    indented = line.startswith((" ", "\t")) and bool(before) and not before.startswith(("#", "<"))
    inside, closing = source.inside, len(_CLOSING.findall(line))
    inside.extend([not indented and len(inside) < _DEEPEST] * len(_OPENING.findall(line)))
    if not inside or not inside[-1]:
        del inside[max(0, len(inside) - closing) :]
        return line
    if summary := _SUMMARY.search(line):
        source.folds.append(Fold(index + 1, _summary_title(source, index, summary[1])))
        line = line[: summary.start()] + line[summary.end() :]
    source.folds.extend([Fold(index + 1, None)] * closing)
    del inside[max(0, len(inside) - closing) :]
    return _FOLDING.sub("", line)


def _summary_title(source: Source, index: int, text: str) -> str:
    title = " ".join(_TAG.sub("", text).split())
    if title or index + 1 == len(source.lines):
        return title
    return " ".join(_TAG.sub("", source.lines[index + 1][:200]).split())
