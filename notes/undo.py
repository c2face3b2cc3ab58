"""Taking a change of status back: a signed note of how the reading stood before, good for one member and paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core import signing

from notes.models import Reading

SALT = "notes.undo"
MAX_AGE = 3600  # seconds
FIELDS = ("status", "started", "finished")


def token_for(reading: Reading) -> str:
    """How ``reading`` stands now, to go back to later."""
    values = [getattr(reading, field) for field in FIELDS]
    states = [value.isoformat() if isinstance(value, date) else value for value in values]
    return signing.dumps([reading.member_id, reading.paper_id, *states], salt=SALT)


def restore(reading: Reading, token: str) -> bool:
    """Set ``reading`` back to what ``token`` notes, unsaved; False where the token is not for it, forged or old."""
    try:
        member, paper, *states = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return False
    if (member, paper) != (reading.member_id, reading.paper_id):
        return False
    for field, state in zip(FIELDS, states, strict=True):
        setattr(reading, field, as_stored(field, state))
    return True


def as_stored(field: str, state: Any) -> Any:
    return date.fromisoformat(state) if state and field != "status" else state
