"""Reading the catalogue from a copy of the database, where REPLICA_URL names one.

Only pages that are read, and of those only what they show of the catalogue: who somebody is, what they may do and what
the admin shows always comes from the database itself, and so does everything for some seconds after one has written
something, so that nobody misses their own words while the copy follows.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from readinglist.outages import first_line, is_outage

REPLICA = "replica"
APPS = {"papers", "notes"}  # whose rows are read from it
OWN_PATHS = ("/admin/", "/accounts/", "/healthz", "/readyz", "/metrics")  # never
REST = 10  # seconds for which it is not asked again after it was away
log = logging.getLogger(__name__)
reads_from: ContextVar[str] = ContextVar("reads_from", default=DEFAULT_DB_ALIAS)


class Router:
    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        """Never inside a transaction: what is read there is about to be changed."""
        is_shared = reads_from.get() == REPLICA and model._meta.app_label in APPS
        return REPLICA if is_shared and not connections[DEFAULT_DB_ALIAS].in_atomic_block else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == REPLICA else None


class Link:
    """Whether the copy is there, as this process last saw it; says so once when that changes."""

    is_away = False
    rests_until = 0.0

    def is_there(self) -> bool:
        if time.monotonic() < self.rests_until:
            return False
        try:
            connections[REPLICA].ensure_connection()
        except Error as error:
            self.lost(error)
            return False
        if self.is_away:
            log.warning("The replica is there again.")
        self.is_away = False
        return True

    def lost(self, error: BaseException) -> None:
        if not self.is_away:
            log.warning("The replica is away, and everything is read from the database itself: %s", first_line(error))
        self.is_away, self.rests_until = True, time.monotonic() + REST


link = Link()


class ReplicaMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if REPLICA not in connections.settings:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_reading = request.method in {"GET", "HEAD"}
        may = is_reading and cookie() not in request.COOKIES and not request.path.startswith(OWN_PATHS)
        before = reads_from.set(REPLICA if may and link.is_there() else DEFAULT_DB_ALIAS)
        try:
            response = self.get_response(request)
        finally:
            reads_from.reset(before)
        if not is_reading:
            remember(response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Where the copy failed under the page, make it anew from the database itself."""
        match = request.resolver_match
        if reads_from.get() != REPLICA or not is_outage(exception) or match is None:
            return None
        link.lost(exception)
        connections[REPLICA].close()
        reads_from.set(DEFAULT_DB_ALIAS)
        return match.func(request, *match.args, **match.kwargs)


def cookie() -> str:
    return "__Host-fresh" if settings.HTTPS else "fresh"


def remember(response: HttpResponse) -> None:
    """That whoever gets this answer has just written something."""
    response.set_cookie(
        cookie(), "1", max_age=settings.REPLICA_SECONDS, httponly=True, samesite="Lax", secure=settings.HTTPS
    )
