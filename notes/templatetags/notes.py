"""Where pages of the catalogue meet what people write and do: one query a page for each kind, never one a row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Subquery, Window
from django.template import Context
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notes.access import may_write
from notes.controls import control
from notes.models import Draft, Language, Reading, Summary
from notes.progress import read_by_list, read_by_section
from notes.spreads import Column, first_language, interface_language, spread_of
from papers.models import ListEntry, Paper, PaperList, Section

register = template.Library()


@register.simple_tag(takes_context=True)
def with_notes(context: Context, papers: Iterable[Paper]) -> list[Paper]:
    """The papers, each with ``mine`` (one's own status), ``readers`` (how many of the group have read it),
    ``has_english`` and ``has_chinese``: one query."""
    papers = list(papers)
    readings = Reading.objects.filter(paper=OuterRef("pk")).order_by()
    have_read = readings.filter(status="read", member__is_active=True).values("paper")
    published = Summary.objects.published().filter(paper=OuterRef("pk"))
    rows = Paper.objects.filter(pk__in=[paper.pk for paper in papers]).annotate(
        mine=Subquery(readings.filter(member=context["request"].user.pk).values("status")),
        readers=Subquery(have_read.annotate(n=Count("pk")).values("n")),
        has_english=Exists(published.filter(language=Language.ENGLISH)),
        has_chinese=Exists(published.filter(language=Language.CHINESE)),
    )
    found: Any = {row["pk"]: row for row in rows.values("pk", "mine", "readers", "has_english", "has_chinese")}
    for paper in papers:
        row = found.get(paper.pk, {})
        paper.mine = row.get("mine") or ""  # type: ignore[attr-defined]
        paper.readers = row.get("readers") or 0  # type: ignore[attr-defined]
        paper.has_english = row.get("has_english", False)  # type: ignore[attr-defined]
        paper.has_chinese = row.get("has_chinese", False)  # type: ignore[attr-defined]
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
    try:
        return (request.htmx.current_url_abs_path if request.htmx else "") or request.get_full_path()
    except ValueError:  # a header that is no address
        return request.get_full_path()


@register.simple_tag
def statuses() -> list[Reading.Status]:
    return list(Reading.Status)


@register.simple_tag
def standing(paper: Paper, with_readers: bool = True) -> SafeString:
    """Which languages a paper that came through ``with_notes`` has a summary in, and how many have read it."""
    present = paper.has_english, paper.has_chinese  # type: ignore[attr-defined]
    marks = [mark for mark, is_there in zip(language_marks(), present, strict=True) if is_there]
    html = f'<span class="languages">{" ".join(marks)}</span>' if marks else ""
    if with_readers and (n := paper.readers):  # type: ignore[attr-defined]
        words = ngettext("read by %(n)s", "read by %(n)s", n) % {"n": n}
        html += f'<span class="readers">{escape(words)}</span>'
    return mark_safe(html)  # noqa: S308 - words of ours and a number


def language_marks() -> tuple[str, str]:
    english, chinese = escape(_("Summary in English")), escape(_("Summary in Chinese"))
    return f'<abbr title="{english}">EN</abbr>', f'<abbr title="{chinese}" lang="zh-Hans">中</abbr>'


@register.simple_tag(takes_context=True)
def status_control(context: Context, paper: Paper) -> SafeString:
    """The control of one's own status in a row of papers that came through ``with_notes``."""
    return control(context, paper, paper.mine)  # type: ignore[attr-defined]


@register.simple_tag(takes_context=True)
def my_reading(context: Context, paper: Paper) -> Reading | None:
    return Reading.objects.of(context["request"].user).filter(paper=paper).first()


@register.simple_tag(takes_context=True)
def draft_of(context: Context, paper: Paper, language: str) -> Draft | None:
    """One's own unsaved text."""
    return Draft.objects.filter(member=context["request"].user, paper=paper.pk, language=language).first()


@register.simple_tag
def readers_of(paper: Paper) -> list[User]:
    """Members who have read the paper, who finished last first."""
    rows = Reading.objects.read().filter(paper=paper, member__is_active=True).select_related("member")
    return [reading.member for reading in rows.order_by("-finished", "-changed")[:50]]


@register.simple_tag(takes_context=True)
def summaries_of(context: Context, paper: Paper) -> list[Column]:
    """The published summaries as they are read, the reader's own language first; names are for members only."""
    request = context["request"]
    return spread_of(paper, first_language(request), with_names=request.user.is_authenticated)


@register.simple_tag
def naming(paper: Paper) -> list[Paper]:
    """Papers whose published summaries name this one, newest first, the first 50; each has their number, ``total``."""
    summaries = Summary.objects.published().filter(mentioned=paper).order_by().values("paper")
    rows = Paper.objects.filter(pk__in=summaries).select_related("venue").defer("abstract")
    return list(rows.annotate(total=Window(Count("pk"))).newest()[:50])


@register.simple_tag
def interface_tag() -> str:
    """The language of the interface as a ``lang`` attribute, for its words inside a text of the other language."""
    return interface_language().tag


@register.simple_tag(takes_context=True)
def may_write_summaries(context: Context) -> bool:
    return may_write(context["request"].user)


@register.simple_tag(takes_context=True)
def with_section_progress(context: Context, sections: list[Section], group: PaperList) -> list[Section]:
    """The sections of a list, each with ``read``, and the papers of those entries that are shown with their notes: a
    fixed number of queries."""
    read = read_by_section(context["request"].user, group)
    entries: list[ListEntry] = [entry for section in sections for entry in getattr(section, "shown_entries", ())]
    papers = {
        paper.pk: paper for paper in with_notes(context, {entry.paper.pk: entry.paper for entry in entries}.values())
    }
    for entry in entries:
        entry.paper = papers[entry.paper.pk]
    for section in sections:
        section.read = read.get(section.pk, 0)  # type: ignore[attr-defined]
    return sections


@register.simple_tag(takes_context=True)
def with_list_progress(context: Context, lists: Iterable[PaperList]) -> list[PaperList]:
    """The lists, each with ``read``: one query."""
    read = read_by_list(context["request"].user)
    lists = list(lists)
    for group in lists:
        group.read = read.get(group.pk, 0)  # type: ignore[attr-defined]
    return lists
