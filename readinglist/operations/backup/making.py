"""Making a backup: consistent, checked, one file that only its owner can read; it appears when it is whole."""

from __future__ import annotations

import os
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from readinglist.operations.backup.archive import Manifest, pack
from readinglist.operations.backup.backends import backend_of
from readinglist.operations.backup.sealing import run
from readinglist.operations.moving import known_as

SUFFIX = ".backup"
NAMED = re.compile(r"readinglist-\d{8}T\d{6}Z(-\d+)?\.backup")  # what rotation may remove
SOURCE = "backup"  # the name of the connection


class Made(NamedTuple):
    path: Path
    manifest: Manifest
    removed: list[Path]


def make(path: Path | None = None, keep: int = 0) -> Made:
    """Back up the database of the settings into ``path``, a file or a directory; DATA_DIR/backups without one.

    ``keep``: of the backups beside it that this function has named, only so many stay, the newest. Raises SealFailed.
    """
    path = target(path or settings.DATA_DIR / "backups")
    with tempfile.TemporaryDirectory(prefix=".making-", dir=path.parent) as directory:
        work = Path(directory)
        manifest, whole = made_in(work)
        if settings.BACKUP_ENCRYPT:
            sealed = work / "sealed"
            run("BACKUP_ENCRYPT", settings.BACKUP_ENCRYPT, whole, sealed)
            whole = sealed
        settle(whole, path)
    return Made(path, manifest, rotated(path.parent, keep) if keep else [])


def target(path: Path) -> Path:
    """Where the file is to be; its directory is there afterwards."""
    if path.is_dir() or path.suffix != SUFFIX:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        named = path / f"readinglist-{datetime.now(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"
        return next(free for free in (named, *numbered(named)) if not free.exists())
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def numbered(path: Path) -> list[Path]:
    return [path.with_stem(f"{path.stem}-{number}") for number in range(2, 100)]


def made_in(work: Path) -> tuple[Manifest, Path]:
    """The archive, in a directory that nobody else can read."""
    config = connections.settings["default"]
    with known_as(SOURCE, config) as connection:
        backend = backend_of(connection)
        with backend.held(connection):
            migrations = sorted(MigrationRecorder(connection).applied_migrations())
            parts, counts, more = backend.dump(connection, work)
        manifest = Manifest(connection.vendor, [list(one) for one in migrations], counts, more)
    whole = work / "whole"
    pack(manifest, parts, whole)
    return manifest, whole


def settle(made: Path, path: Path) -> None:
    """On the disk, and then under its name."""
    made.chmod(0o600)
    for each in (made, path.parent):
        handle = os.open(each, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if each == made:
            made.replace(path)


def rotated(directory: Path, keep: int) -> list[Path]:
    """Remove all but the newest, by their names, and say which."""
    ours = sorted(path for path in directory.iterdir() if NAMED.fullmatch(path.name))
    gone = ours[:-keep]
    for path in gone:
        path.unlink()
    return gone
