"""Everything that is a member's own, to take along: JSON for programs, Markdown for reading."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.forms.models import model_to_dict

from notes.models import Claim, Draft, Following, Reading, SavedFilter, Summary, Term
from papers.batches import BATCH
from papers.models import Import, Paper, Suggestion
from readinglist.group.roles import role_of
from readinglist.members.models import Invitation, Profile
from readinglist.members.privacy.texts import paper_files
from readinglist.members.privacy.zipping import File
from readinglist.operations.models import AuditEntry

Row = dict[str, Any]
# For whoever opens the archive years later; in both languages, whatever the page was in.
README = Path(__file__).with_name("in-the-archive.md")


def everything_of(person: User) -> Iterator[File]:
    """The files of the archive; each is read from the database while it is sent."""
    yield "README.md", [README.read_text(encoding="utf-8")]
    yield "account.json", [written(account(person))]
    for name, rows in TABLES.items():
        yield f"{name}.json", as_json(rows(person))
    yield from paper_files(person)


def written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)


def as_json(rows: Iterable[Row]) -> Iterator[str]:
    """A JSON array with one row a line."""
    before = "[\n"
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False, default=str)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def account(person: User) -> Row:
    return {
        "user_name": person.username,
        "display_name": person.get_full_name(),
        "role": role_of(person).value,
        "joined": person.date_joined,
        "last_sign_in": person.last_login,
        "email_addresses": list(
            EmailAddress.objects.filter(user=person).values("email", "verified", "primary")
            or ([{"email": person.email, "verified": False, "primary": True}] if person.email else [])
        ),
        "profile": model_to_dict(Profile.of(person), exclude=["user"]),
        "second_factors": list(
            Authenticator.objects.filter(user=person).values("type", "created_at", "last_used_at").order_by("pk")
        ),
        "connected_accounts": list(
            SocialAccount.objects.filter(user=person).values("provider", "uid", "date_joined", "last_login")
        ),
    }


def paper_of(paper: Paper) -> Row:
    return {
        "id": paper.pk,
        "title": paper.title,
        "venue": paper.venue.name if paper.venue else "",
        "year": paper.year,
        "doi": paper.doi,
        "arxiv_id": paper.arxiv_id,
    }


def each(rows: QuerySet[Any], *fields: str) -> Iterator[Row]:
    """These fields of each row, with its paper where it has one."""
    for row in rows.order_by("pk").iterator(chunk_size=BATCH):
        of = {"paper": paper_of(row.paper)} if "paper" in fields else {}
        yield of | {name: getattr(row, name) for name in fields if name != "paper"}


def readings(person: User) -> Iterator[Row]:
    rows = Reading.objects.filter(member=person).select_related("paper__venue").defer("note_html")
    return each(rows, "paper", "status", "started", "finished", "rating", "private_note", "changed")


def summaries(person: User) -> Iterator[Row]:
    """Those whose author I am, as they stand now; what others have changed in them since is the group's work, too."""
    rows = Summary.objects.filter(author=person).select_related("paper__venue").defer("html")
    fields = ("language", "state", "version", "is_translation", "added", "changed", "body")
    return each(rows, "paper", *fields)


def versions(person: User) -> Iterator[Row]:
    """Every version of a summary that I saved."""
    saved = Summary.history.filter(history_user=person).exclude(history_type="-")
    rows: Any = saved.exclude(effect=Summary.Effect.CONFIRMED).order_by("history_id")
    fields = ("paper_id", "language", "version", "state", "history_date", "history_change_reason", "body")
    for row in rows.values(*fields).iterator(chunk_size=BATCH):
        yield {
            "paper_id": row["paper_id"],
            "language": row["language"],
            "version": row["version"],
            "state": row["state"],
            "saved": row["history_date"],
            "message": row["history_change_reason"] or "",
            "body": row["body"],
        }


def drafts(person: User) -> Iterator[Row]:
    rows = Draft.objects.filter(member=person).select_related("paper__venue")
    return each(rows, "paper", "language", "version", "changed", "body")


def claims(person: User) -> Iterator[Row]:
    rows = Claim.objects.filter(member=person).select_related("paper__venue")
    return each(rows, "paper", "language", "until")


def saved_filters(person: User) -> Iterator[Row]:
    """My own filters, and those of others that I follow, by name."""
    yield from each(SavedFilter.objects.filter(owner=person), "name", "query", "is_shared", "created")
    rows = Following.objects.filter(member=person).exclude(filter__owner=person).select_related("filter")
    for row in rows.order_by("pk"):
        yield {"followed": row.filter.name, "query": row.filter.query, "looked": row.looked, "position": row.position}


def suggestions(person: User) -> Iterator[Row]:
    rows = Suggestion.objects.filter(by=person)
    return each(rows, "record", "url", "why", "state", "answer", "added", "decided")


def glossary(person: User) -> Iterator[Row]:
    """Every version of a term that I saved."""
    rows: Any = Term.history.filter(history_user=person).exclude(history_type="-").order_by("history_id")
    fields = ("english", "chinese", "definition_english", "definition_chinese", "history_date")
    for row in rows.values(*fields).iterator(chunk_size=BATCH):
        yield {**row, "saved": row.pop("history_date")}


def imports(person: User) -> Iterator[Row]:
    """What I brought in, without the texts of the files."""
    rows = Import.objects.filter(by=person).defer("text", "journal", "outline", "report")
    return each(rows, "name", "file_name", "format", "state", "added", "finished")


def invitations(person: User) -> Iterator[Row]:
    """Those I sent, and the one by which I came, without who sent that."""
    rows = Invitation.objects.filter(Q(invited_by=person) | Q(used_by=person))
    for row in rows.order_by("pk"):
        mine = row.invited_by_id == person.pk
        own = {"email": row.email, "note": row.note} if mine else {}
        yield {"sent_by_me": mine, "role": row.role, **own, "created": row.created, "used": row.used}


def sessions(person: User) -> Iterator[Row]:
    rows = UserSession.objects.filter(user=person)
    return each(rows, "created_at", "last_seen_at", "ip", "user_agent")


def audit_entries(person: User) -> Iterator[Row]:
    """What is written down of me: sign-ins, roles, exports. Where another did it, from where is theirs."""
    rows = AuditEntry.objects.filter(Q(by=person) | Q(person=person))
    for row in rows.order_by("pk").iterator(chunk_size=BATCH):
        own = row.by_id == person.pk or row.by_id is None
        yield {
            "at": row.at,
            "kind": row.kind,
            "by_me": row.by_id == person.pk,
            "about_me": row.person_id == person.pk,
            "detail": row.detail,
            "address": row.address if own else None,
        }


TABLES: dict[str, Callable[[User], Iterator[Row]]] = {
    "readings": readings,
    "summaries": summaries,
    "summary_versions": versions,
    "drafts": drafts,
    "claims": claims,
    "saved_filters": saved_filters,
    "suggestions": suggestions,
    "glossary_versions": glossary,
    "imports": imports,
    "invitations": invitations,
    "sessions": sessions,
    "audit": audit_entries,
}
