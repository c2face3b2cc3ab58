"""SQLite: a copy by its own online backup, which is as it was at one moment, and is checked before it is kept."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from readinglist.operations.backup.archive import BadBackup, Manifest, compress, expand

PART = "database.sqlite3.gz"
SIDES = ("", "-wal", "-shm")
BUSY = 10  # seconds to wait for a server that is stopping


@contextmanager
def held(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """The copy is what shows one moment; whatever else is told of it is read from it."""
    yield


def dump(connection: BaseDatabaseWrapper, work: Path) -> tuple[list[Path], dict[str, int], dict[str, Any]]:
    copy = work / "database.sqlite3"
    copy.touch(mode=0o600)
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as target:
        connection.connection.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
        check(target)
        counts = counted(target)
    compress(copy, work / PART)
    copy.unlink()
    return [work / PART], counts, {"sqlite": sqlite3.sqlite_version}


def check(database: sqlite3.Connection) -> None:
    """Raises BadBackup."""
    found = [row[0] for row in database.execute("PRAGMA integrity_check(3)")]
    if found != ["ok"]:
        raise BadBackup(f"The database is damaged: {found[0]}")


def counted(database: sqlite3.Connection) -> dict[str, int]:
    found = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE 'papers_searchindex%' AND name <> 'papers_searchdoc' ORDER BY name"
    )
    tables = [name for (name,) in found]
    return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608


class Replacing:
    """A new file beside the live one, which takes its name."""

    def __init__(self, config: dict[str, Any], work: Path) -> None:
        self.live, self.new = Path(config["NAME"]), work / "new.sqlite3"
        self.config = {**config, "NAME": str(self.new)}
        self.aside: str = ""

    def load(self, connection: BaseDatabaseWrapper, manifest: Manifest, work: Path) -> dict[str, int]:
        """Raises BadBackup."""
        expand(work / PART, self.new)
        self.new.chmod(0o600)
        with closing(sqlite3.connect(self.new)) as database:
            try:
                check(database)
                if wrong := database.execute("PRAGMA foreign_key_check").fetchall():
                    raise BadBackup(f"The database is damaged: rows of {wrong[0][0]} point at nothing.")
                return counted(database)
            except sqlite3.DatabaseError as error:
                raise BadBackup(f"The database is damaged: {error}") from None

    def swap(self) -> None:
        """The live file goes aside and the new one takes its name. Raises BadBackup where somebody works with it."""
        with closing(sqlite3.connect(self.new)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.execute("PRAGMA journal_mode = DELETE")  # one file
        if not self.live.exists():
            os.replace(self.new, self.live)
            return
        kept = self.live.with_name(f"{self.live.stem}-before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}{self.live.suffix}")
        with alone(self.live):
            os.rename(self.live, kept)
            kept.chmod(0o600)
            os.replace(self.new, self.live)
        for side in SIDES[1:]:
            if (left := Path(f"{self.live}{side}")).exists():
                left.rename(f"{kept}{side}")
        self.aside = str(kept)

    def clear(self) -> None:
        """The directory that the new file stands in goes as a whole."""


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """With nobody else in the file. One that is no database any more is nobody's."""
    with closing(sqlite3.connect(path, timeout=BUSY, isolation_level=None)) as live:
        try:
            live.execute("PRAGMA journal_mode = DELETE")  # refused while another connection is open
            live.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise BadBackup("The database is in use. Stop the server, and restore again.") from None
            raise
        except sqlite3.DatabaseError:
            pass
        yield
