"""Which script a text is written in."""

import re

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
LATIN_WORD = re.compile(r"[A-Za-z]+")


def is_chinese(text: str) -> bool:
    """Whether a text reads as Chinese: more Han characters than Latin words, for technical Chinese is full of names."""
    return len(HAN.findall(text)) > len(LATIN_WORD.findall(text))


def lang_of(text: str) -> str:
    """The language of a text that people entered, as an HTML ``lang``."""
    return "zh-Hans" if is_chinese(str(text)) else "en"
