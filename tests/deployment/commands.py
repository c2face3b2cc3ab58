"""The commands of the README's section about servers, as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECTION = "## On a server"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CHOICE = re.compile(r"^export (\w+)=(\S+)", re.MULTILINE)


def blocks() -> list[str]:
    """Each fenced block of the section, in order; the first holds what readers are to choose."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    _, _, rest = text.partition(f"\n{SECTION}\n")
    return BLOCK.findall(rest.partition("\n## ")[0])


def chosen(block: str, values: dict[str, str]) -> str:
    """The block of choices with other values; raises KeyError for a choice that is none of them, or is left out."""
    named = CHOICE.findall(block)
    if {name for name, _ in named} != set(values):
        raise KeyError(f"The README leaves the choice of {[name for name, _ in named]}.")
    return CHOICE.sub(lambda found: f"export {found[1]}={values[found[1]]}", block)
