"""Render all summaries again, as after an upgrade of the renderer or a change of names that summaries link to."""

from typing import Any

from django.core.management.base import BaseCommand

from notes.models import Summary


class Command(BaseCommand):
    help = "Render every summary again; texts, versions and histories stay as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = 0
        for summary in Summary.objects.only("paper", "language", "body", "html").iterator(chunk_size=500):
            before = summary.html
            named = summary.render()
            if summary.html != before:
                Summary.objects.filter(pk=summary.pk, body=summary.body).update(html=summary.html)
                changed += 1
            summary.mentioned.set(named)
        if options["verbosity"]:
            self.stdout.write(f"{changed} of {Summary.objects.count()} summaries changed.")
