"""The people of the group, as those who look after it see them: who is in, as what, and who is out."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from papers.people import FORMER
from readinglist.group.roles import hold_administrators, is_administrator, refuse_last
from readinglist.members.sessions import end_all
from readinglist.operations import audit


def people() -> QuerySet[User]:
    """Everybody who has an account, with their groups."""
    return User.objects.exclude(username=FORMER).prefetch_related("groups").order_by("username")


@transaction.atomic
def set_active(person: User, is_active: bool, by: User, request: HttpRequest | None = None) -> bool:
    """Let the person in again, or keep them out from their next request on; True where that was a change.

    Raises PermissionDenied where ``by`` is no administrator any more, and LastAdministrator.
    """
    hold_administrators()
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not is_administrator(User.objects.get(pk=by.pk)) or person.username == FORMER:
        raise PermissionDenied
    if person.is_active == is_active:
        return False
    if not is_active:
        refuse_last([person.pk])
        end_all(person)
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    audit.note("reactivated" if is_active else "deactivated", by, person, request)
    return True
