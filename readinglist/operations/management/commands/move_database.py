"""Move everything from one database to another, such as from SQLite to PostgreSQL, or back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import Error

from papers.indexing import rebuild
from readinglist import databases
from readinglist.environment import text
from readinglist.operations.moving import (
    Contents,
    Refused,
    copy_all,
    known_as,
    must_be_current,
    must_be_unused,
    standing_in,
)

SESSIONS = ("sessions.Session", "usersessions.UserSession")


class Command(BaseCommand):
    help = (
        "Copy everything from one database into an empty other one, checked row by row; the source stays as it is. "
        "SOURCE and TARGET are addresses as in DATABASE_URL, or names of variables that hold one, so that no password "
        "is in the list of processes: move_database DATABASE_URL TARGET_URL. Stop the server first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", metavar="SOURCE")
        parser.add_argument("target", metavar="TARGET")
        parser.add_argument("--without-sessions", action="store_true", help="everybody signs in anew")

    def handle(self, *args: Any, source: str, target: str, without_sessions: bool, **options: Any) -> None:
        there, here = address(source), address(target)
        if place(there) == place(here):
            raise CommandError("The source and the target are one database.")
        try:
            with known_as("source", there) as old, standing_in(here) as new:
                must_be_current(old, "source")
                if not new.introspection.table_names():
                    call_command("migrate", verbosity=0, interactive=False)
                must_be_current(new, "target")
                must_be_unused(new, "target")
                found = copy_all("source", self.tell, SESSIONS if without_sessions else ())
                self.stdout.write("The rows are the same in both. The search index is made anew …")
                papers = rebuild()
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        except Error as error:
            raise CommandError(f"The database does not answer: {str(error).strip().splitlines()[0]}") from None
        rows = sum(contents.rows for contents in found.values())
        self.stdout.write(f"{rows:,} rows in {len(found)} tables moved and compared; {papers:,} papers can be found.")
        self.stdout.write("Set DATABASE_URL to the target, and start the server.")

    def tell(self, table: str, contents: Contents) -> None:
        if contents.rows:
            self.stdout.write(f"{contents.rows:>9,}  {contents.digest[:16]}  {table}")


def address(said: str) -> dict[str, Any]:
    """The database that is meant; raise CommandError where none is."""
    name, url = ("The address", said) if "://" in said else (said, text(said))
    if not url:
        raise CommandError(f"There is no variable {said}; set it to an address such as postgres://user@host/name.")
    try:
        return databases.database(url, name)
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from None


def place(config: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(config.get(name) for name in ("ENGINE", "HOST", "PORT", "NAME"))
