"""Put a backup in the place of the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import Error

from readinglist.operations.backup import BadBackup, SealFailed, restore


class Command(BaseCommand):
    help = (
        "Restore a backup of this release or an earlier one. It is verified first, built and migrated beside the live "
        "database, and takes its place at the end; the former one is kept aside. Stop the server first."
    )
    requires_system_checks: list[str] = []  # the database may be what is broken

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        try:
            restored = restore(Path(file))
        except (BadBackup, SealFailed) as error:
            raise CommandError(f"{error} Nothing was changed.") from None
        except OSError as error:
            raise CommandError(f"{error.strerror}: {error.filename}. Nothing was changed.") from None
        except Error as error:
            raise CommandError(f"The database does not answer: {str(error).strip().splitlines()[0]}") from None
        if options["verbosity"]:
            rows = sum(restored.manifest.counts.values())
            self.stdout.write(
                f"Restored {rows:,} rows of {restored.manifest.made}; {restored.papers:,} papers can be found."
            )
            if restored.aside:
                self.stdout.write(f"What was there before is kept as {restored.aside}.")
            self.stdout.write("Start the server now.")
