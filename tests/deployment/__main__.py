"""``python -m tests.deployment``: the README's commands for a server, run as written, and a look at what they made.

From a clean clone of what is committed, on PostgreSQL, behind nginx with TLS. Nothing of this machine is touched: it
all happens in namespaces of its own, over a copy of /etc, /opt and /var that is thrown away.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.deployment import commands, sandbox

SITE = "papers.test"
NOT_RUN = 3
LIMIT = 600  # seconds for all commands together
NETWORKED = 2  # the first blocks: the choices, and what comes from outside


def main() -> int:
    if reason := sandbox.missing():
        print(f"The README's commands were NOT run: {reason}.")
        return NOT_RUN
    with tempfile.TemporaryDirectory(prefix="readinglist-readme-") as directory:
        source = Path(directory, "readinglist.git")
        git = ["git", "clone", "--quiet", "--bare", str(commands.ROOT), str(source)]
        subprocess.run(git, check=True)  # noqa: S603
        Path(directory, "scratch").mkdir()
        inner = [sys.executable, "-m", "tests.deployment", "inside", directory]
        return subprocess.run([*sandbox.NAMESPACES, *inner], cwd=commands.ROOT).returncode  # noqa: S603


def inside(directory: Path) -> int:
    sandbox.build(directory / "scratch")
    tools = directory / "tools"
    tools.mkdir()
    shutil.copy(Path(__file__).with_name("systemctl.py"), tools / "systemctl")
    (tools / "systemctl").chmod(0o755)
    with Path("/etc/hosts").open("a") as hosts:
        hosts.write(f"127.0.0.1 {SITE}\n")
    first, *others = commands.blocks()
    first = commands.chosen(first, {"SITE": SITE, "SOURCE": str(directory / "readinglist.git")})
    began = time.monotonic()
    run([first, *others[: NETWORKED - 1]], tools)
    script = [first, "cd /opt/readinglist", *others[NETWORKED - 1 :]]
    done = subprocess.run(  # noqa: S603
        ["unshare", "--net", sys.executable, "-m", "tests.deployment", "offline", str(tools)],  # noqa: S607
        cwd=commands.ROOT, input="\n".join(script), text=True,
    )  # fmt: skip
    seconds = time.monotonic() - began
    print(f"The README's commands and a look at what they made took {seconds:.0f} s of {LIMIT} s.")
    return done.returncode or int(seconds > LIMIT)


def offline(tools: Path) -> int:
    """Without the network: whatever is on this machine's ports, it is not ours."""
    from tests.deployment.looking import look

    script = sys.stdin.read()
    sandbox.open_loopback()
    sandbox.start_postgresql()
    said = run([script], tools)
    return look(SITE, said, tools)


def run(blocks: list[str], tools: Path) -> str:
    """In one shell, which ends at the first command that fails; return what they print."""
    environment = {"PATH": f"{tools}:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8"}
    environment |= {
        name: value for name, value in os.environ.items() if name.lower().endswith("_proxy") or name.startswith("PIP_")
    }
    done = subprocess.run(  # noqa: S603
        ["bash", "-euo", "pipefail", "-c", "\n".join(blocks)],  # noqa: S607
        cwd="/", env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    print(done.stdout, end="", file=sys.stderr)
    if done.returncode:
        raise SystemExit(f"The README's commands ended with {done.returncode}.")
    return done.stdout


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["inside", directory]:
            sys.exit(inside(Path(directory)))
        case ["offline", tools]:
            sys.exit(offline(Path(tools)))
        case _:
            sys.exit(main())
