"""Where the workers of one server keep their figures together, for whichever of them is asked.

In memory where the system has files there: each worker writes into mapped files, and a mapped file on a disk that is
full ends the process that writes to it.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from hashlib import sha256
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - the directory is ours alone, and looked at before it is used
VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client reads it as it is imported


def keep_together(server: str) -> None:
    """Name the directory in the environment, the same for the same server; once, whatever is read again later."""
    if VARIABLE in os.environ:
        return
    parent = MEMORY if MEMORY.is_dir() else Path(tempfile.gettempdir())
    directory = parent / f"readinglist-{os.geteuid()}-{sha256(server.encode()).hexdigest()[:12]}"
    directory.mkdir(mode=0o700, exist_ok=True)
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        directory = Path(tempfile.mkdtemp(prefix="readinglist-", dir=parent))  # somebody else was here first
    os.environ[VARIABLE] = str(directory)


def clear() -> None:
    if VARIABLE in os.environ:
        remove()
        Path(os.environ[VARIABLE]).mkdir(mode=0o700)


def remove() -> None:
    if VARIABLE in os.environ:
        shutil.rmtree(os.environ[VARIABLE], ignore_errors=True)


def forget(pid: int) -> None:
    """Of a worker that has ended, what was true only while it was there; what it has counted stays in the sums."""
    if VARIABLE in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(pid)
