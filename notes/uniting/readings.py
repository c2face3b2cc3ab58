"""Every member's readings of two papers as one: the furthest along wins, and no date, rating or note is lost."""

from __future__ import annotations

from notes.models import Reading
from notes.private_notes import render_note
from papers.uniting import Union

Status = Reading.Status
ORDER = ("", Status.TO_READ, Status.SET_ASIDE, Status.READING, Status.READ)
RULE = "\n\n---\n\n"  # between two texts that were two


def unite_readings(union: Union) -> None:
    mine = {reading.member_id: reading for reading in Reading.objects.filter(paper=union.kept)}
    for theirs in Reading.objects.filter(paper=union.dropped).order_by("pk"):
        held = mine.get(theirs.member_id)
        if held is None:
            move(theirs, union)
        else:
            theirs.delete()
            take_in(held, theirs)
            held.save()


def move(reading: Reading, union: Union) -> None:
    """Let the reading be one of the kept paper; when its member last touched it stays."""
    reading.paper = union.kept
    render_note(reading)
    Reading.objects.filter(pk=reading.pk).update(paper=union.kept, note_html=reading.note_html)


def take_in(held: Reading, other: Reading) -> None:
    """Make one of a member's two readings, unsaved. Where both are as far, the kept paper's says more."""
    further, less = sorted((held, other), key=lambda reading: -ORDER.index(reading.status))
    status, rating = further.status, further.rating or less.rating
    started = [day for day in (held.started, other.started) if day]
    finished = [day for day in (held.finished, other.finished) if day]
    held.status, held.rating = status, rating
    held.started = min(started, default=None)
    held.finished = min(finished, default=None) if status == Status.READ else further.finished
    held.private_note = joined(held.private_note, other.private_note)
    render_note(held)


def joined(one: str, other: str) -> str:
    """Both texts under each other with a rule between, or the one that there is."""
    if not other.strip() or one.strip() == other.strip():
        return one
    return f"{one.rstrip()}{RULE}{other.lstrip()}" if one.strip() else other
