"""Commands, and work in the background, wait longer for the database than a page may."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper

NAMES = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


def be_patient(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Let what is asked through this connection take as long as COMMAND_PATIENCE says, from now on."""
    patience = settings.COMMAND_PATIENCE
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA busy_timeout = {patience.lock * 1000}")
        else:
            values = [f"{seconds}s" for seconds in (patience.statement, patience.lock, patience.idle)]
            for name, value in zip(NAMES, values, strict=True):
                cursor.execute("SELECT set_config(%s, %s, false)", [name, value])


def as_usual(connection: BaseDatabaseWrapper) -> None:
    """What the settings say for a page."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA busy_timeout = {int(connection.settings_dict['OPTIONS']['timeout'] * 1000)}")
        else:
            for name in NAMES:
                cursor.execute(f"RESET {name}")


@contextmanager
def patient() -> Iterator[None]:
    """Be patient inside; others may get the connection from the pool afterwards."""
    be_patient(connection)
    try:
        yield
    finally:
        with suppress(Error):  # one that has died is not given to anybody
            as_usual(connection)
