from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from papers.lookalikes import look


class Command(BaseCommand):
    help = "Looks for papers that may be the same work, in the whole catalogue; /curation/duplicates/ shows them."

    def handle(self, *args: Any, **options: Any) -> None:
        looked = look()
        self.stdout.write(f"{looked.new} new, {looked.known} known, {looked.stale} no longer alike.")
