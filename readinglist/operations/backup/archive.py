"""The file of a backup: a tar that begins with a manifest, which knows the size and SHA-256 of every part after it.

The manifest is signed by SECRET_KEY. Where a backup is restored under another key, as on a new machine, the signature
says nothing; the digests still find what was cut or has decayed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import tarfile
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

NAME = "readinglist backup"
FORMAT = 1
MANIFEST = "manifest.json"
LONGEST_MANIFEST = 4 * 1024 * 1024
CHUNK = 1024 * 1024


class BadBackup(Exception):
    """Why a file is not restored, in a line."""


@dataclass(frozen=True)
class Part:
    name: str
    size: int
    sha256: str


@dataclass
class Manifest:
    database: str  # the vendor, as Django calls it
    migrations: list[list[str]]  # [app, name]
    counts: dict[str, int]  # rows by table
    more: dict[str, Any] = field(default_factory=dict)  # what that kind of database needs to know
    parts: list[Part] = field(default_factory=list)
    made: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    release: str = field(default_factory=lambda: release())
    name: str = NAME
    format: int = FORMAT

    def as_bytes(self) -> bytes:
        said = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        signed = {"manifest": said, "key": key_word(), "signature": signature(said)}
        return json.dumps(signed, ensure_ascii=False).encode()

    @classmethod
    def read(cls, data: bytes) -> Manifest:
        """Raises BadBackup."""
        try:
            signed = json.loads(data)
            said, key, given = str(signed["manifest"]), str(signed["key"]), str(signed["signature"])
            found = json.loads(said)
            if found["name"] != NAME:
                raise ValueError
            if found["format"] > FORMAT:
                raise BadBackup(f"The backup was made by a newer release ({found['release']}); upgrade first.")
            manifest = cls(**{**found, "parts": [Part(**part) for part in found["parts"]]})
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadBackup("This is no backup of a reading list.") from None
        if key == key_word() and not constant_time_compare(given, signature(said)):
            raise BadBackup("The backup was changed after it was made.")
        return manifest


def key_word() -> str:
    """Tells keys apart without giving any away."""
    return salted_hmac("readinglist.backup.key", "", algorithm="sha256").hexdigest()[:16]


def signature(said: str) -> str:
    return salted_hmac("readinglist.backup", said, algorithm="sha256").hexdigest()


def release() -> str:
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def pack(manifest: Manifest, parts: Iterable[Path], target: Path) -> None:
    """Write the archive; the parts are files that go by their own names."""
    parts = list(parts)
    manifest.parts = [Part(path.name, path.stat().st_size, digest(path)) for path in parts]
    head = target.with_name(MANIFEST)
    head.write_bytes(manifest.as_bytes())
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as archive:
        for path in (head, *parts):
            archive.add(path, path.name, filter=nobodys)


def nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def unpack(source: Path, directory: Path) -> Manifest:
    """Every part into the directory, each as it was made. Raises BadBackup."""
    try:
        with tarfile.open(source, "r:") as archive:
            manifest = Manifest.read(read_manifest(archive))
            for part in manifest.parts:
                take_out(archive, part, directory)
            if archive.next() is not None:
                raise BadBackup("The backup holds more than it says.")
    except (tarfile.TarError, EOFError):
        raise BadBackup("The backup is not whole, or is no backup.") from None
    return manifest


def read_manifest(archive: tarfile.TarFile) -> bytes:
    member = archive.next()
    file = archive.extractfile(member) if member and member.name == MANIFEST and member.isfile() else None
    if file is None or member is None or member.size > LONGEST_MANIFEST:
        raise BadBackup("This is no backup of a reading list.")
    return file.read()


def take_out(archive: tarfile.TarFile, part: Part, directory: Path) -> None:
    """Copy the next member; names are never taken from the archive, but compared with what the manifest says."""
    member = archive.next()
    file = archive.extractfile(member) if member and member.isfile() else None
    if file is None or member is None or (member.name, member.size) != (part.name, part.size):
        raise BadBackup(f"The backup is not whole: {part.name} is missing.")
    if "/" in part.name or part.name in {"", ".", "..", MANIFEST}:
        raise BadBackup("This is no backup of a reading list.")
    hashed = hashlib.sha256()
    with (directory / part.name).open("wb") as target:
        while data := file.read(CHUNK):
            hashed.update(data)
            target.write(data)
    if hashed.hexdigest() != part.sha256:
        raise BadBackup(f"The backup is damaged: {part.name} is not as it was made.")


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def compress(source: Path, target: Path) -> None:
    with source.open("rb") as whole, gzip.open(target, "wb", compresslevel=6) as packed:
        shutil.copyfileobj(whole, packed, CHUNK)


def expand(source: Path, target: Path) -> None:
    """Raises BadBackup."""
    try:
        with gzip.open(source, "rb") as packed, target.open("wb") as whole:
            shutil.copyfileobj(packed, whole, CHUNK)
    except (gzip.BadGzipFile, EOFError):
        raise BadBackup(f"The backup is damaged: {source.name} cannot be expanded.") from None
