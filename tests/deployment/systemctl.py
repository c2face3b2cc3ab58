#!/usr/bin/python3
"""Stands in for systemctl where systemd does not run: does what the units say, as far as one machine's test needs it.

Reads the installed unit: User, WorkingDirectory, RuntimeDirectory, StateDirectory, UMask, Type, ExecStart, ExecReload.
"""

from __future__ import annotations

import os
import pwd
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

UNITS = Path("/etc/systemd/system")
STATE = Path("/run/units")


def read(unit: str) -> dict[str, list[str]]:
    """Every ``Name=value`` of the unit, of all sections together."""
    found: dict[str, list[str]] = {}
    for line in (UNITS / unit).read_text().splitlines():
        name, is_setting, value = line.partition("=")
        if is_setting and not line.startswith(("#", ";")):
            found.setdefault(name, []).append(value)
    return found


def command(line: str, owner: str, pid: str = "") -> list[str]:
    return ["runuser", "-u", owner, "--", *shlex.split(line.replace("$MAINPID", pid))]


def directories(unit: dict[str, list[str]], owner: str) -> None:
    for kind, parent in (("Runtime", "/run"), ("State", "/var/lib")):
        mode = int(unit.get(f"{kind}DirectoryMode", ["755"])[0], 8)
        for name in " ".join(unit.get(f"{kind}Directory", [])).split():
            path = Path(parent, name)
            path.mkdir(exist_ok=True)
            path.chmod(mode)
            account = pwd.getpwnam(owner)
            os.chown(path, account.pw_uid, account.pw_gid)


def start(name: str) -> None:
    unit = read(name)
    owner, folder = unit["User"][0], unit["WorkingDirectory"][0]
    directories(unit, owner)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    address = STATE / f"{name}.notify"
    address.unlink(missing_ok=True)
    listening.bind(str(address))
    address.chmod(0o666)
    # as systemd has it: nothing of the environment of whoever types the command
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "NOTIFY_SOCKET": str(address)}
    with Path("/var/log", f"{name}.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603
            command(unit["ExecStart"][0], owner), cwd=folder, env=environment, umask=int(unit["UMask"][0], 8),
            stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    if unit["Type"] == ["oneshot"]:
        sys.exit(process.wait())
    listening.settimeout(60)
    while b"READY=1" not in listening.recv(4096):
        pass
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    (STATE / f"{name}.pid").write_text(children[0] if children else str(process.pid))  # runuser stays above it


def reload(name: str) -> None:
    unit, pid = read(name), (STATE / f"{name}.pid").read_text()
    for line in unit["ExecReload"]:
        done = subprocess.run(command(line, unit["User"][0], pid), cwd=unit["WorkingDirectory"][0])  # noqa: S603
        if done.returncode:
            sys.exit(done.returncode)


def stop(name: str) -> None:
    pid = int((STATE / f"{name}.pid").read_text())
    os.kill(pid, signal.SIGTERM)
    while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]:
        time.sleep(0.05)


def nginx(verb: str) -> None:
    if verb == "restart" and Path("/run/nginx.pid").exists():
        subprocess.run(["nginx", "-s", "stop"], check=True)  # noqa: S607
    subprocess.run(["nginx", *(["-s", "reload"] if verb == "reload" else [])], check=True)  # noqa: S603, S607


def main(words: list[str]) -> None:
    STATE.mkdir(exist_ok=True)
    verb, *names = [word for word in words if not word.startswith("--")]
    if verb == "enable":
        verb = "start" if "--now" in words else "daemon-reload"
    for name in names:
        name = name if "." in name else f"{name}.service"
        if name == "nginx.service":
            nginx(verb)
        elif name.endswith(".timer"):
            read(name)  # it is there; what it starts is tried by name
        else:
            {"start": start, "reload": reload, "stop": stop}[verb](name)


if __name__ == "__main__":
    main(sys.argv[1:])
