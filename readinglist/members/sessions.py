"""Where an account is signed in, and signing it out there."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone


def open_sessions(person: User) -> list[UserSession]:
    """Those that have not run out, the latest first. Whoever signed in before these were kept is not among them."""
    rows = list(UserSession.objects.filter(user=person).order_by("-created_at"))
    alive = Session.objects.filter(session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now())
    keys = set(alive.values_list("session_key", flat=True))
    return [row for row in rows if row.session_key in keys]


def end(session: UserSession) -> None:
    session.end()


def end_all(person: User, but: str | None = None) -> int:
    """Sign the person out everywhere, but in the session of that key; returns in how many places that was."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    ended = 0
    for key in keys_of(person):
        if key != but:
            store.delete(key)
            ended += 1
    UserSession.objects.filter(user=person).exclude(session_key=but or "").delete()
    return ended


def keys_of(person: User) -> Iterator[str]:
    """Of every session the person is signed in by, also of those that no row of theirs tells of."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            yield session.session_key
