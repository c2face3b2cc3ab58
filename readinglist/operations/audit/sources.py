"""The tables that tell who did what."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from notes.models import Summary, Template, Term
from papers.models import (
    Apart,
    Deed,
    Import,
    Institution,
    Lookalike,
    Merge,
    Paper,
    PaperList,
    Settlement,
    Suggestion,
    Topic,
    Venue,
)
from papers.people import FORMER, name_of
from readinglist.group.models import GroupSettings
from readinglist.group.roles import Role
from readinglist.operations.audit.trail import Line, Source
from readinglist.operations.models import AuditEntry


def admin_page(model: type[Model], page: str, pk: Any) -> str:
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=[pk])
    except NoReverseMatch:
        return ""


class History(Source):
    """The old versions of a table, each signed and dated."""

    date, user = "history_date", "history_user"

    def __init__(self, model: Any, kind: str, *names: str) -> None:
        """``names`` are the columns that a row is called by, the first that is not empty."""
        self.model, self.kind, self.names = model, kind, names

    def rows(self) -> QuerySet[Any]:
        return self.model.history.model.objects.all()

    def line(self, row: Any, place: tuple[int, int]) -> Line:
        return Line(
            at=row.history_date,
            kind=self.kind,
            what=f"{self.model._meta.verbose_name}: {row.get_history_type_display()}",
            who=self.who(row),
            about=self.about(row),
            detail=row.history_change_reason or "",
            link=admin_page(self.model, "history", row.id),
            place=place,
        )

    def about(self, row: Any) -> str:
        """As it was called then; the row itself, as the history would make it, costs a query each."""
        return next((value for name in self.names if (value := getattr(row, name))), "")


class SummaryHistory(History):
    """Of texts only where they stand and in which version; not what they say."""

    def __init__(self) -> None:
        super().__init__(Summary, "texts")

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("paper").defer("body")

    def about(self, row: Any) -> str:
        paper = row.paper.title if getattr(row, "paper", None) else f"{row.paper_id}"
        return f"{paper} ({row.get_language_display()}, {row.version})"


class Done(Source):
    """A table whose rows are themselves deeds of curation."""

    kind = "catalogue"

    def __init__(self, model: Any, page: str = "", **columns: str) -> None:
        self.model, self.page = model, page
        self.date, self.user = columns.get("date", "at"), columns.get("user", "by")
        self.joined = [name for name in columns.get("joined", "").split() if name]

    def rows(self) -> QuerySet[Any]:
        heavy = [field.name for field in self.model._meta.concrete_fields if field.name in HEAVY]
        rows = self.model.objects.defer(*heavy)
        if self.joined:
            rows = rows.select_related(*self.joined)
        return rows.filter(distinct=True) if self.model is Lookalike else rows

    def line(self, row: Any, place: tuple[int, int]) -> Line:
        kind = getattr(row, "get_kind_display", None) if self.model is Deed else None
        state = getattr(row, "get_state_display", None)
        return Line(
            at=getattr(row, self.date),
            kind=self.kind,
            what=str(kind() if kind else self.model._meta.verbose_name),
            who=self.who(row),
            about=str(row),
            detail=str(state()) if state else "",
            link=reverse(self.page, args=[row.pk]) if self.page else "",
            place=place,
        )


HEAVY = {"journal", "text", "outline", "report", "reasons"}


class Decisions(Done):
    def rows(self) -> QuerySet[Any]:
        return super().rows().filter(decided__isnull=False)


class AdminLog(Source):
    """What was done in the admin to tables that have no history of their own."""

    kind, date, user = "catalogue", "action_time", "user"

    def rows(self) -> QuerySet[Any]:
        told = (Paper, Topic, Venue, Institution, PaperList, Summary, Template, Term, GroupSettings)
        kinds = ContentType.objects.get_for_models(*told, User).values()
        return LogEntry.objects.exclude(content_type__in=list(kinds)).select_related("content_type")

    def line(self, row: LogEntry, place: tuple[int, int]) -> Line:
        deed = {ADDITION: _("Added"), DELETION: _("Deleted")}.get(row.action_flag, _("Changed"))
        kind = row.content_type.name if row.content_type else ""
        link = row.get_admin_url() or "" if row.object_id and row.action_flag != DELETION else ""
        at, who = row.action_time, self.who(row)
        return Line(at, self.kind, f"{kind}: {deed}", who, row.object_repr, link=link, place=place)


class Entries(Source):
    """The audit's own entries of one kind of deed."""

    about_person = "person"

    def __init__(self, kind: str, *kinds: AuditEntry.Kind) -> None:
        self.kind, self.kinds = kind, kinds

    def rows(self) -> QuerySet[Any]:
        return AuditEntry.objects.filter(kind__in=self.kinds)

    def line(self, row: AuditEntry, place: tuple[int, int]) -> Line:
        person = row.person
        link = admin_page(User, "change", person.pk) if person and person.username != FORMER else ""
        return Line(
            at=row.at,
            kind=self.kind,
            what=row.get_kind_display(),
            who=self.who(row),
            about=name_of(person),
            detail=detail_of(row),
            link=link,
            address=row.address or "",
            place=place,
        )


def detail_of(row: AuditEntry) -> str:
    if row.kind == AuditEntry.Kind.ROLE:
        before, after = (row.detail.get(side, "") for side in ("before", "after"))
        return f"{role_label(before)} → {role_label(after)}"
    return ", ".join(f"{name}: {value}" for name, value in row.detail.items())


def role_label(value: str) -> str:
    return str(Role(value).label) if value in Role.values else value


Kind = AuditEntry.Kind
SOURCES: list[Source] = [
    Entries(
        "people", Kind.ROLE, Kind.INVITED, Kind.INVITATION_WITHDRAWN, Kind.INVITATION_ACCEPTED, Kind.DEACTIVATED,
        Kind.REACTIVATED, Kind.DELETED,
    ),
    Entries(
        "sign-ins", Kind.SIGNED_IN, Kind.SIGN_IN_FAILED, Kind.SIGNED_OUT, Kind.PASSWORD, Kind.SECOND_FACTOR,
        Kind.SESSIONS_ENDED, Kind.ADDRESS,
    ),
    Entries("exports", Kind.EXPORTED, Kind.BACKUP),
    History(GroupSettings, "settings", "name_en", "name_zh"),
    History(Paper, "catalogue", "title"),
    History(PaperList, "catalogue", "name"),
    History(Topic, "catalogue", "name_en", "name_zh"),
    History(Venue, "catalogue", "name"),
    History(Institution, "catalogue", "name"),
    SummaryHistory(),
    History(Term, "texts", "english"),
    History(Template, "texts", "name"),
    Done(Merge, joined="kept"),
    Done(Deed),
    Done(Settlement, joined="paper"),
    Done(Lookalike, "duplicate", joined="one other"),
    Done(Apart),
    Done(Import, "import", date="added"),
    Decisions(Suggestion, "suggestion", date="decided", user="decided_by"),
    AdminLog(),
]  # fmt: skip
