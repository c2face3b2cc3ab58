"""Columns under which a name is found again however it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models


class FoldedField(models.CharField):
    """The folded form of another column, renewed by ``save()`` and ``bulk_create()``; plain text for migrations."""

    def __init__(self, of: str = "", fold: Callable[[str], str] = str, **options: Any) -> None:
        super().__init__(**{"max_length": 500, "blank": True, "editable": False} | options)
        self.of, self.fold = of, fold

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options

    def pre_save(self, row: models.Model, add: bool) -> str:
        folded = self.fold(getattr(row, self.of))[: self.max_length]
        setattr(row, self.attname, folded)
        return folded
