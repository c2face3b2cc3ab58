"""A paper's two summaries as its page shows them: facing each other, paragraph beside paragraph, with their credits."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db.models import Min, Q
from django.http import HttpRequest
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from notes.access import CODES
from notes.blocks import Heading, aligned, changed, headings, sources, split
from notes.models import Language, Summary
from papers.models import Paper
from papers.people import name_of

COOKIE = "summary_language"
MOST_EDITORS = 5  # named under a summary
FEWEST_HEADINGS = 3  # that are worth a list of contents


@dataclass
class Group:
    """Blocks of one language that face the group of the same place in the other."""

    blocks: list[str]
    is_changed: bool = False  # since the version that the other language was last found to match

    @property
    def html(self) -> str:
        return "\n".join(self.blocks)


@dataclass
class Column:
    """One language as it is read: ``summary`` is None where nothing is published in it."""

    language: Language
    summary: Summary | None
    is_behind: bool = False
    is_begun: bool = False  # by somebody, as a draft
    since: int = 0  # the version that the other language matches, where changes after it are marked
    groups: list[Group] = field(default_factory=list)
    contents: list[Heading] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)  # beside the author, in the order of their first edits
    has_more_editors: bool = False

    @property
    def editor_names(self) -> str:
        names = pgettext("between names", ", ").join(self.editors)
        return _("%(names)s and others") % {"names": names} if self.has_more_editors else names


def first_language(request: HttpRequest) -> Language:
    """The language that the reader wants to read first: the one they chose, else that of the interface."""
    return CODES.get(request.COOKIES.get(COOKIE, ""), interface_language())


def interface_language() -> Language:
    return Language.CHINESE if get_language() == Language.CHINESE else Language.ENGLISH


def spread_of(paper: Paper, first: Language, with_names: bool = False) -> list[Column]:
    """Both languages, ``first`` first, but one that is not there last.

    One query, another for the names of editors, and another where a language is behind.
    """
    written = {summary.language: summary for summary in Summary.objects.filter(paper=paper).with_credits()}
    found = {language: summary for language, summary in written.items() if summary.is_published}
    columns = [
        Column(language, found.get(language), is_begun=language in written and language not in found)
        for language in Language
    ]
    lay_out(*columns)
    mark_changes(paper, columns)
    if with_names and found:
        name_editors(columns)
    return sorted(columns, key=lambda column: (column.summary is None, column.language != first))


def lay_out(english: Column, chinese: Column) -> None:
    """Fill the columns. Of two each has as many groups as the other, and each knows whether it is behind."""
    for column in (english, chinese):
        if column.summary:
            column.groups = [Group(split(column.summary.html))]
            found = headings(column.summary.html)
            column.contents = found if len(found) >= FEWEST_HEADINGS else []
    if english.summary and chinese.summary:
        english.is_behind = english.summary.is_behind(chinese.summary)
        chinese.is_behind = chinese.summary.is_behind(english.summary)
        pairs = aligned(english.groups[0].blocks, chinese.groups[0].blocks)
        english.groups = [Group(blocks) for blocks, _ in pairs]
        chinese.groups = [Group(blocks) for _, blocks in pairs]


def mark_changes(paper: Paper, columns: list[Column]) -> None:
    """Mark what changed in each language after the version that the other, which is behind, was found to match."""
    matched = {
        column.language.other: column.summary.in_step_with or 0
        for column in columns
        if column.summary and column.is_behind
    }
    if not matched:
        return
    wanted = Q()
    for language, version in matched.items():
        wanted |= Q(language=language, version=version)
    rows = Summary.history.filter(wanted, paper=paper).order_by("history_date", "history_id")
    before = dict(rows.values_list("language", "body"))
    for column in columns:
        if column.summary and column.language in before:
            places = changed(before[column.language], column.summary.body)
            # html of another age may have other blocks than the text has now
            if len(sources(column.summary.body)) == sum(len(group.blocks) for group in column.groups):
                mark(column, places, matched[column.language])


def mark(column: Column, places: set[int], version: int) -> None:
    start = 0
    for group in column.groups:
        end = start + len(group.blocks)
        group.is_changed = not places.isdisjoint(range(start, end))
        start = end
    column.since = version if places else 0


def name_editors(columns: list[Column]) -> None:
    """Name those who edited each summary beside its author; one query."""
    authors = {column.summary.pk: column.summary.author_id for column in columns if column.summary}
    names = [f"history_user__{field}" for field in ("pk", "username", "first_name", "last_name")]
    edits = Summary.history.filter(id__in=authors, history_user__isnull=False).exclude(history_type="-")
    edits = (
        edits.exclude(effect=Summary.Effect.CONFIRMED)
        .values("id", *names)
        .annotate(first=Min("history_date"))
        .order_by("first", "history_user")
    )
    found: dict[int, list[str]] = {pk: [] for pk in authors}
    for pk, editor, username, first_name, last_name in edits.values_list("id", *names):
        if editor != authors[pk]:
            found[pk].append(name_of(User(username=username, first_name=first_name, last_name=last_name)))
    for column in columns:
        editors = found[column.summary.pk] if column.summary else []
        column.editors, column.has_more_editors = editors[:MOST_EDITORS], len(editors) > MOST_EDITORS
