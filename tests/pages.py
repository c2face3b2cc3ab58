"""Reading an answer as a browser would: its elements, its rows, what it links to."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class Element:
    """A start tag; ``text`` is what stands between it and the next one."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""

    def get(self, name: str) -> str:
        return self.attributes.get(name) or ""


class Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements = [Element("")]
        self.feed(html)
        self.close()
        for element in self.elements:
            element.text = element.text.strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.elements[-1].text += data


def elements(answer: Any, tag: str = "", **attributes: str) -> list[Element]:
    """The elements of a response or of HTML in order, of one tag and with these attributes where they are named."""
    html = answer if isinstance(answer, str) else answer.content.decode()
    wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    return [
        element
        for element in Reader(html).elements
        if (not tag or element.tag == tag)
        and all(element.attributes.get(name) == value for name, value in wanted.items())
    ]


def papers_in(answer: Any) -> list[int]:
    """The ids of the papers whose rows are shown, in order."""
    return [int(element.get("data-paper")) for element in elements(answer) if element.get("data-paper")]


def links_in(answer: Any) -> list[str]:
    return [element.get("href") for element in elements(answer, "a")]


def control_in(answer: Any, paper: int) -> dict[str, str]:
    """The status buttons of a paper: what each would set, by its name."""
    found, form = {}, ""
    for element in elements(answer):
        form = element.get("action") if element.tag == "form" else form
        if form == f"/papers/{paper}/status/" and element.get("name") == "status":
            found[element.get("title")] = element.get("value")
    return found
