"""Read CSL-JSON item by item, so that each has its line and no more than one is in memory as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from typing import Any, NamedTuple

from .csl_claims import record_of
from .limits import Problems, clean
from .records import Document, Record

_SPACE = re.compile(r"[ \t\n]*")
_HELD = re.compile(r'"(?:items|references|records)"[ \t\n]*:[ \t\n]*\[')
_DECODER = json.JSONDecoder()


class Item(NamedTuple):
    value: Any
    line: int
    raw: str


def read(text: str) -> Document:
    """Every item of the file; what cannot be read is a problem with its line. Never raises, whatever the text.

    The file is an array of items, one item, or an object that holds an array as "items".
    """
    text = clean(text)
    problems = Problems()
    records: list[Record] = []
    for item in _items(text, problems):
        if not isinstance(item.value, dict):
            problems.add(item.line, item.raw, "This is no item with fields; it was not read.")
            continue
        record = problems.bounded(record_of(item.value, item.line, item.raw, problems))
        if record.title:
            records.append(record)
        else:
            problems.add(item.line, item.raw, "The item has no title; it was not read.")
    return Document("", (), tuple(records), problems.named())


def _items(text: str, problems: Problems) -> Iterator[Item]:
    start = _after_space(text, 0)
    if text[start : start + 1] == "[":
        end = yield from _array(text, start + 1, problems)
        _end(text, end, problems)
    elif text[start : start + 1] != "{":
        reason = "The file is no JSON: it begins with neither [ nor {. Nothing was read."
        problems.add(text.count("\n", 0, start) + 1, _rest(text, start), reason)
    elif (held := _HELD.search(text)) and '"title"' not in text[: held.start()]:
        end = yield from _array(text, held.end(), problems)
        if end is not None and not _is_object(text[start : held.end()] + text[end - 1 :]):
            _broken(text, end - 1, "what stands around the items is no object", problems)
    elif found := _item(text, start, problems):
        yield Item(found[0], text.count("\n", 0, start) + 1, text[start : found[1]])
        _end(text, found[1], problems)


def _array(text: str, position: int, problems: Problems) -> Generator[Item, None, int | None]:
    """The items of an array; returns where it ends, or None where it is broken."""
    line, counted = 1, 0
    while (position := _after_space(text, position)) < len(text) and text[position] != "]":
        line, counted = line + text.count("\n", counted, position), position
        if not (found := _item(text, position, problems)):
            return None
        yield Item(found[0], line, text[position : found[1]])
        position = _after_space(text, found[1])
        if text[position : position + 1] == ",":
            position += 1
        elif text[position : position + 1] != "]":
            _broken(text, position, "a comma or ] is missing", problems)
            return None
    if position < len(text):
        return position + 1
    _broken(text, len(text), "the array is not closed", problems)
    return None


def _end(text: str, position: int | None, problems: Problems) -> None:
    if position is not None and (position := _after_space(text, position)) < len(text):
        _broken(text, position, "more text follows its end", problems)


def _is_object(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _item(text: str, position: int, problems: Problems) -> tuple[Any, int] | None:
    """The JSON value that begins here and where it ends; None, and a problem, where it is broken."""
    try:
        return _DECODER.raw_decode(text, position)
    except json.JSONDecodeError as error:
        _broken(text, error.pos, error.msg, problems)
    except RecursionError:
        _broken(text, position, "an item is nested too deep", problems)
    except ValueError:  # a number of thousands of digits
        _broken(text, position, "an item holds a number that is too long", problems)
    return None


def _broken(text: str, position: int, what: str, problems: Problems) -> None:
    line = text.count("\n", 0, position) + 1
    start = text.rfind("\n", 0, position) + 1
    reason = f"The JSON is broken at line {line}, column {position - start + 1}: {what}; nothing after it was read."
    problems.add(line, _rest(text, start), reason)


def _rest(text: str, position: int) -> str:
    return text[position : position + 200].split("\n")[0]


def _after_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position
