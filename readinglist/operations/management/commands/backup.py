"""Back up the database while people use it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import Error

from readinglist.operations.backup import BadBackup, SealFailed, make


class Command(BaseCommand):
    help = (
        "Write the whole database into one file, as it is at one moment, readable by its owner only. "
        "BACKUP_ENCRYPT names a program that encrypts it, such as: age -r age1…"
    )
    requires_system_checks: list[str] = []  # a backup is worth more than a tidy configuration

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", metavar="PATH", help="a directory, or a file that ends in .backup")
        parser.add_argument("--keep", type=int, default=0, metavar="N", help="leave only the newest N beside it")

    def handle(self, *args: Any, path: str | None, keep: int, **options: Any) -> None:
        if keep < 0:
            raise CommandError("--keep takes a number from 1.")
        try:
            made = make(Path(path).absolute() if path else None, keep)
        except (BadBackup, SealFailed) as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"The backup cannot be written: {error.strerror}: {error.filename}") from None
        except Error as error:
            raise CommandError(f"The database does not answer: {str(error).strip().splitlines()[0]}") from None
        if options["verbosity"]:
            self.stdout.write(str(made.path))
            rows = sum(made.manifest.counts.values())
            size = made.path.stat().st_size / 1_000_000
            self.stderr.write(f"{rows:,} rows in {len(made.manifest.counts)} tables, {size:,.1f} MB")
            for gone in made.removed:
                self.stderr.write(f"removed {gone.name}")
