"""Imports wait for one another."""

from __future__ import annotations

from django.db import connection

from papers.models import Topic

IMPORT_LOCK = 0x7265616C  # any number, the same for every import


def one_at_a_time() -> None:
    """Wait for an import that is under way: two of them would each make the papers that neither sees yet.

    SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
    Topic.objects.lock()
