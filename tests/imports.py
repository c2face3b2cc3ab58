"""Running ``import_list`` as a person would, and comparing what the database holds before and after."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError

DATA = Path(__file__).parent / "data"
A, B, C, D = (DATA / name for name in ("list_a.md", "list_b.md", "list_c.txt", "list_d.txt"))
FOUR = (A, B, C, D)


def bring_in(path: Path, **options: Any) -> dict[str, Any]:
    """Import the file and return the report."""
    out = StringIO()
    call_command("import_list", path, json=True, stdout=out, **options)
    return json.loads(out.getvalue())


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
    """Every row of the catalogue, of what people wrote, and of their histories; without the time of an import."""
    models = [model for label in ("papers", "notes", "auth") for model in apps.get_app_config(label).get_models(True)]
    return {model._meta.label: sorted(model._base_manager.values_list(*columns(model)), key=repr) for model in models}


def columns(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.name != "imported"]


def is_empty() -> bool:
    """Whether nothing is there but the outlines that come with a new database."""
    ours = {label: rows for label, rows in tables().items() if label.startswith(("papers.", "notes."))}
    return not any(rows for label, rows in ours.items() if label not in {"notes.Template", "notes.HistoricalTemplate"})
