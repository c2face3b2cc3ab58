"""Opening and saving pages of curation as a curator does."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.test import Client
from django.urls import reverse

from tests.filling import filled

YES = {"post": "yes"}  # to the question whether to delete


def url(row: Model, page: str = "change", *args: Any) -> str:
    """The row's page of curation, or with a class instead of a row one of its model."""
    meta = row._meta
    numbers = args if isinstance(row, type) else (row.pk, *args)
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=numbers)


def save(client: Client, row: Model, page: Any = None, **changes: Any) -> Any:
    """Send the row's form, as opened just now or earlier, with some fields changed."""
    fields = filled(page or client.get(url(row)), f"{row._meta.model_name}_form", **changes)
    return client.post(url(row), fields)


def errors(page: Any, status: int = 200) -> str:
    """The text of a page that is shown again with something to say; 409 where somebody else had saved first."""
    assert page.status_code == status
    assert "errornote" in page.content.decode()
    return page.content.decode()
