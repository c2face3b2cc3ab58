"""The control of one's own status on a page with many papers: rendered once for each status, then filled in."""

from __future__ import annotations

import secrets
from typing import Any

from django.template import Context
from django.utils.safestring import SafeString, mark_safe

# stands for the paper in what is rendered; at random, so that nothing else on a page is taken for it
PAPER = secrets.randbelow(10**17) + 10**17


def control(context: Context, paper: Any, mine: str) -> SafeString:
    """``notes/_status.html`` for the paper (its number is enough), with the status ``mine``."""
    blanks = context["request"].__dict__.setdefault("status_controls", {})
    if mine not in blanks:
        blanks[mine] = blank(context, mine)
    return mark_safe(blanks[mine].replace(str(PAPER), str(paper.pk)))  # noqa: S308 - a template's, with a number


def blank(context: Context, mine: str) -> str:
    assert context.template is not None  # noqa: S101 - tags run inside of one
    template = context.template.engine.get_template("notes/_status.html")
    with context.push(paper={"pk": PAPER}, mine=mine, undo="", error="", changed=False):
        return template.render(context)
