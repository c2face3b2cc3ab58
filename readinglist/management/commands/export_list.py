"""Write a list out of the catalogue, in its own style or in any other format."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from papers.exporting import CHOICES, Export
from papers.models import PaperList


class Command(BaseCommand):
    help = "Write a list to standard output or to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the end of the list's address: what stands behind /lists/")
        parser.add_argument("--format", default="markdown", choices=list(CHOICES["format"]))
        parser.add_argument("--style", default="", choices=list(CHOICES["style"]), help="of Markdown; the list's own")
        parser.add_argument(
            "--facts",
            default="",
            choices=list(CHOICES["facts"]),
            help="what the list says or what the catalogue has; by default the list in Markdown, else the catalogue",
        )
        parser.add_argument("--summaries", default="none", choices=list(CHOICES["summaries"]), help="languages")
        parser.add_argument("--output", type=Path, help="the file to write; by default standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        group = PaperList.objects.filter(slug=options["slug"]).first()
        if group is None:
            raise CommandError(f"There is no list {options['slug']!r}. {known_lists()}")
        texts = Export.asked({name: options[name] for name in CHOICES}).list_pieces(group)
        try:
            if options["output"] is None:
                for text in texts:
                    self.stdout.write(text, ending="")
            else:
                with open(options["output"], "w", encoding="utf-8", newline="") as file:
                    file.writelines(texts)
        except OSError as error:
            raise CommandError(f"{options['output'] or 'standard output'}: {error.strerror}") from error


def known_lists() -> str:
    """The first few slugs, for one who has mistyped."""
    slugs = list(PaperList.objects.order_by("slug").values_list("slug", flat=True)[:20])
    return f"There are: {', '.join(slugs)}" if slugs else "None has been imported."
