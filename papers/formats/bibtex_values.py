"""The values of BibTeX fields: strings put together, lists taken apart, texts over several lines."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .latex import decoded
from .limits import MAX_FIELD, one_line
from .people import many, upright

MARGIN = "    "  # before each line of a text over several lines, as this application writes it
_PIECE = re.compile(r"\s*#\s*|[^\s#{}\"]+|\s+")
_BRACE = re.compile(r"(?<!\\)[{}]")
_BRACE_OR_QUOTE = re.compile(r'(?<!\\)[{}"]')
_TOP_LEVEL = {mark: re.compile(rf"\\.|[{{}}]|{mark}", re.IGNORECASE | re.DOTALL) for mark in ("[,;]", ";")}
_AND = re.compile(r"\\.|[{}]|(?<=[\s}])and(?=[\s{])", re.IGNORECASE | re.DOTALL)
_URL = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}\s*\{[^{}]*\}")


def value_of(source: str, strings: Mapping[str, str]) -> str:
    """A field's source without its delimiters: {…}, "…", numbers and @string names, joined by #."""
    if source.startswith("{") and source.endswith("}") and "#" not in source:
        return source[1:-1]
    parts: list[str] = []
    position = length = 0
    while position < len(source) and length <= MAX_FIELD:
        opening = source[position]
        if opening in '{"':
            end = _end(source, position)
            part, position = source[position + 1 : end], end + 1
        elif piece := _PIECE.match(source, position):
            word, position = piece[0].strip(" \t\n#"), piece.end()
            part = strings.get(word.casefold(), word)
        else:
            part, position = opening, position + 1
        parts.append(part)
        length += len(part)
    return "".join(parts)


def _end(source: str, position: int) -> int:
    """Where the delimiter opened at this position is closed."""
    depth, quoted = 0, source[position] == '"'
    for mark in (_BRACE_OR_QUOTE if quoted else _BRACE).finditer(source, position + quoted):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if depth == 0 and (mark[0] == '"' or not quoted):
            return mark.start()
    return len(source)


def flowing(source: str) -> str:
    """A value whose line breaks mean nothing."""
    return one_line(decoded(source))


def text(source: str) -> str:
    """A value of several lines, its common margin taken off."""
    first, *rest = source.split("\n")
    if not rest:
        return decoded(source.strip(" \t"))
    written = [line for line in rest if line.strip(" \t")]
    margin = min((len(line) - len(line.lstrip(" ")) for line in written), default=0)
    if not first.strip(" \t"):
        rest = rest[:-1] if not rest[-1].strip(" \t") else rest
        return decoded("\n".join(line[margin:] for line in rest))
    return decoded("\n".join([first, *(line[margin:] for line in rest)]).strip())


def paragraphs(source: str) -> str:
    """An abstract: lines that were only wrapped are joined, unless it is laid out as this application does."""
    read = text(source)
    if "\n" not in read or not source.split("\n", 1)[0].strip(" \t"):
        return read
    return "\n\n".join(one_line(part) for part in re.split(r"\n[ \t]*\n", read) if part.strip())


def parts(source: str, mark: str = "[,;]") -> list[str]:
    """The values between commas or semicolons that no braces hide."""
    return [one_line(decoded(part)) for part in _split(source, _TOP_LEVEL[mark])]


def people(source: str) -> list[str]:
    """The names between "and", in the order of speech; "and others" names nobody."""
    listed = [part.strip() for part in _split(f" {source} ", _AND)]
    listed = [part for part in listed if part and part.casefold() != "others"]
    if len(listed) == 1 and not _whole(listed[0]):
        return [one_line(decoded(name)) for name in many(listed[0])]
    return [one_line(decoded(name[1:-1] if _whole(name) else upright(one_line(name)))) for name in listed]


def address(source: str) -> str:
    """An address or identifier, which is not LaTeX, without what LaTeX needed to set it."""
    if "\\" in source or "{" in source:
        found = _URL.search(source)
        source = next(group for group in found.groups() if group is not None) if found else source
        source = re.sub(r"\\~\{\}|\{?\\textasciitilde ?(?:\{\}|\})?|\$\\sim\$", "~", source)
        source = re.sub(r"\\([%&#_$~^{}])", r"\1", source).replace(r"\textunderscore", "_")
        source = re.sub(r"(?<!\\)[{}]", "", source)
    return source.strip()


def _whole(name: str) -> bool:
    return name.startswith("{") and _end(name, 0) == len(name) - 1


def _split(source: str, mark: re.Pattern[str]) -> list[str]:
    """The parts of the source between marks that stand in no braces."""
    found: list[str] = []
    depth = start = 0
    for token in mark.finditer(source):
        if token[0] == "{":
            depth += 1
        elif token[0] == "}":
            depth = max(0, depth - 1)
        elif depth == 0 and not token[0].startswith("\\"):
            found.append(source[start : token.start()])
            start = token.end()
    return [*found, source[start:]]
