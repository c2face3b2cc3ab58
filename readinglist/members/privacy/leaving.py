"""Somebody leaves: their name, address and own notes are gone; what they wrote for the group stays, without a name."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import DO_NOTHING, SET_NULL, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from notes.admin_members import leaving
from notes.models import Summary
from papers.batches import chunks
from papers.generation import move_on
from papers.models import SearchDoc
from papers.people import FORMER
from readinglist.group.roles import refuse_last
from readinglist.members.models import Invitation
from readinglist.members.privacy.journals import forget_in_journals
from readinglist.members.sessions import end_all
from readinglist.operations import audit
from readinglist.operations.models import AuditEntry

# Tables that look after the person's number themselves: the search goes with the notes, and an invitation has no ghost.
NOT_CREDITED = (SearchDoc, Invitation)


def former() -> User:
    """The one who stands for all who have left; made when the first one leaves."""
    ghost, is_new = User.objects.get_or_create(username=FORMER, defaults={"is_active": False})
    if is_new:
        ghost.set_unusable_password()
        ghost.save(update_fields=["password"])
    return ghost


@transaction.atomic
def forget(person: User, by: User | None = None, request: HttpRequest | None = None) -> None:
    """Delete the account and all that is theirs alone. ``by`` is an administrator, or None where they leave themselves.

    Raises LastAdministrator, and changes nothing.
    """
    refuse_last([person.pk])
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.username == FORMER:
        raise PermissionDenied
    ghost = former()
    by_themselves = by is None or by.pk == person.pk
    # in the name of who is no more, and without the place they wrote from
    audit.note("deleted", ghost if by_themselves else by, ghost, None if by_themselves else request)
    end_all(person)
    forget_invitations(person)
    forget_in_admin_log(person, ghost)
    forget_in_journals(person, ghost, delete_unseen_summaries(person))
    AuditEntry.objects.filter(Q(by=person) | Q(person=person)).update(address=None)
    with leaving([person.pk]):
        for rows, name in credits_of(person):
            rows.update(**{name: ghost})
        person.delete()
    move_on(())  # pages and files that name a writer are other ones now


def credits_of(person: User) -> list[tuple[QuerySet[Any], str]]:
    """The rows that say what the person did for the group, histories included: (rows, name of the field)."""
    found = []
    for relation in User._meta.get_fields(include_hidden=True):
        field: Any = getattr(relation, "field", None)
        if not relation.auto_created or relation.concrete or field is None or field.many_to_many:
            continue
        model: type[Model] = field.model
        if field.remote_field.on_delete in (SET_NULL, DO_NOTHING) and not issubclass(model, NOT_CREDITED):
            found.append((model._base_manager.filter(**{field.name: person.pk}), field.name))
    return found


def forget_invitations(person: User) -> None:
    """The addresses the person was or is asked under, and the words that went with an invitation."""
    addresses = {*EmailAddress.objects.filter(user=person).values_list("email", flat=True), person.email} - {""}
    theirs = Q(used_by=person)
    for address in addresses:
        theirs |= Q(email__iexact=address)
    Invitation.objects.waiting().filter(theirs | Q(invited_by=person)).update(revoked=timezone.now())
    Invitation.objects.filter(theirs).update(email="", note="")
    Invitation.objects.filter(invited_by=person).update(note="")


def forget_in_admin_log(person: User, ghost: User) -> None:
    """What the admin wrote down goes on to say what was done, but neither by whom nor to whom."""
    kinds = {model.__name__: kind for model, kind in personal_kinds().items()}
    about = Q(content_type=kinds["User"], object_id=str(person.pk))
    about |= Q(content_type__in=kinds.values(), object_repr__startswith=person.username)
    LogEntry.objects.filter(about).update(object_repr="", object_id="")
    LogEntry.objects.filter(user=person).update(user=ghost)


def personal_kinds() -> dict[type[Model], ContentType]:
    """Of all tables with rows of one person each: the admin calls such a row by that person's name."""
    fields = [getattr(relation, "field", None) for relation in User._meta.get_fields(include_hidden=True)]
    models = {field.model for field in fields if field is not None and not field.many_to_many} | {User}
    return ContentType.objects.get_for_models(*(model for model in models if not hasattr(model, "instance_type")))


def delete_unseen_summaries(person: User) -> dict[str, set[int]]:
    """Drafts that nobody else has had a hand in and that were never published, with all their versions; also of those
    that a merge has put away meanwhile. Returns the numbers of the rows by label."""
    versions = Summary.history.model.objects
    seen = Q(state=Summary.State.PUBLISHED) | (Q(last_editor__isnull=False) & ~Q(last_editor=person.pk))
    seen_by_others = versions.filter(seen).order_by().values("id")
    drafts = versions.filter(author=person.pk).exclude(id__in=seen_by_others)
    alone = set(drafts.order_by().values_list("id", flat=True))
    rows = Summary.objects.filter(author=person, state=Summary.State.DRAFT)
    alone |= set(rows.exclude(pk__in=versions.order_by().values("id")).values_list("pk", flat=True))
    gone = {Summary._meta.label: alone, versions.model._meta.label: set()}
    for some in chunks(alone):
        gone[versions.model._meta.label] |= set(versions.filter(id__in=some).values_list("pk", flat=True))
        Summary.objects.filter(pk__in=some).exclude(seen).delete()
        versions.filter(id__in=some).delete()
    return gone
