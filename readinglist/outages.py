"""Which errors of the database mean that it is away, busy or full, and no fault of the request or of the program."""

from __future__ import annotations

import sqlite3

from django.db import DatabaseError, InterfaceError, OperationalError

# "no such column" is an OperationalError of SQLite as well, and no outage
SQLITE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
}
POSTGRESQL = (
    "08",  # connections
    "25006",  # only to be read, as a standby is
    "25P03",  # idle in a transaction for too long
    "25P04",
    "40001",  # two transactions that do not go together
    "40P01",
    "53",  # disk, memory or connections used up
    "55P03",  # a lock not given in time
    "57",  # cancelled, shutting down, starting up
    "58",  # the disk or the system under it
)


def is_outage(error: BaseException | None) -> bool:
    """Whether the same request may do well a little later: nothing is wrong with it, or with the program."""
    if isinstance(error, InterfaceError):
        return True  # the connection was closed
    if not isinstance(error, DatabaseError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in SQLITE
    state = getattr(cause, "sqlstate", None)
    return state.startswith(POSTGRESQL) if state else isinstance(error, OperationalError)


def is_behind(error: BaseException | None) -> bool:
    """Whether an outage has led to the error, however many were made of it on the way."""
    while error is not None:
        if is_outage(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def first_line(error: BaseException) -> str:
    """What the database says, in one line; without the values of a row, which may follow."""
    return f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else ''}"
