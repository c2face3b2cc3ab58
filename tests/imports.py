"""Running ``import_list`` as a person would, and comparing what the database holds before and after."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError

from papers.formats.records import Document
from papers.importing import Report, prepare
from papers.importing import bring_in as bring_rows_in
from papers.importing.preparing import lay_out
from papers.models import Change, Import, ImportRow, SearchDoc

DATA = Path(__file__).parent / "data"
A, B, C, D = (DATA / name for name in ("list_a.md", "list_b.md", "list_c.txt", "list_d.txt"))
FOUR = (A, B, C, D)


def bring_in(path: Path, **options: Any) -> dict[str, Any]:
    """Import the file and return the report."""
    out = StringIO()
    call_command("import_list", path, json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def prepared(text: str, name: str = "Our list", **fields: Any) -> Import:
    """An import of the text whose rows wait for review."""
    imported = Import.objects.create(text=text, name=name, **({"format": "markdown", "state": "review"} | fields))
    prepare(imported)
    return imported


def brought(text: str, name: str = "Our list", **fields: Any) -> Import:
    """An import of the text, reviewed by nobody."""
    imported = prepared(text, name, **fields)
    bring_rows_in(imported)
    return imported


def brought_document(document: Document, name: str = "Our list") -> Report:
    """What bringing in a document that was read already reports."""
    imported = Import.objects.create(name=name, format="markdown")
    lay_out(imported, document)
    return bring_rows_in(imported)


def said(path: Path, **options: Any) -> str:
    """Import the file and return what it tells a person."""
    out = StringIO()
    call_command("import_list", path, stdout=out, **options)
    return out.getvalue()


def refused(path: Path, **options: Any) -> str:
    """Why the file is not read; fails where it is."""
    try:
        call_command("import_list", path, stdout=StringIO(), **options)
    except CommandError as error:
        assert error.returncode == 1
        return str(error)
    raise AssertionError(f"{path} was read")


def tables() -> dict[str, list[tuple]]:
    """Every row of the catalogue, of what people wrote, and of their histories; without imports and their time, and
    without what is made from all these, such as the search."""
    models = [model for label in ("papers", "notes", "auth") for model in apps.get_app_config(label).get_models(True)]
    models = [model for model in models if model not in (Change, Import, ImportRow, SearchDoc)]
    return {model._meta.label: sorted(model._base_manager.values_list(*columns(model)), key=repr) for model in models}


def columns(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.name != "imported"]


def is_empty() -> bool:
    """Whether nothing is there but the outlines that come with a new database."""
    ours = {label: rows for label, rows in tables().items() if label.startswith(("papers.", "notes."))}
    return not any(rows for label, rows in ours.items() if label not in {"notes.Template", "notes.HistoricalTemplate"})
