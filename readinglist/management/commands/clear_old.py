from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from readinglist.members.privacy.retention import KEPT, clear, count


class Command(BaseCommand):
    help = "Deletes what need not be kept any longer, by the limits in the settings; run it once a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and leave it")

    def handle(self, *args: Any, **options: Any) -> None:
        for old in KEPT:
            number = count(old) if options["dry_run"] else clear(old)
            self.stdout.write(f"{number:7} {old.name}")
        if options["dry_run"]:
            self.stdout.write("Nothing was changed.")
