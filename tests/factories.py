"""Explicit rows for tests: nothing random, every field can be named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission, User
from django.utils import timezone
from django.utils.text import slugify

from notes.models import Reading, Summary, Template, Term
from notes.roles import CURATORS, WRITERS, grant
from papers.indexing import reindex
from papers.models import (
    Author,
    Authorship,
    Import,
    ImportRow,
    Institution,
    Link,
    ListEntry,
    Paper,
    PaperList,
    Section,
    Suggestion,
    Topic,
    Venue,
)
from readinglist.members.inviting import digest_of
from readinglist.members.models import Invitation

number = count(1)

PASSWORD = "correct horse battery"


def make_member(username: str = "member", **fields: Any) -> User:
    return User.objects.create_user(username, password=PASSWORD, **fields)


def make_curator(username: str = "curator") -> User:
    curator = make_member(username, is_staff=True)
    curator.groups.add(grant(CURATORS, Group, Permission))
    return curator


def make_writer(username: str = "writer") -> User:
    writer = make_member(username)
    writer.groups.add(grant(WRITERS, Group, Permission))
    return writer


def make_admin(username: str = "admin") -> User:
    return User.objects.create_superuser(username, password=PASSWORD)


def make_address(member: User, email: str, verified: bool = True) -> EmailAddress:
    """The e-mail address of a member's account."""
    member.email = email
    member.save(update_fields=["email"])
    return EmailAddress.objects.create(user=member, email=email, verified=verified, primary=True)


def make_invitation(by: User, role: str = "member", days: int = 7, **fields: Any) -> tuple[Invitation, str]:
    """An invitation and the address of its link."""
    token = f"token-{next(number)}"
    fields = {"language": "en", "expires": timezone.now() + timedelta(days=days), "digest": digest_of(token)} | fields
    return Invitation.objects.create(invited_by=by, role=role, **fields), f"/accounts/invitation/{token}/"


def permit(user: User, *codenames: str) -> None:
    """Let the user do just this, as a group of their own would; no role is like it."""
    group = Group.objects.create(name=f"Helpers {next(number)}")
    group.permissions.set(Permission.objects.filter(codename__in=codenames))
    user.groups.add(group)


WAITING: list[set[int]] = []


@contextmanager
def indexed_at_once() -> Iterator[None]:
    """Papers that are made inside are indexed together at its end."""
    WAITING.append(set())
    try:
        yield
    finally:
        numbers = WAITING.pop()
    reindex(numbers)


def index(paper: Paper) -> None:
    if WAITING:
        WAITING[-1].add(paper.pk)
    else:
        reindex([paper.pk])


def make_venue(name: str = "OSDI", aliases: tuple[str, ...] = (), **fields: Any) -> Venue:
    venue, _ = Venue.objects.get_or_create(name=name, defaults=fields)
    for alias in aliases:
        venue.aliases.get_or_create(name=alias)
    return venue


def make_institution(name: str = "Stanford", aliases: tuple[str, ...] = (), **fields: Any) -> Institution:
    institution, _ = Institution.objects.get_or_create(name=name, defaults=fields)
    for alias in aliases:
        institution.aliases.get_or_create(name=alias)
    return institution


def make_topic(name_en: str = "Scheduling", name_zh: str = "", parent: Topic | None = None, **fields: Any) -> Topic:
    return Topic.objects.create(name_en=name_en, name_zh=name_zh, parent=parent, **fields)


def make_paper(
    title: str = "",
    venue: str = "",
    topics: tuple[Topic, ...] = (),
    tags: tuple[str, ...] = (),
    institutions: tuple[str, ...] = (),
    authors: tuple[str, ...] = (),
    links: tuple[str, ...] = (),
    **fields: Any,
) -> Paper:
    paper = Paper.objects.create(
        title=title or f"Paper number {next(number)}", venue=make_venue(venue) if venue else None, **fields
    )
    paper.topics.set(topics)
    paper.tags.add(*tags)
    for name in institutions:
        paper.institutions.add(make_institution(name))
    for position, name in enumerate(authors, start=1):
        Authorship.objects.create(paper=paper, author=Author.objects.get_or_create(name=name)[0], position=position)
    for url in links:
        Link.objects.create(paper=paper, url=url)
    index(paper)
    return paper


def make_list(name: str = "A list", **fields: Any) -> PaperList:
    return PaperList.objects.create(name=name, **fields)


def make_section(group: PaperList, title: str = "A section", **fields: Any) -> Section:
    fields.setdefault("position", group.sections.count() + 1)
    return Section.objects.create(list=group, title=title, **fields)


def make_entry(paper: Paper, where: Section | PaperList, **fields: Any) -> ListEntry:
    """An entry in a section, or in a list outside all of its sections."""
    group, section = (where.list, where) if isinstance(where, Section) else (where, None)
    place = group.entries.count() + 1
    fields = {"position": place, "line": place, "raw": f"- {paper.title}", "claimed_title": paper.title} | fields
    return ListEntry.objects.create(list=group, section=section, paper=paper, **fields)


def make_reading(member: User, paper: Paper, status: str = "read", **fields: Any) -> Reading:
    reading = Reading.objects.create(member=member, paper=paper, status=status, **fields)
    if reading.private_note:
        index(paper)
    return reading


def make_summary(paper: Paper, language: str = "en", body: str = "A summary.", **fields: Any) -> Summary:
    fields.setdefault("state", Summary.State.PUBLISHED)
    summary = Summary.objects.create(paper=paper, language=language, body=body, **fields)
    index(paper)
    return summary


def make_term(english: str = "straggler", chinese: str = "掉队节点", **fields: Any) -> Term:
    fields.setdefault("slug", slugify(english))
    return Term.objects.create(english=english, chinese=chinese, **fields)


def make_template(language: str = "en", body: str = "**Problem.** ") -> Template:
    """One more than a new database holds, or the only one where a test with its own transactions has emptied it."""
    return Template.objects.create(language=language, name=f"Outline ({language})", body=body)


def make_suggestion(by: User | None = None, title: str = "A suggested paper", **fields: Any) -> Suggestion:
    """A suggestion of ``by``, or of a member of its own; ``record`` has what is known of the paper beside its title."""
    record = {"title": title} | fields.pop("record", {})
    return Suggestion.objects.create(by=by or make_member(f"suggester{next(number)}"), record=record, **fields)


def make_import(text: str = "- [OSDI'20] Gavel\n", **fields: Any) -> Import:
    fields = {"format": "markdown", "name": "A list", "state": Import.State.REVIEW} | fields
    return Import.objects.create(text=text, **fields)


def make_import_row(imported: Import, title: str = "Gavel", **fields: Any) -> ImportRow:
    """A row of a new paper under review; ``record`` has further facts of it."""
    place = imported.rows.count() + 1
    record = {"title": title} | fields.pop("record", {}) if title else {}
    fields = {"position": place, "line": place, "raw": f"- {title}", "status": "new", "record": record} | fields
    return ImportRow.objects.create(of=imported, **fields)
