"""Rows of an import under review, and what the page sends about them."""

from __future__ import annotations

from typing import Any

from papers.import_desk.choices import stamp
from papers.import_desk.lines import Line, lines
from papers.models import Import, ImportRow


def address(imported: Import, rest: str = "") -> str:
    return f"/import/{imported.pk}/{rest}"


def seen(row: ImportRow) -> str:
    return stamp(Line(lines(row.of, ImportRow.objects.filter(pk=row.pk)).get(), row.of))


def fields(*rows: ImportRow, **changes: Any) -> dict[str, Any]:
    """What a page with these rows sends as it stands, but for the changes."""
    sent: dict[str, Any] = {"row": [row.pk for row in rows]}
    for row in rows:
        sent |= {f"seen-{row.pk}": seen(row)} | ({f"choice-{row.pk}": "take"} if row.choice == "take" else {})
    return {name: value for name, value in (sent | changes).items() if value is not None}


def fresh(row: ImportRow) -> ImportRow:
    return ImportRow.objects.get(pk=row.pk)
