"""Compare the search index with the catalogue, the summaries and the notes, token by token."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from papers.indexing import Difference, differences, repair

SHOWN = 20
MEANINGS = {
    "missing": "cannot be found",
    "stale": "is found by what it said before",
    "ghost": "is still in the index, though it is there no more",
}


class Command(BaseCommand):
    help = "Compare the search index with the catalogue; exit with 1 where they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="make anew what differs")
        parser.add_argument("--json", action="store_true", help="print what differs as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(differences())
        if options["repair"] and found:
            repair(found)
        if options["json"]:
            self.stdout.write(json.dumps([as_json(one) for one in found]))
        else:
            self.tell(found, options["repair"])
        if found and not options["repair"]:
            raise CommandError(f"{len(found)} of the search differ. Run: manage.py check_search --repair")

    def tell(self, found: Sequence[Difference], is_repaired: bool) -> None:
        for one in found[:SHOWN]:
            what = "a private note on paper" if one.is_private else "paper"
            self.stdout.write(f"{one.kind}: {what} {one.paper} {MEANINGS[one.kind]}")
        if len(found) > SHOWN:
            self.stdout.write(f"… and {len(found) - SHOWN} more")
        if not found:
            self.stdout.write("The search finds what the catalogue says.")
        elif is_repaired:
            self.stdout.write(f"{len(found)} repaired.")


def as_json(one: Difference) -> dict[str, Any]:
    return {"kind": one.kind, "paper": one.paper, "private": one.is_private}
