"""Where pages of the catalogue meet what people write and do: one query a page for each kind, never one a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import template
from django.contrib.auth.models import User
from django.db.models import Case, CharField, Count, Max, Q, When
from django.template import Context

from notes.models import Reading, Summary
from notes.progress import read_by_list, read_by_section
from papers.models import ListEntry, Paper, PaperList, Section

register = template.Library()


@register.simple_tag(takes_context=True)
def with_notes(context: Context, papers: Iterable[Paper]) -> list[Paper]:
    """The papers, each with ``mine`` (one's own status), ``readers`` (how many of the group have read it),
    ``has_english`` and ``has_chinese``: two queries."""
    papers = list(papers)
    ids = [paper.pk for paper in papers]
    user = context["request"].user
    own = Case(When(member=user.pk, then="status"), output_field=CharField())
    rows = Reading.objects.filter(paper__in=ids).order_by().values("paper")
    have_read = Count("pk", filter=Q(status="read", member__is_active=True))
    standing: dict[int, Any] = {row["paper"]: row for row in rows.annotate(mine=Max(own), readers=have_read)}
    languages = defaultdict(set)
    published = Summary.objects.published().filter(paper__in=ids).order_by()
    for pk, language in published.values_list("paper", "language"):
        languages[pk].add(language)
    for paper in papers:
        row = standing.get(paper.pk, {})
        paper.mine = row.get("mine") or ""  # type: ignore[attr-defined]
        paper.readers = row.get("readers", 0)  # type: ignore[attr-defined]
        paper.has_english = Summary.Language.ENGLISH in languages[paper.pk]  # type: ignore[attr-defined]
        paper.has_chinese = Summary.Language.CHINESE in languages[paper.pk]  # type: ignore[attr-defined]
    return papers


@register.simple_tag(takes_context=True)
def with_readings(context: Context, readings: Iterable[Reading]) -> list[Paper]:
    """The papers of one's own readings, as ``with_notes`` gives them, each with its ``reading``."""
    readings = list(readings)
    for reading in readings:
        reading.paper.reading = reading  # type: ignore[attr-defined]
    return with_notes(context, [reading.paper for reading in readings])


@register.simple_tag(takes_context=True)
def here(context: Context) -> str:
    """The address of the page that the person sees, also where only a part of it is being rendered."""
    request = context["request"]
    return (request.htmx.current_url_abs_path if request.htmx else "") or request.get_full_path()


@register.simple_tag
def statuses() -> list[Reading.Status]:
    return list(Reading.Status)


@register.simple_tag(takes_context=True)
def my_reading(context: Context, paper: Paper) -> Reading | None:
    return Reading.objects.of(context["request"].user).filter(paper=paper).first()


@register.simple_tag
def readers_of(paper: Paper) -> list[User]:
    """Members who have read the paper, who finished last first."""
    rows = Reading.objects.read().filter(paper=paper, member__is_active=True).select_related("member")
    return [reading.member for reading in rows.order_by("-finished", "-changed")[:50]]


@register.simple_tag
def summaries_of(paper: Paper) -> dict[str, Summary]:
    """The published summaries by language, ``en`` and ``zh``; one that has fallen behind the other is ``behind``."""
    published = Summary.objects.published().filter(paper=paper).with_credits()
    found = {"zh" if summary.language == Summary.Language.CHINESE else "en": summary for summary in published}
    if len(found) == 2:
        for summary, other in ((found["en"], found["zh"]), (found["zh"], found["en"])):
            summary.behind = summary.is_behind(other)
    return found


@register.simple_tag(takes_context=True)
def with_section_progress(context: Context, sections: list[Section], group: PaperList) -> list[Section]:
    """The sections, each with ``read`` and with the notes of its papers: a fixed number of queries."""
    read = read_by_section(context["request"].user, group)
    entries: list[ListEntry] = [entry for section in sections for entry in section.shown_entries]  # type: ignore[attr-defined]
    papers = {
        paper.pk: paper for paper in with_notes(context, {entry.paper.pk: entry.paper for entry in entries}.values())
    }
    for entry in entries:
        entry.paper = papers[entry.paper.pk]
    for section in sections:
        section.read = read.get(section.pk, 0)  # type: ignore[attr-defined]
        section.paper_count = len({entry.paper.pk for entry in section.shown_entries})  # type: ignore[attr-defined]
    return sections


@register.simple_tag(takes_context=True)
def with_list_progress(context: Context, lists: Iterable[PaperList]) -> list[PaperList]:
    """The lists, each with ``read``: one query."""
    read = read_by_list(context["request"].user)
    lists = list(lists)
    for group in lists:
        group.read = read.get(group.pk, 0)  # type: ignore[attr-defined]
    return lists
