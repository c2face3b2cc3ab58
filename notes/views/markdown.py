"""A summary to take along, as the Markdown it was written in."""

import re

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import override
from django.views.decorators.http import condition, require_safe

from notes.access import language_named, published_summary
from notes.conditional import of_summary
from notes.models import Summary
from papers.access import catalogue_page
from papers.people import name_of

MARKS = re.compile(r"([\\`*_\[\]<>#|~$])")


@catalogue_page
@require_safe
@condition(of_summary)
def summary_markdown(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The text under the paper's title, with where it comes from, in its own language; only what is published."""
    summary = published_summary(pk, language_named(code))
    with override(summary.language):
        text = as_markdown(summary, request)
    return HttpResponse(text, content_type="text/markdown; charset=utf-8")


def as_markdown(summary: Summary, request: HttpRequest) -> str:
    paper = summary.paper
    context = {
        "title": MARKS.sub(r"\\\1", paper.title),
        "paper": paper,
        "summary": summary,
        "body": summary.body.strip(),
        "writer": name_of(summary.author) if summary.author and request.user.is_authenticated else "",
        "address": request.build_absolute_uri(paper.get_absolute_url()),
    }
    return render_to_string("notes/summary.md", context).strip() + "\n"
