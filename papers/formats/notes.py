"""Cut notes out of a list, word for word, and move them to the left margin."""

from collections.abc import Iterable


def cut(lines: list[str], spans: Iterable[tuple[int, int]]) -> tuple[str, int]:
    """The notes on the lines of all spans (first, and one past the last, from 1) and the line where they start.

    Every line loses the same indentation, that of the outermost notes, so that they nest as before.
    """
    numbers = [number for first, last in spans for number in range(first, last)]
    kept = [(number, _expanded(lines[number - 1])) for number in numbers]
    while kept and not kept[0][1].strip():
        kept.pop(0)
    while kept and not kept[-1][1].strip():
        kept.pop()
    if not kept:
        return "", 0
    margin = min(len(line) - len(line.lstrip(" ")) for _, line in kept if line.strip())
    return "\n".join(line[margin:] for _, line in kept), kept[0][0]


def _expanded(line: str) -> str:
    """Indentation in spaces: CommonMark counts a tab up to the next fourth column."""
    text = line.lstrip(" \t")
    return line[: len(line) - len(text)].expandtabs(4) + text
