"""Restoring a backup: first verified, then built beside what is live, then migrated, and only then in its place."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from papers.indexing import rebuild
from readinglist.operations.backup.archive import BadBackup, Manifest, unpack
from readinglist.operations.backup.backends import backend_of
from readinglist.operations.backup.sealing import is_open, run
from readinglist.operations.moving import standing_in


class Restored(NamedTuple):
    manifest: Manifest
    papers: int  # that can be found
    aside: str  # where the former database is; "" where there was none


def restore(path: Path) -> Restored:
    """Put what the backup holds in the place of the database of the settings. Raises BadBackup or SealFailed, with
    nothing changed."""
    config, backend = connections.settings[DEFAULT_DB_ALIAS], backend_of(connections[DEFAULT_DB_ALIAS])
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=beside(config)) as directory:
        work = Path(directory)
        manifest = unpack(opened(path, work), work)
        judge(manifest, connections[DEFAULT_DB_ALIAS].vendor)
        place = backend.Replacing(config, work)
        try:
            with standing_in(place.config) as connection:
                papers = built(place, connection, manifest, work)
            place.swap()
        except Error as error:
            raise BadBackup(f"The database refused: {str(error).strip().splitlines()[0]}") from None
        finally:
            place.clear()
    cache.clear()
    return Restored(manifest, papers, place.aside)


def beside(config: dict) -> Path:
    """A directory from which a file can take the place of the live one in one step."""
    directory = Path(config["NAME"]).parent if config["ENGINE"].endswith("sqlite3") else settings.DATA_DIR
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def opened(path: Path, work: Path) -> Path:
    """The archive itself, decrypted where it has to be."""
    if not path.is_file():
        raise BadBackup(f"There is no file {path}.")
    if is_open(path):
        return path
    if not settings.BACKUP_DECRYPT:
        raise BadBackup("This is no backup, is not whole, or is encrypted; in that case set BACKUP_DECRYPT.")
    run("BACKUP_DECRYPT", settings.BACKUP_DECRYPT, path, work / "opened")
    return work / "opened"


def judge(manifest: Manifest, vendor: str) -> None:
    """Raises BadBackup where this program cannot restore it here."""
    if manifest.database != vendor:
        names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        raise BadBackup(
            f"This is a backup of {names.get(manifest.database, '?')}, and DATABASE_URL names {names[vendor]}. "
            "Restore it where it fits, and bring it here by move_database."
        )
    loader = MigrationLoader(None)
    known = {*loader.graph.nodes, *(old for one in loader.replacements.values() for old in one.replaces)}
    for app, name in manifest.migrations:
        if (app, name) not in known:
            raise BadBackup(
                f"The backup was made by a newer release ({manifest.release}: {app} {name}); upgrade first."
            )


def built(place: object, connection: BaseDatabaseWrapper, manifest: Manifest, work: Path) -> int:
    """Load it, compare it with what the manifest says, and bring it up to this program. Return how many papers."""
    counts = place.load(connection, manifest, work)  # type: ignore[attr-defined]
    for table in {*counts, *manifest.counts}:
        if counts.get(table) != manifest.counts.get(table):
            raise BadBackup(
                f"The backup is damaged: {table} has {counts.get(table)} rows, not {manifest.counts.get(table)}."
            )
    call_command("migrate", verbosity=0, interactive=False)
    return rebuild()
