"""The roles of the group: what each may do, who holds which, and who gives whom which.

A role is a Django group of that name; a member is whoever has an account. An administrator is a superuser, as Django
and ``createsuperuser`` have it: that is what counts, and the group *Administrators* is kept in step with it, by
``give`` and after every ``migrate``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from notes.roles import CURATORS, WRITERS, grant
from readinglist.operations import audit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

ADMINISTRATORS = "Administrators"


class Role(models.TextChoices):
    """From the least to the most; ``<`` and its like compare what they may do."""

    MEMBER = "member", _("Member")
    WRITER = "writer", _("Writer")
    CURATOR = "curator", _("Curator")
    ADMINISTRATOR = "administrator", _("Administrator")

    @property
    def rank(self) -> int:
        return list(Role).index(self)

    @property
    def group_name(self) -> str:
        """Of the Django group; a member is in none."""
        return GROUPS.get(self, "")

    def __lt__(self, other: Any) -> bool:
        return self.rank < Role(other).rank

    def __le__(self, other: Any) -> bool:
        return self.rank <= Role(other).rank

    def __gt__(self, other: Any) -> bool:
        return self.rank > Role(other).rank

    def __ge__(self, other: Any) -> bool:
        return self.rank >= Role(other).rank


GROUPS = {Role.WRITER: WRITERS, Role.CURATOR: CURATORS, Role.ADMINISTRATOR: ADMINISTRATORS}

# What the roles may do beside what notes.roles grants them: (app label, codename).
PERMISSIONS: dict[str, set[tuple[str, str]]] = {
    CURATORS: {("members", "add_invitation"), ("members", "view_invitation"), ("members", "delete_invitation")},
    ADMINISTRATORS: {
        ("auth", "view_user"), ("auth", "change_user"), ("auth", "delete_user"),
        ("group", "view_groupsettings"), ("group", "change_groupsettings"), ("group", "add_groupsettings"),
        ("operations", "view_auditentry"),
    },
}  # fmt: skip


class LastAdministrator(Exception):
    """Nobody would be left to administer the group."""


def role_of(user: AbstractBaseUser | AnonymousUser) -> Role:
    """The highest role the person holds; groups that were fetched with the person are not asked for again."""
    if getattr(user, "is_superuser", False):
        return Role.ADMINISTRATOR
    if not isinstance(user, User) or user.pk is None:
        return Role.MEMBER
    names = {group.name for group in user.groups.all()}
    if CURATORS in names and user.is_staff:
        return Role.CURATOR
    return Role.WRITER if WRITERS in names else Role.MEMBER


def is_administrator(user: AbstractBaseUser | AnonymousUser) -> bool:
    return bool(user.is_active and getattr(user, "is_superuser", False))


def may_give(giver: AbstractBaseUser | AnonymousUser, role: str) -> bool:
    """Whether the giver may make anybody this: curators and administrators, and nobody above themselves."""
    own = role_of(giver)
    return bool(giver.is_active) and own >= Role.CURATOR and own >= Role(role)


def may_change(giver: AbstractBaseUser | AnonymousUser, person: User) -> bool:
    """Whether the giver may give the person another role: an administrator anybody's, a curator one below theirs."""
    return is_administrator(giver) or (may_give(giver, Role.CURATOR) and role_of(person) < role_of(giver))


def roles_to_give(giver: AbstractBaseUser | AnonymousUser) -> list[Role]:
    return [role for role in Role if may_give(giver, role)]


def hold_administrators() -> set[int]:
    """Who administers the group, held until the transaction ends: of two who take the role from each other at once,
    the second sees what the first has done. On SQLite a transaction is the only writer anyway."""
    rows = User.objects.select_for_update(no_key=True).filter(is_superuser=True, is_active=True)
    return set(rows.order_by("pk").values_list("pk", flat=True))


def refuse_last(leaving: Iterable[int]) -> None:
    """In a transaction: raise LastAdministrator where no administrator would be left without these."""
    gone = set(leaving)
    held = hold_administrators()
    if held & gone and not held - gone:
        raise LastAdministrator


@transaction.atomic
def give(person: User, role: str, by: User | None = None, request: HttpRequest | None = None) -> bool:
    """Make the person this and nothing above it; True where that was a change.

    Raises PermissionDenied where ``by`` may not do that, as they stand in the database now, and LastAdministrator.
    Without ``by`` it is the program itself that asks: an accepted invitation, a command.
    """
    role = Role(role)
    hold_administrators()
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if by is not None:
        by = User.objects.get(pk=by.pk)
        if not may_give(by, role) or not may_change(by, person):
            raise PermissionDenied
    before = role_of(person)
    if before == role and is_in_step(person, role):
        return False
    if role != Role.ADMINISTRATOR:
        refuse_last([person.pk])
    person.is_superuser = role == Role.ADMINISTRATOR
    person.is_staff = role >= Role.CURATOR
    person.save(update_fields=["is_superuser", "is_staff"])
    person.groups.remove(*Group.objects.filter(name__in=GROUPS.values()).exclude(name=role.group_name))
    if role.group_name:
        person.groups.add(group_of(role))
    person.user_permissions.clear()  # a role is all that anybody holds
    if before != role:
        audit.note("role", by, person, request, before=before.value, after=role.value)
    return before != role


def is_in_step(person: User, role: Role) -> bool:
    """Whether staff status and groups say the same as the role."""
    names = {group.name for group in person.groups.all()} & {*GROUPS.values()}
    return person.is_staff == (role >= Role.CURATOR) and names == {role.group_name} - {""}


def group_of(role: Role) -> Group:
    """The Django group of the role with all that its members may do, made where it is missing."""
    name = role.group_name
    group = grant(name, Group, Permission) if name in (CURATORS, WRITERS) else Group.objects.get_or_create(name=name)[0]
    wanted = PERMISSIONS.get(name, set())
    rows = Permission.objects.filter(content_type__app_label__in={app for app, _name in wanted})
    rows = rows.select_related("content_type")
    group.permissions.add(*(row for row in rows if (row.content_type.app_label, row.codename) in wanted))
    return group


def keep_groups(**_signal: Any) -> None:
    """After ``migrate``: every role's group is there and may do what it should; superusers are *Administrators*."""
    for role in GROUPS:
        group = group_of(role)
        if role == Role.ADMINISTRATOR:
            group.user_set.set(User.objects.filter(is_superuser=True))
