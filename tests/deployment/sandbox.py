"""What looks like a fresh Debian: namespaces of our own, in which /etc, /opt, /var and /run may be written."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
from pathlib import Path

OVERLAID = ("/etc", "/opt", "/var")
EMPTY = ("/run", "/dev/shm", "/var/lib/postgresql", "/etc/postgresql", "/var/lib/nginx")  # noqa: S108
NAMESPACES = ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child"]
SEARCHED = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
NEEDED = ("unshare", "nginx", "pg_createcluster", "runuser", "git", "make", "openssl", "curl")


def missing() -> str:
    """Why there can be no sandbox here; "" where there can."""
    if os.geteuid() != 0:
        return "only root may make namespaces"
    if lacking := [tool for tool in NEEDED if not shutil.which(tool, path=SEARCHED)]:
        return f"not installed: {', '.join(lacking)}"
    trial = [*NAMESPACES, "--net", "mount", "-t", "tmpfs", "none", "/mnt"]
    done = subprocess.run(trial, capture_output=True, text=True)  # noqa: S603
    return "" if done.returncode == 0 else f"namespaces are not allowed: {done.stderr.strip()}"


def build(scratch: Path) -> None:
    """Inside: cover what is written. ``scratch`` is an empty directory, which holds all of it."""
    mount("-t", "tmpfs", "none", str(scratch))
    for name in OVERLAID:
        upper, work = scratch / f"{name[1:]}-upper", scratch / f"{name[1:]}-work"
        upper.mkdir()
        work.mkdir()
        mount("-t", "overlay", "overlay", "-o", f"lowerdir={name},upperdir={upper},workdir={work}", name)
    for name in EMPTY:
        Path(name).mkdir(parents=True, exist_ok=True)
        mount("-t", "tmpfs", "-o", "mode=755", "none", name)
    Path("/dev/shm").chmod(0o1777)  # noqa: S108
    for site in Path("/etc/nginx/sites-enabled").iterdir():
        site.unlink()


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)  # noqa: S603, S607


def open_loopback() -> None:
    """In a network namespace of its own 127.0.0.1 has to be switched on."""
    flags = struct.pack("16sh", b"lo", 0x1 | 0x40)  # up and running
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, 0x8914, flags)


def start_postgresql() -> None:
    """As installing Debian's package does: an empty cluster on port 5432."""
    version = max(path.name for path in Path("/usr/lib/postgresql").iterdir())
    for name in ("/var/lib/postgresql", "/etc/postgresql"):
        shutil.chown(name, "postgres", "postgres")
    subprocess.run(["pg_createcluster", version, "main"], check=True, stdout=sys.stderr)  # noqa: S603, S607
    command = ["pg_ctlcluster", "--skip-systemctl-redirect", version, "main", "start"]
    subprocess.run(command, check=True, stdout=sys.stderr)  # noqa: S603
