"""Render all summaries and notes again, as after an upgrade of the renderer or a change of names that they link to."""

from typing import Any

from django.core.management.base import BaseCommand

from notes.models import Reading, Summary
from notes.private_notes import render_note
from notes.relinking import render_again


class Command(BaseCommand):
    help = "Render every summary and private note again; texts, versions and histories stay as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = render_again(Summary.objects.order_by().values_list("pk", flat=True))
        notes = render_notes()
        if options["verbosity"]:
            self.stdout.write(f"{changed} of {Summary.objects.count()} summaries changed.")
            self.stdout.write(f"{notes} private notes changed.")


def render_notes() -> int:
    """Render every private note again; return how many changed."""
    changed = 0
    readings = Reading.objects.exclude(private_note="").order_by()
    for reading in readings.only("paper", "private_note", "note_html").iterator(chunk_size=500):
        before = reading.note_html
        render_note(reading)
        if reading.note_html != before:
            unchanged = Reading.objects.filter(pk=reading.pk, private_note=reading.private_note)
            changed += unchanged.update(note_html=reading.note_html)
    return changed
