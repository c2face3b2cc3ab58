"""Encryption by a program of the operator's choice, such as age or gpg, which reads one file and writes another."""

from __future__ import annotations

import shlex
import subprocess
import tarfile
from pathlib import Path


class SealFailed(Exception):
    """The program could not be run, or did not do it; in a line."""


def is_open(path: Path) -> bool:
    """Whether it can be read as it is: an archive, even a foreign or a damaged one."""
    try:
        with tarfile.open(path, "r:"):
            return True
    except tarfile.TarError:
        return False


def run(setting: str, command: str, source: Path, target: Path) -> None:
    """``command`` from one file to the other; without a shell, and with nothing on its command line but itself."""
    try:
        with source.open("rb") as given, target.open("wb") as made:
            words = shlex.split(command)
            done = subprocess.run(words, stdin=given, stdout=made, stderr=subprocess.PIPE, check=False)  # noqa: S603
    except (OSError, ValueError) as error:
        raise SealFailed(f"{setting} cannot be run: {error}") from None
    if done.returncode or not target.stat().st_size:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise SealFailed(f"{setting} failed: {said[0] if said else f'it ended with {done.returncode}'}")
