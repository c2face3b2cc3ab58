"""Which open page a text is typed on, so that what another device keeps of the same text meanwhile is told from it."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from notes.models import Draft

WORD = re.compile(r"([\w-]{1,32}) ([0-9]{1,16})", re.ASCII)
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


@dataclass(frozen=True)
class Origin:
    """A page by a word of its own, and when it was opened: what was kept before then, it has shown."""

    page: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    opened: datetime = field(default_factory=timezone.now)

    @classmethod
    def read(cls, word: str) -> Origin | None:
        """The one that a form says; None where it says none, as a page that was open before there were any."""
        found = WORD.fullmatch(word)
        return cls(found[1], EPOCH + int(found[2]) * MICROSECOND) if found else None

    def __str__(self) -> str:
        return f"{self.page} {(self.opened - EPOCH) // MICROSECOND}"

    def knows(self, draft: Draft) -> bool:
        """Whether whoever sits before the page has seen the unsaved text, or typed it there."""
        return draft.page == self.page or draft.changed <= self.opened
