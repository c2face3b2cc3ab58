"""What an upgrade needs before the server starts again; changes nothing where nothing is to be done."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from papers.indexing import is_behind
from readinglist.operations import readiness


class Command(BaseCommand):
    help = "Bring database, search index and static files up to this version."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if pending := readiness.pending():
                self.stdout.write(f"Migrating the database, {len(pending)} steps …")
                call_command("migrate", verbosity=0, interactive=False)
            if is_behind():
                self.stdout.write("Making the search index …")
                call_command("rebuild_search", verbosity=0)
        except DatabaseError as error:
            raise CommandError(f"The database cannot be used: {str(error).splitlines()[0]}") from error
        self.stdout.write("Collecting static files …")
        call_command("collectstatic", verbosity=0, interactive=False)
        self.stdout.write("Prepared. Start it with: make serve")
