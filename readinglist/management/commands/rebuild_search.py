"""Make the search index anew, as after an upgrade of its rules or when check_search found it behind."""

from typing import Any

from django.core.management.base import BaseCommand

from papers.indexing import rebuild
from papers.models import Paper


class Command(BaseCommand):
    help = "Make the search index anew from the catalogue, summaries and notes; searching and writing go on meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        self.total = Paper.objects.count()
        self.is_shown = options["verbosity"] > 0 and self.stdout.isatty()
        done = rebuild(self.show)
        if options["verbosity"]:
            self.stdout.write(f"{self.start}{done} papers can be found.")

    @property
    def start(self) -> str:
        """Goes back over the line of progress, where there is one."""
        return "\r\x1b[K" if self.is_shown else ""

    def show(self, done: int) -> None:
        if self.is_shown:
            self.stdout.write(f"\r{done} of {self.total} papers", ending="")
            self.stdout.flush()
