"""Texts that make a renderer of Markdown work hard, each as long as a summary may be."""

from __future__ import annotations

import random
from collections.abc import Iterator

END = "\n\nThe end."

# What is repeated without end.
UNITS = (
    "a[", "a![", "[a](", "[a](<b", "[a](b 'c", '[a](b "c', "[a]((", "[a](b", "[a][", "[a][b]", "[a] ", "[[a", "[[a]",
    "[[a]]", "[a\n", "[\na", "[*a](b)", "*[a](b)", "*a [b*", "[a`](b)`", "[[a](b)](c)", "]([[a", "[](#-[[a", "\\[a]",
    "a*", "*a ", "a**", "**a ", "_a ", "*a_ ", "**a*", "a**b", "*a **b ", "a***b**c*", "*a**b***c", "~~a ", "a~~b",
    "_*~~`a[<$", "**中。a", "**中a**", "“**a”", "中a\n", "a`", "`a`` ", "``a` ", "$a", "$a$", "$a ", "$$a\n\n", "$$a\n",
    "$a\\", "$a \\$ ", "a\\", "&a", "&amp;a", "&#x61;", "<a", "<a ", "<!--a", "<?a", "<![CDATA[a", "<//a",
    "<http://a>", "<a@b.c>", "<a@b", "<a:b", "# a\n", "a\n=\n", "a\n-\n", "a\n---\n", "a\n***\n", "a\n", "a\n\n",
    "a  \n", "a\\\n", "    a\n", "\ta\n", " \na", "a\x00", "a\u202e", "> a\n", "> > a\n", "> a\nb\n", "- a\n",
    "- a\n+ b\n", "1. a\n- b\n", "1) a\n2. b\n", "- - a\n", "- [ ] a\n", "- [x] a\n\n", "===```python\n>1. a\n",
    ">-\na\n", "- ```c\na\n", "```c\na;\n```\n", "```a\n", "~~~a\n", "- $$a\n\n", "a|b\n-|-\n", "|a\n|-\n", "| a ",
    "a|b\n--|\n", "[a]: b\n", "[a]: b 'c\n", "[a]:\n", "[^a]: b\n", "[^a]:[^b]: \n", "> [a]: b\n",
)  # fmt: skip
# What is opened as often as closed, or only opened.
PAIRS = (
    ("[", "]"), ("(", ")"), ("[[", "]]"), ("![", "](a)"), ("[", "](a)"), ("[a](", "b)"), ("[a][", "]"), ("[^", "]"),
    ("*", "a*"), ("**", "a**"), ("~~", "a~~"), ("*a_", "_b*"), ("`", "`"), ("<", ">"), ("> ", "a"), ("- ", "a"),
    ("1. ", "a"), ("\\[", "]"),
)  # fmt: skip
MARKS = "`*_~$#>|-=+![]<("
HOSTILE_CODE = ("    ", " \n", "\t\n", "a b ", "'\\", "a\n ", "/*", "a.", "{{", ";", "fi \\'a\n", "#\n", "é ", "<!--a")
LANGUAGES = "python c cpp cuda bash json yaml sql go rust java js ts diff console".split()  # noqa: SIM905


def texts(size: int) -> Iterator[tuple[str, str]]:
    """Each text by what it is; the last thing to read in it is END."""
    for name, text in written(size):
        yield name, text[: size - len(END)] + END


def written(size: int) -> Iterator[tuple[str, str]]:
    for unit in UNITS:
        yield f"{unit!r} again and again", filled(unit, size)
    for start, end in PAIRS:
        times = size // len(start + end)
        yield f"{start!r} {times} times, then {end!r}", start * times + end * times
        yield f"{start!r} and no end", filled(start, size)
        for depth in (10, 40):
            yield f"{start!r} {depth} deep", filled(f"{start * depth}a{end * depth}\n", size)
    for mark in MARKS:
        yield f"longer and longer runs of {mark!r}", " ".join(mark * length + "a" for length in range(1, 200))
    for language in LANGUAGES:
        for code in HOSTILE_CODE:
            yield f"{code!r} in {language}", f"```{language}\n{filled(code, size)}"
            lines = filled(filled(code, 200) + "\n", 2_900)
            yield f"lines of {code!r} in {language}", filled(f"```{language}\n{lines}\n```\n", size)
    yield from tables(size)
    yield from definitions(size)
    yield from deep(size)
    yield from mixtures(size)


def tables(size: int) -> Iterator[tuple[str, str]]:
    for columns in (2, 10, 100, 500, 2_000):
        head = "|a" * columns + "\n" + "|-" * columns + "\n"
        yield f"a table of {columns} columns, rows of one cell", head + filled("a|\n", size)
        yield f"a table of {columns} columns, full rows", head + filled("|*a" * columns + "\n", size)
        yield f"tables of {columns} columns", filled(head + "\n", size)
    yield "a row without end", "a|b\n-|-\n" + "|" * size
    yield "a table that is none", "a|b\n" + filled("-|", size - 10) + "x"


def definitions(size: int) -> Iterator[tuple[str, str]]:
    yield "one footnote, many references", "[^1]: a\n\n" + filled("[^1] ", size)
    yield "one footnote, references left open", "[^1]: a\n\n" + filled("[^", size)
    yield "footnotes", numbered("[^{}]: a[^{}]\n\n", size)
    yield "footnotes in footnotes", numbered("[^{}]:", size)
    yield "link definitions", numbered("[{}]: b\n", size)
    yield "link definitions of two lines", numbered("[{}]:\nb\n'c\n", size)
    for what in ("x", "&", '"', "中"):
        definition = f"[a]: <{what * (size // 5)}> '{what * (size // 5)}'\n\n"
        yield f"a long address of {what!r} in many links", definition + filled("[a]", size)
    yield "a label left open", "[a]: b\n\n" + filled("[a][", size)
    yield "a title left open", "[a]: b '" + filled("a\n", size)
    for host in ("中", "中.", "xn--99", "a."):
        yield f"a host of {host!r}", f"[a](http://{filled(host, size - 20)})"


def deep(size: int) -> Iterator[tuple[str, str]]:
    yield "lists growing deeper", "".join("  " * depth + "- a\n" for depth in range(140))
    yield "lists that come and go", "".join("  " * (line % 20) + "- a\n\n" for line in range(size // 20))
    yield "quotes that come and go", "".join(">" * (line % 40) + " a\n" for line in range(size // 20))
    yield "a quote that goes on without marks", ">" * 39 + filled("a\n", size)
    yield "a list that goes on without indent", "- " * 19 + filled("a\n", size)
    yield "quotes in lists in quotes", filled("> - " * 40 + "a\n", size)
    yield "opened in one order, closed in another", "*a _b ~~c " * (size // 20) + "a* b_ c~~ " * (size // 20)
    yield "a heading of many lines", filled("a\n", size - 10) + "==="


def mixtures(size: int) -> Iterator[tuple[str, str]]:
    """Marks in no order, the same in every run."""
    marks = [*'[]()*_`<>!$|&-:^="\\中a \n', "**", "$$", "\n\n", "~~", "[^a]", "[[a]]", "> ", "- ", "1. ", "“"]
    chance = random.Random(5)  # noqa: S311 - no secret
    for number in range(20):
        some = chance.sample(marks, chance.randint(3, len(marks)))
        yield f"mixture {number}", "".join(chance.choices(some, k=size))


def filled(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def numbered(unit: str, size: int) -> str:
    return "".join(unit.replace("{}", str(number)) for number in range(size // len(unit)))
