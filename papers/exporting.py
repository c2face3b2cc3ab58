"""What an export is asked to be, in the words of an address or of a command, and the file that comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from papers.formats import FORMATS, styles
from papers.formats.records import Record
from papers.formats.streams import pieces
from papers.models import PaperList
from papers.transfer import CATALOGUE, LIST, entries_of, outline_of

WRITTEN: dict[str, ModuleType] = {name: module for name, module in FORMATS.items() if hasattr(module, "write")}
LANGUAGES = {"none": (), "en": ("en",), "zh": ("zh-hans",), "both": ("en", "zh-hans")}
STYLE_LABELS = {
    "plain": _("Plain"),
    "numbered": _("Numbered headings, tags in code"),
    "bold": _("Bold entries, notes below"),
    "bare": _("Bare lines, notes beside"),
    "linked": _("Linked titles, institutions in brackets"),
}
FACTS_LABELS = {LIST: _("As the list has it"), CATALOGUE: _("As the catalogue has it")}
SUMMARY_LABELS = {
    "none": pgettext_lazy("summaries", "None"), "en": _("English"), "zh": _("Chinese"), "both": _("Both languages"),
}  # fmt: skip
CHOICES: dict[str, Mapping[str, Any]] = {
    "format": WRITTEN, "style": styles.STYLES, "facts": FACTS_LABELS, "summaries": LANGUAGES,
}  # fmt: skip
TOGETHER = 64 * 1024  # characters sent at a time


class UnknownChoice(ValueError):
    """A parameter whose value names nothing."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(f"{name}: {value}")
        self.name, self.value = name, value


@dataclass(frozen=True)
class Export:
    """``style`` is for Markdown; "" for ``style`` and ``facts`` means what is usual."""

    format: str = "markdown"
    style: str = ""
    facts: str = ""
    summaries: str = "none"

    @classmethod
    def asked(cls, values: Mapping[str, str]) -> Export:
        """What an address or a command names; raises UnknownChoice."""
        given = {name: values.get(name) or "" for name in CHOICES}
        for name, value in given.items():
            if value and value not in CHOICES[name]:
                raise UnknownChoice(name, value)
        return cls(**{name: value for name, value in given.items() if value})

    @property
    def languages(self) -> tuple[str, ...]:
        return LANGUAGES[self.summaries]

    @property
    def module(self) -> ModuleType:
        return WRITTEN[self.format]

    def list_pieces(self, group: PaperList) -> Iterator[str]:
        """The list as a text: Markdown says what the list claims, other formats what the catalogue has."""
        facts = self.facts or (LIST if self.format == "markdown" else CATALOGUE)
        sections, places = outline_of(group)
        records = entries_of(group, places, facts, self.languages)
        style = self.style or group.style or "plain"
        return pieces(self.format, records, sections, group.name, style)

    def record_pieces(self, records: Iterable[Record], title: str) -> Iterator[str]:
        """Records of no list as a text."""
        return pieces(self.format, records, title=title, style=self.style or "plain")

    def response(self, texts: Iterable[str], name: str) -> StreamingHttpResponse:
        """The text as a file for download, sent while it is made."""
        response = StreamingHttpResponse(together(texts), content_type=f"{self.module.MEDIA_TYPE}; charset=utf-8")
        response["Content-Disposition"] = content_disposition_header(True, file_name(name) + self.module.SUFFIX)
        return response


def menu(style: str = "", **more: Any) -> dict[str, Any]:
    """What the form of an export offers: with ``style``, that of the list, everything that a list can be."""
    kinds = [(name, module.LABEL) for name, module in WRITTEN.items()]
    return {
        "formats": kinds,
        "styles": STYLE_LABELS,
        "summaries": SUMMARY_LABELS,
        "facts": FACTS_LABELS if style else (),
        "style": style or "plain",
    } | more


def file_name(name: str) -> str:
    """A file's name on any system: letters of all scripts, digits and hyphens."""
    kept = "".join(character if character.isalnum() or character in "-_" else "-" for character in name)
    return "-".join(part for part in kept[:100].split("-") if part) or "papers"


def together(texts: Iterable[str]) -> Iterator[str]:
    """Fewer and larger pieces."""
    waiting: list[str] = []
    size = 0
    for text in texts:
        waiting.append(text)
        size += len(text)
        if size > TOGETHER:
            yield "".join(waiting)
            waiting, size = [], 0
    yield "".join(waiting)
