"""The control of one's own status on a page with many papers: rendered once for each status, then filled in."""

from __future__ import annotations

import secrets
from typing import Any

from django.template import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

# stand for the paper and the place in what is rendered; at random, so that nothing else on a page is taken for them
PAPER = secrets.randbelow(10**17) + 10**17
PLACE = f"place-{PAPER}-"


def control(context: Context, paper: Any, mine: str, place: str) -> SafeString:
    """``notes/_status.html`` for the paper (its number is enough), with the status ``mine``; ``place`` as there."""
    blanks = context["request"].__dict__.setdefault("status_controls", {})
    key = (mine, bool(place))
    if key not in blanks:
        blanks[key] = blank(context, mine, PLACE if place else "")
    filled = blanks[key].replace(PLACE, conditional_escape(place)).replace(str(PAPER), str(paper.pk))
    return mark_safe(filled)  # noqa: S308 - a template's, with a number and an escaped word


def blank(context: Context, mine: str, place: str) -> str:
    assert context.template is not None  # noqa: S101 - tags run inside of one
    template = context.template.engine.get_template("notes/_status.html")
    with context.push(paper={"pk": PAPER}, mine=mine, place=place, undo="", error="", changed=False):
        return template.render(context)
