"""``make audit``: whether any locked package has a known fault, asked with pip-audit where the network allows it.

Ends with 1 where there is one. Where nothing could be asked it says so in one line that begins with NOT AUDITED, and
ends with 0, or with 3 where ``--must`` is given.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK = "requirements.lock"
PATIENCE = 180  # seconds
COMMAND = ["-m", "pip_audit", "--strict", "--require-hashes", "--disable-pip", "--progress-spinner=off", "--timeout=20"]


def ask(lock: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *COMMAND, "--format=json", "--requirement", str(lock)]
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"No answer within {PATIENCE} s.")


def verdict(asked: subprocess.CompletedProcess[str], must: bool) -> tuple[int, list[str]]:
    """The code to end with, and what to print."""
    try:
        packages = json.loads(asked.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        reason = (asked.stderr.strip().splitlines() or ["it said nothing"])[-1]
        return (3 if must else 0), [f"NOT AUDITED: pip-audit did not get through. {reason}"]
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    if skipped or not packages:
        return (3 if must else 0), [f"NOT AUDITED: nothing is known of {', '.join(skipped) or 'any package'}."]
    faults = [in_words(package, fault) for package in packages for fault in package["vulns"]]
    if faults:
        return 1, faults
    return 0, [f"{len(packages)} packages, no known faults."]


def in_words(package: dict[str, Any], fault: dict[str, Any]) -> str:
    mended = ", ".join(fault["fix_versions"]) or "no version"
    return f"{package['name']} {package['version']}: {fault['id']}, mended in {mended}"


if __name__ == "__main__":
    code, lines = verdict(ask(ROOT / LOCK), "--must" in sys.argv)
    print("\n".join(lines))
    sys.exit(code)
