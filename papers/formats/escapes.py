"""Characters that mean nothing but themselves: a writer spells them `&#X5B;`, and no rule of the reader acts on them.

Markdown shows such a reference as its character. Other programs write `&#x5B;` or `&#91;`, which are read as always.
"""

import re

_FIRST = 0x100000  # the last private plane, where the characters wait while the rest of a line is being read
_REFERENCE = re.compile(r"&#X([0-9A-F]{2,4});")
_WAITING = re.compile("[\U00100000-\U0010ffff]")


def set_aside(line: str) -> str:
    """The line with every character that is spelt out where no rule sees it."""
    return _REFERENCE.sub(lambda found: _away(int(found[1], 16)), line) if "&#X" in line else line


def put_back(text: str) -> str:
    """The text with the characters that were set aside."""
    return _WAITING.sub(lambda found: chr(ord(found[0]) - _FIRST), text)


def spelt_out(text: str, characters: re.Pattern[str]) -> str:
    """The text with these characters as references; blanks and what lies beyond four digits stay as they are."""
    return characters.sub(lambda found: f"&#X{ord(found[0]):02X};" if _can_wait(ord(found[0])) else found[0], text)


def _away(code: int) -> str:
    return chr(_FIRST + code) if _can_wait(code) else chr(code) if code == 0x20 else "\ufffd"


def _can_wait(code: int) -> bool:
    return code <= 0xFFFD and chr(code).isprintable() and not chr(code).isspace()
