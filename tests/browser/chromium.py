"""Finds the Chromium that browser tests drive. As a program, with ``--install``, it gets one where there is none.

The shell is Chromium without windows and menus of its own: the same pages for half the processor's time.
"""

import functools
import os
import shutil
import subprocess
import sys

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OWN_PATH = "from playwright.sync_api import sync_playwright as p\nwith p() as own: print(own.chromium.executable_path)"
APT = ("apt-get", "-qq", "-o", "Acquire::Retries=2")
BROWSERS = ("chromium-headless-shell", "chromium")  # an older Debian has only the second
PACKAGES = ("fonts-noto-cjk", "libatomic1")  # Playwright's driver needs the last


@functools.cache
def find() -> str | None:
    """Return a Chromium that starts: ``$CHROMIUM``, one on PATH, or Playwright's own; None where there is none."""
    for name in (os.environ.get("CHROMIUM"), *NAMES):
        if name and (path := shutil.which(name)) and _run(path, "--version", seconds=30)[0]:
            return path
    own = _run(sys.executable, "-c", OWN_PATH, seconds=30)[1]
    return shutil.which(own) if own else None


def install() -> str:
    """Install Debian's package as root, else Playwright's own build; return the reason where that failed."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        get = (*APT, "install", "-y", "--no-install-recommends", *PACKAGES)
        if _run(*APT, "update")[0] and any(_run(*get, browser)[0] for browser in BROWSERS):
            return ""
    done, words = _run(sys.executable, "-m", "playwright", "install", "chromium")
    return "" if done else next((line for line in words.splitlines() if "rror" in line), "playwright install failed")


def _run(*command: str, seconds: float | None = None) -> tuple[bool, str]:
    """Return whether the command succeeded, and what it printed or complained of."""
    try:
        done = subprocess.run(  # noqa: S603 (fixed commands)
            command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=seconds
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return False, str(error)
    return done.returncode == 0, (done.stderr if done.returncode else done.stdout).strip()


def main() -> int:
    wanted = "--install" in sys.argv[1:]
    reason = ""
    if wanted and find() is None:
        print("Installing Chromium for the browser tests", flush=True)
        reason = install()
        find.cache_clear()
    if path := find():
        print(end="" if wanted else f"{path}\n")
        return 0
    because = f" ({reason})" if reason else ""
    print(f"No Chromium{because}, so no browser tests: install one, or set CHROMIUM to its path.")
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
