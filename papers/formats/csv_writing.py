"""Write a table that spreadsheet programs open and that reads back to the same records."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from .cells import harmless, joined
from .own import link_line
from .records import Record, Section

_LINE_END = re.compile(r"\r\n?")  # which the writer does not quote, and a spreadsheet program takes for a new row

COLUMNS = (
    "title", "nickname", "kind", "venue", "venue_full", "venue_kind", "year", "status", "authors", "institutions",
    "tags", "links", "doi", "arxiv", "section", "notes", "abstract", "summary_en", "summary_zh", "key",
)  # fmt: skip


def write(records: Iterable[Record], sections: Sequence[Section] = ()) -> str:
    """A header and one row a record; `sections` are those that the records' `section` counts in."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(COLUMNS)
    for record in records:
        table.writerow(harmless(_LINE_END.sub("\n", cell)) for cell in cells(record, sections))
    return written.getvalue()


def cells(record: Record, sections: Sequence[Section] = ()) -> tuple[str, ...]:
    summaries = dict(record.summaries)
    return (
        record.title,
        record.nickname,
        record.kind,
        record.venue,
        record.venue_full,
        record.venue_kind,
        str(record.year or ""),
        "to appear" if record.to_appear else "",
        joined(record.authors),
        joined(record.institutions),
        joined(record.tags),
        "\n".join(map(link_line, record.links)),
        record.doi,
        record.arxiv_id,
        " / ".join(path(record.section, sections)),
        record.notes,
        record.abstract,
        summaries.get("en", ""),
        summaries.get("zh-hans", ""),
        record.key,
    )


def path(section: int | None, sections: Sequence[Section]) -> list[str]:
    """The titles from the outermost section down to this one."""
    titles: list[str] = []
    while section is not None and section < len(sections):
        titles.insert(0, " ".join(sections[section].title.replace(" / ", "/").split()))
        section = sections[section].parent
    return titles
