"""The inline anatomy of one entry: text, brackets, code spans and links, in reading order."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .links import is_web, label_kind

EMPHASIS_ON, EMPHASIS_OFF = "\x02", "\x03"
_EMPHASIS = re.compile("[\x02\x03]")
_BRACKET = re.compile(r"\[([^\[\]]*)\]|【([^【】]*)】|［([^［］]*)］|〔([^〔〕]*)〕")
_BARE_URL = re.compile(r"https?://[^\s<>\[\]【】（），。；《》\"`\x02\x03]+", re.IGNORECASE)
_HREF = re.compile(r"<a\b[^<>]{0,2000}?\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_UNCLOSED = re.compile(r"\]\((https?://[^\s()<>]+)[ \t]*$")
_CLOSING = {"[": "]", "【": "】", "［": "］", "〔": "〕"}
_DEEP = 60


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of an entry. `kind` is text, bracket, code or link; brackets and links hold their inner text.

    Emphasis (not bold) in text is kept as the marks EMPHASIS_ON and EMPHASIS_OFF; `plain` drops them.
    """

    kind: str
    text: str
    url: str = ""
    opened: str = "["

    @property
    def plain(self) -> str:
        return " ".join(unmarked(self.text).split())

    @property
    def written(self) -> str:
        """The text, a bracket in its brackets."""
        return f"{self.opened}{self.text}{_CLOSING[self.opened]}" if self.kind == "bracket" else self.text


def unmarked(text: str) -> str:
    """The text without emphasis marks."""
    return _EMPHASIS.sub("", text)


def make_markdown() -> MarkdownIt:
    """A CommonMark reader with tables that keeps every address as written: judging addresses is our own part."""
    reader = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"]).disable("reference")
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    reader.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return reader


_READER = make_markdown()


def repaired(source: str) -> tuple[str, bool]:
    """The source with a link closed that ends the line without its bracket, and whether that was needed."""
    closed = _UNCLOSED.sub(r"](\1)", source)
    return closed, closed != source


def atoms(source: str, references: dict[str, dict[str, str]] | None = None) -> list[Atom]:
    """The atoms of one entry's source; brackets nested absurdly deep are left as plain text."""
    if source.count("[") > _DEEP or source.count("<") > 10 * _DEEP or source.count("*") > 10 * _DEEP:
        return [Atom("text", source)]
    tokens = _READER.parseInline(source, {"references": references or {}})
    return list(_split(_flat(tokens[0].children or [])))


def _flat(tokens: Iterable[Token]) -> Iterator[Atom]:
    text: list[str] = []
    label: list[str] = []
    url: str | None = None
    for token in tokens:
        into = text if url is None else label
        if (opened := _opened(token)) is not None and url is None:
            url, label = opened, []
        elif url is not None and _closes(token):
            yield from _text(text)
            yield Atom("link", unmarked("".join(label)), url)
            text, url = [], None
        elif token.type == "code_inline" and url is None:
            yield from _text(text)
            yield Atom("code", token.content)
            text = []
        elif token.type == "image" and url is not None and label_kind(token.content):
            into.append(token.content)
        else:
            into.append(_written(token))
    yield from _text(text)
    if url is not None:
        yield Atom("link", unmarked("".join(label)), url)


def _opened(token: Token) -> str | None:
    if token.type == "link_open":
        return str(token.attrGet("href") or "")
    if token.type == "html_inline" and (found := _HREF.match(token.content)):
        return found[1]
    return None


def _closes(token: Token) -> bool:
    return token.type == "link_close" or token.type == "html_inline" and token.content.lower().startswith("</a")


def _written(token: Token) -> str:
    match token.type:
        case "text" | "text_special" | "code_inline":
            return token.content
        case "softbreak" | "hardbreak":
            return " "
        case "em_open":
            return EMPHASIS_ON
        case "em_close":
            return EMPHASIS_OFF
        case "html_inline":
            return " " if token.content.lower().startswith("<br") else ""
    return ""


def _text(parts: list[str]) -> Iterator[Atom]:
    if joined := "".join(parts):
        yield Atom("text", joined)


def _split(flat: Iterable[Atom]) -> Iterator[Atom]:
    """Take bare addresses and bracketed groups out of the text atoms."""
    for atom in flat:
        if atom.kind != "text":
            yield atom
            continue
        for part in _cut(atom.text, _BARE_URL):
            if isinstance(part, str):
                for group in _cut(part, _BRACKET):
                    yield Atom("text", group) if isinstance(group, str) else _bracket(group)
            elif is_web(address := _trimmed(part[0])):
                yield Atom("link", address, address)
                if left := part[0][len(address) :]:
                    yield Atom("text", left)
            else:
                yield Atom("text", part[0])


def _cut(text: str, pattern: re.Pattern[str]) -> Iterator[str | re.Match[str]]:
    end = 0
    for match in pattern.finditer(text):
        if match.start() > end:
            yield text[end : match.start()]
        yield match
        end = match.end()
    if end < len(text):
        yield text[end:]


def _bracket(match: re.Match[str]) -> Atom:
    return Atom("bracket", next(group for group in match.groups() if group is not None), opened=match[0][0])


def _trimmed(address: str) -> str:
    """Without the punctuation of the sentence around it; a closing bracket stays when the address opened it."""
    address = address.rstrip(".,;:!?'*_~|")
    extra = address.count(")") - address.count("(")
    while address.endswith(")") and extra > 0:
        address, extra = address[:-1].rstrip(".,;:!?'"), extra - 1
    return address
