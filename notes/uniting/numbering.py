"""The versions of a merged paper's text as versions of the kept paper's, so that no number means two texts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Numbers:
    """Where the dropped paper's versions of one language go.

    ``shift`` is added to each; None where its history stays behind, because the kept paper's text is there and the
    dropped one had none any more, or just the same. ``same`` is then the (dropped, kept) version of the one text.
    """

    shift: int | None = 0
    same: tuple[int, int] | None = None

    def of(self, version: int | None) -> int | None:
        """The number that the version has now; where it has none, one that is before the present text."""
        if version is None:
            return None
        if self.shift is not None:
            return version + self.shift if version else 0
        if self.same is None:
            return None
        theirs, ours = self.same
        return ours if version >= theirs else max(ours - 1, 0)
