"""Inviting people, and what becomes of it: the link, the mail, the account, the filter that welcomes them."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from notes import saved
from notes.models import SavedFilter
from papers.people import name_of
from readinglist.group.roles import give, may_give
from readinglist.group.settled import settled_for
from readinglist.members import mail
from readinglist.members.models import Invitation, Profile
from readinglist.operations import audit


class Spent(Exception):  # noqa: N818 - what happened to the invitation
    """It was used or taken back, is too old, or whoever gave it may not give it any more."""


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def renew(invitation: Invitation, by: User) -> str:
    """Save the invitation with a new secret and a new term, and return the secret; the link before it is void."""
    if not may_give(by, invitation.role):
        raise PermissionDenied
    token = secrets.token_urlsafe(24)
    invitation.digest = digest_of(token)
    invitation.invited_by = by
    invitation.expires = timezone.now() + timedelta(days=settings.INVITATION_DAYS)
    invitation.save()
    return token


def link_to(token: str, request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("invitation", args=[token]))


def send(invitation: Invitation, token: str, request: HttpRequest) -> bool:
    """Mail the link to the one address the invitation is for; False where the mail server refused it."""
    with translation.override(invitation.language):
        group = settled_for(request).name
        context = {"invitation": invitation, "link": link_to(token, request), "group_name": group}
        message = EmailMessage(
            subject=_("%(group)s: you are invited") % {"group": group},
            body=render_to_string("members/email/invitation.txt", context),
            to=[invitation.email],
        )
        return mail.deliver(message)


def found(token: str) -> Invitation | None:
    """The invitation of a link, in whatever state."""
    rows = Invitation.objects.select_related("invited_by", "welcome")
    return rows.filter(digest=digest_of(token)).first()


def can_be_accepted(invitation: Invitation) -> bool:
    by = invitation.invited_by
    return invitation.is_waiting and by is not None and may_give(by, invitation.role)


def take_back(invitation: Invitation) -> bool:
    """False where it is not waiting any more."""
    return bool(Invitation.objects.waiting().filter(pk=invitation.pk).update(revoked=timezone.now()))


def use(invitation: Invitation) -> None:
    """In the transaction that makes the account: of two who come with one link, the second raises Spent."""
    if not can_be_accepted(invitation):
        raise Spent
    if not Invitation.objects.waiting().filter(pk=invitation.pk).update(used=timezone.now()):
        raise Spent


@transaction.atomic
def welcome(invitation: Invitation, person: User, request: HttpRequest) -> None:
    """Give a new account what the invitation promises: its role, and the filter on the home page."""
    Invitation.objects.filter(pk=invitation.pk).update(used_by=person)
    give(person, invitation.role, request=request)
    audit.note("invitation-accepted", by=person, person=invitation.invited_by, request=request, role=invitation.role)
    chosen = invitation.welcome
    if chosen is None and invitation.welcome_query:
        chosen = saved.create(person, name=_("Start here"), query=invitation.welcome_query)
    elif chosen is not None and not SavedFilter.objects.visible_to(person).filter(pk=chosen.pk).exists():
        chosen = None
    if chosen is not None:
        saved.pin(person, chosen)


def tell_inviter(invitation: Invitation, person: User, request: HttpRequest) -> None:
    """Mail whoever invited the person that they have joined, unless they want no such mail."""
    by = invitation.invited_by
    if by is None or not by.is_active or not by.email or not Profile.of(by).mail_joined:
        return
    with translation.override(mail.language_of(by)):
        group = settled_for(request).name
        name = name_of(person)
        body = render_to_string(
            "members/email/joined.txt",
            {"name": name, "username": person.get_username(), "group_name": group, "by": by},
        )
        subject = _("%(group)s: %(name)s has joined") % {"group": group, "name": name}
        mail.post(EmailMessage(subject=subject, body=body, to=[by.email]))
