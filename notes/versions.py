"""The history of a summary: its versions, who may see which of them, how any two differ, and the way back to one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Q
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from notes.access import may_write
from notes.diffing import Piece, diff, excerpts
from notes.models import Draft, Language, Summary
from notes.writing import Edit, save_summary
from papers.models import ListEntry, Paper
from papers.people import called_in, columns_of

Effect = Summary.Effect
DELETED = "-"  # as simple-history marks the row that a deletion leaves
LABELS = {
    Effect.MEANING: pgettext_lazy("effect of an edit", "Meaning changed"),
    Effect.WORDING: pgettext_lazy("effect of an edit", "Wording only"),
    Effect.IN_STEP: pgettext_lazy("effect of an edit", "Now in step"),
    Effect.STILL: pgettext_lazy("effect of an edit", "Still to do"),
    Effect.CONFIRMED: gettext_lazy("Confirmed: both languages say the same"),
}
EVENTS = {
    "published": pgettext_lazy("summary", "Published"),
    "draft": gettext_lazy("Made a draft again"),
    DELETED: gettext_lazy("Deleted"),
}


@dataclass(frozen=True)
class Event:
    """What happened to a version after it was written; its text stayed."""

    label: Any
    who: str
    when: datetime
    message: str


@dataclass(frozen=True)
class Version:
    """One version as the history lists it: who wrote its text and when, and how it stands."""

    number: int
    is_draft: bool
    who: str
    when: datetime
    message: str
    effect: Any
    list_name: str
    events: list[Event] = field(default_factory=list)


def versions_of(paper: Paper, user: User) -> Any:
    """The newest row of each version, in both languages, that the user may see, the newest version first.

    A published version is for everybody; one that stands as a draft for the summary's author and those who see drafts.
    """
    rows = Summary.history.filter(paper=paper).exclude(history_type=DELETED).order_by()
    newest = rows.values("language", "version").annotate(last=Max("history_id")).values("last")
    found = Summary.history.filter(history_id__in=newest).order_by("-version")
    if user.has_perm("notes.see_drafts"):
        return found
    return found.filter(Q(state=Summary.State.PUBLISHED) | Q(author=user.pk))


def versions_for_reading(paper: Paper, user: User) -> dict[Language, dict[int, int]]:
    """Which versions the user may see: by language, each number with its row in the history, the newest first.

    A language that has none for them is left out. Of a text that was deleted only those who write see what there was.
    """
    found: dict[Language, dict[int, int]] = {}
    for language, version, row in versions_of(paper, user).values_list("language", "version", "history_id"):
        found.setdefault(Language(language), {})[version] = row
    if not may_write(user):
        present = set(Summary.objects.filter(paper=paper).values_list("language", flat=True))
        found = {language: versions for language, versions in found.items() if language in present}
    return {language: found[language] for language in Language if language in found}


def version_for_restoring(paper: Paper, language: Language, number: int, user: User) -> Any:
    """The row of that version; Http404 where there is none, or none that the user may see."""
    row = versions_of(paper, user).filter(language=language, version=number).first()
    if row is None:
        raise Http404
    return row


def text_of(paper: Paper, language: str, number: int, user: User) -> str | None:
    """The text of that version; None where the history does not reach back to it, or the user may not see it."""
    rows = versions_of(paper, user).filter(language=language, version=number)
    return rows.values_list("body", flat=True).first()


def listed(paper: Paper, language: Language, numbers: Iterable[int]) -> list[Version]:
    """These versions in their order, with who wrote each and what happened to it afterwards: one query."""
    numbers = list(numbers)
    rows = Summary.history.filter(paper=paper, language=language, version__in=numbers).order_by("history_id")
    fields = ("version", "state", "effect", "history_type", "history_date", "history_change_reason")
    people = (*columns_of("history_user"), *columns_of("last_editor"), "after__list__name")
    by_number: dict[int, list[dict[str, Any]]] = {}
    for row in rows.values(*fields, *people):
        by_number.setdefault(row["version"], []).append(row)
    return [version_from(by_number[number]) for number in numbers]


def version_from(rows: list[dict[str, Any]]) -> Version:
    """The version that these rows of the history, the oldest first, tell of."""
    first, state, events = rows[0], rows[0]["state"], []
    for row in rows[1:]:
        is_deleted = row["history_type"] == DELETED
        is_confirmed = row["effect"] == Effect.CONFIRMED
        if is_deleted or is_confirmed or row["state"] != state:
            label = LABELS[Effect.CONFIRMED] if is_confirmed else EVENTS[DELETED if is_deleted else row["state"]]
            events.append(Event(label, who(row), row["history_date"], row["history_change_reason"] or ""))
        state = row["state"]
    return Version(
        number=first["version"],
        is_draft=state == Summary.State.DRAFT,
        who=who(first),
        when=first["history_date"],
        message=first["history_change_reason"] or "",
        effect=LABELS[first["effect"]] if first["history_type"] == "~" else "",
        list_name=first["after__list__name"] or "",
        events=events,
    )


def who(row: dict[str, Any]) -> str:
    """Who saved the row; neither a deletion nor a confirmation is its last editor's doing."""
    is_edit = row["history_type"] != DELETED and row["effect"] != Effect.CONFIRMED
    editor = called_in(row, "last_editor") if is_edit else ""
    return called_in(row, "history_user") or editor


@dataclass(frozen=True)
class Comparison:
    """``pieces`` lead from version ``since`` to version ``until``; ``ignored`` are words that name no version here."""

    since: int
    until: int
    pieces: list[Piece]
    ignored: list[str]

    @property
    def is_same_text(self) -> bool:
        return all(piece.kind in {"same", "gap"} for piece in self.pieces)


def compare(rows: dict[int, int], since: str, until: str, is_whole: bool) -> Comparison:
    """The two of these versions that were asked for; for want of one the newest, or the one before the other.

    ``rows`` are as ``versions_for_reading`` gives them. Without ``is_whole`` long unchanged stretches are left out.
    """
    asked = {word: number(word) for word in (since, until) if word}
    found = {word: n for word, n in asked.items() if n in rows}
    last: int = found.get(until) or next(iter(rows))
    first: int = found.get(since) or next((earlier for earlier in rows if earlier < last), last)
    wanted = Summary.history.filter(history_id__in=[rows[first], rows[last]])
    bodies = dict(wanted.values_list("version", "body"))
    pieces = diff(bodies[first], bodies[last])
    ignored = [word for word in asked if word not in found]
    return Comparison(first, last, pieces if is_whole else excerpts(pieces), ignored)


def number(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) < 10 else None


@transaction.atomic
def restore(paper: Paper, language: Language, version: int, seen: int, member: User) -> Summary:
    """Save the text of that version as a new one over version ``seen``, 0 where the text was deleted.

    Raises MovedOn where somebody saved since, Http404 where the member sees no such version. Where the text is the same
    nothing is saved. What the member has typed and not saved stays.
    """
    row = version_for_restoring(paper, language, version, member)
    present = Summary.objects.filter(paper=paper, language=language).first()
    if present and (present.version, present.body) == (seen, row.body):
        return present
    edit = Edit(
        body=row.body,
        state=present.state if present else row.state,
        seen=seen,
        effect=Effect.MEANING,
        other_seen=None if present else other_beside(row, language.other),
        returns=0 if present else version,
        message=_("Restored version %(number)s") % {"number": version},
    )
    unsaved = Draft.objects.filter(paper=paper, language=language, member=member).first()
    summary = save_summary(paper, language, edit, member)
    if unsaved:
        unsaved.save(force_insert=True)
    if present is None:
        keep_credits(summary, row)
    return summary


def other_beside(row: Any, other: Language) -> int:
    """The version of the other language that a text of long ago matches, or stood beside when it was written."""
    beside = Summary.history.filter(paper=row.paper_id, language=other, history_date__lte=row.history_date)
    return row.in_step_with or beside.aggregate(newest=Max("version"))["newest"] or 0


def keep_credits(summary: Summary, row: Any) -> None:
    """Let a text that was deleted come back as the work of those who wrote it."""
    author = User.objects.filter(pk=row.author_id).first() or summary.author
    after = ListEntry.objects.filter(pk=row.after_id).first()
    rows = Summary.objects.filter(pk=summary.pk)
    rows.update(author=author, after=after, is_translation=row.is_translation)
