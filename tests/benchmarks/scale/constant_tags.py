"""The tags of ``notes``, but that rows keep the notes that they came with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from notes.templatetags.notes import register as usual

register = template.Library()
register.tags.update(usual.tags)
register.filters.update(usual.filters)


@register.simple_tag
def with_notes(papers: Iterable[Any]) -> list[Any]:
    return list(papers)
