"""Under which letter a name stands in an index, English or Chinese, and in which order. The same on every database."""

from __future__ import annotations

from bisect import bisect_right

from notes.terms import name_key

# GB 2312 has its 3,755 common characters in the order of their pinyin; these are the first of each letter.
LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ"
FIRST = [character.encode("gb2312") for character in "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"]
END = b"\xd7\xfa"  # the rarer characters after these are ordered by radical
OTHER = "#"
ALSO_READ = {"弹": "T", "重": "C"}  # stands there by its other reading, and in our terms has this one


def letter_of(name: str) -> str:
    """A to Z: the first letter of the name, or of its pinyin; ``#`` for digits and everything else."""
    start = name_key(name)[:1].upper()
    if "A" <= start <= "Z" or start in ALSO_READ:
        return ALSO_READ.get(start, start)
    code = start.encode("gb2312", errors="ignore")
    return LETTERS[bisect_right(FIRST, code) - 1] if FIRST[0] <= code < END else OTHER


def place_of(name: str) -> tuple[str, bytes]:
    """What to sort names by: their letter, then Latin before Chinese, and Chinese by pinyin."""
    return letter_of(name), name_key(name).encode("gb18030")
