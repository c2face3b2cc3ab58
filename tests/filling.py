"""Filling in a page's form as a browser would: what it shows is sent back, but for what the person changes."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

Fields = dict[str, list[str]]


class FormReader(HTMLParser):
    def __init__(self, form_id: str, html: str) -> None:
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.fields: Fields = {}
        self.boxes: set[str] = set()
        self.select = self.textarea = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside:
            return
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "select":
            self.select = name
            self.fields.setdefault(name, [])
        elif tag == "option" and "selected" in given and self.select:
            self.fields[self.select].append(given.get("value", ""))
        elif tag == "textarea":
            self.textarea = name
            self.fields[name] = [""]
        elif tag == "input" and kind == "checkbox" and "checked" not in given:
            self.boxes.add(name)
        elif tag == "input" and kind == "radio" and "checked" not in given:
            return
        elif tag == "input" and name and kind not in {"submit", "button"}:
            self.fields.setdefault(name, []).append(given.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.fields[self.textarea][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea" and self.textarea:
            # a browser drops the line end right after <textarea>, and Django writes one there
            self.fields[self.textarea][0] = self.fields[self.textarea][0].removeprefix("\r\n").removeprefix("\n")
            self.textarea = ""


def fields_of(response: Any, form_id: str) -> Fields:
    """What the browser would send for the form with that id; fails where there is none."""
    return read(response, form_id).fields


def read(response: Any, form_id: str) -> FormReader:
    reader = FormReader(form_id, response.content.decode())
    assert reader.fields, f"no form {form_id}"
    return reader


def filled(response: Any, form_id: str, **changes: Any) -> Fields:
    """The same with some fields changed; a name's hyphens are written as double underscores."""
    reader = read(response, form_id)
    fields = reader.fields
    for name, value in changes.items():
        name = name.replace("__", "-")
        assert name in fields.keys() | reader.boxes, f"no field {name} among {sorted(fields)}"
        fields[name] = [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]
    return fields
