"""The disk full while people read and write: pages go on, writes are refused, and all is well when there is room.

With the rights to mount one, the database lies on a small disk of its own, which is filled to the last byte; else the
files of the server may not grow any more.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.torture.kills import Writer
from tests.torture.load import Load
from tests.torture.outcome import Outcome
from tests.torture.plan import Plan
from tests.torture.restarts import reads
from tests.torture.servers import Server, serving

SIZE = "64m"


def trial(plan: Plan) -> Iterator[Outcome]:
    site = plan.on_sqlite("full")
    times = plan.number(5, 1)
    with small_disk(site.directory) as is_small, serving(site) as server:
        yield filled(server, times, brim(site.directory) if is_small else no_growth(server), is_small)


def filled(server: Server, times: int, full: Callable, is_small: bool) -> Outcome:
    writers = [Writer(server, f"writer-{number}") for number in (1, 2)]
    readers = [reads(server, f"writer-{number}") for number in (3, 4)]
    pages, refused, strange = 0, 0, 0
    for _ in range(times):
        with full(), Load(*(writer.mark for writer in writers)) as writing, Load(*readers) as reading:
            writing.wait_for_more(20, "503")
            reading.wait_for_more(40)
        pages += reading.failures("200")
        refused += writing.counts["503"]
        strange += writing.failures("302", "503")
        with Load(*(writer.mark for writer in writers)) as again:
            again.wait_for_more(20, "302")
        strange += again.failures("302")
    lost = sum(writer.lost() for writer in writers)
    check = server.site.rows("PRAGMA integrity_check")[0][0]
    found = f"{pages} pages failed, {refused} writes answered 503, {strange} otherwise; {lost} lost, check {check}"
    is_met = not pages and refused > 0 and not strange and not lost and check == "ok"
    how = "disk filled" if is_small else "files kept from growing"
    return Outcome("full", "SQLite", f"{times} × {how} under 2 readers, 2 writers", found, "0 pages, 0 lost", is_met)


@contextmanager
def small_disk(directory: Path) -> Iterator[bool]:
    """Put the directory on a disk of its own until the block ends; whether that was possible."""
    kept = directory.with_name(f"{directory.name}-kept")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "readinglist", str(directory)]
    directory.rename(kept)
    directory.mkdir()
    tool = shutil.which("mount")
    is_small = os.geteuid() == 0 and tool is not None and subprocess.run(mount, capture_output=True).returncode == 0  # noqa: S603
    try:
        shutil.copytree(kept, directory, dirs_exist_ok=True)
        yield is_small
    finally:
        if is_small:
            subprocess.run(["umount", "--lazy", str(directory)], check=True)  # noqa: S603, S607


def brim(directory: Path) -> Callable:
    """Leave not a byte on the disk of the directory."""

    @contextmanager
    def full() -> Iterator[None]:
        path = directory / "ballast"
        try:
            with path.open("wb", buffering=0) as file:
                for size in (1024 * 1024, 4096, 1):
                    fill(file.fileno(), size)
            yield
        finally:
            path.unlink()

    return full


def fill(handle: int, size: int) -> None:
    try:
        while os.write(handle, b"\0" * size):
            pass
    except OSError:
        return


def no_growth(server: Server) -> Callable:
    @contextmanager
    def full() -> Iterator[None]:
        pids = [server.pid, *server.workers()]
        for pid in pids:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        try:
            yield
        finally:
            for pid in pids:
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    return full
