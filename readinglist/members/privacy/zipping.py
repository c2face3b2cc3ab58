"""A zip archive that is sent while it is made: no more of it is in memory than the piece on its way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone

TOGETHER = 64 * 1024  # bytes
File = tuple[str, Iterable[str]]  # its name in the archive, and its text in pieces


class Outlet:
    """A file that can only be written to, and gives back what was written."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.size = 0

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        self.size += len(piece)
        return len(piece)

    def flush(self) -> None:
        """Nothing is kept back."""

    def taken(self) -> bytes:
        piece = b"".join(self.pieces)
        self.pieces, self.size = [], 0
        return piece


def zipped(files: Iterable[File]) -> Iterator[bytes]:
    """The archive of these files in pieces."""
    outlet = Outlet()
    moment = timezone.localtime().timetuple()[:6]
    with ZipFile(outlet, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, texts in files:
            entry = ZipInfo(name, moment)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            with archive.open(entry, "w") as file:
                for text in texts:
                    file.write(text.encode())
                    if outlet.size > TOGETHER:
                        yield outlet.taken()
            if outlet.size > TOGETHER:
                yield outlet.taken()
    yield outlet.taken()
