"""Bring a curated list into the catalogue."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction

from notes.models import Summary
from papers.formats import FORMATS, sniff
from papers.formats.decoding import Unreadable, decode
from papers.importing import Refused, Report, bring_in, prepare
from papers.importing.preparing import printable
from papers.models import Import


class Command(BaseCommand):
    help = "Read a curated list into the catalogue: all of it or, where something fails, nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the list, as UTF-8 text")
        parser.add_argument("--name", default="", help="name of the list; by default its own title or the file's name")
        parser.add_argument(
            "--language",
            default="",
            choices=["", *Summary.Language.values],
            help="language of the notes; by default seen from the script",
        )
        parser.add_argument(
            "--format", default="", choices=["", *FORMATS], help="format of the file; by default seen from its text"
        )
        parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        text = text_of(path)
        imported = Import(
            name=printable(options["name"])[:200],
            file_name=printable(path.name)[-200:],
            format=options["format"] or sniff(text, path.name),
            language=options["language"],
            text=text,
        )
        try:
            report = self.bring_in(imported, options)
        except Refused as refusal:
            raise CommandError(f"{path}: {refusal}") from refusal
        except DatabaseError as error:
            raise CommandError(f"{path}: the database refused: {str(error).splitlines()[0]}") from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(lines_of(report, options["dry_run"])))

    @transaction.atomic
    def bring_in(self, imported: Import, options: dict[str, Any]) -> Report:
        """The import stays, with its report and all that it takes to undo it."""
        imported.save()
        prepare(imported)
        report = bring_in(imported) if options["json"] else bring_in(imported, self.progress)
        transaction.set_rollback(options["dry_run"])
        return report

    def progress(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            filled = 30 * done // max(total, 1)
            bar = f"\r[{'#' * filled}{' ' * (30 - filled)}] {done}/{total}"
            self.stderr.write(bar, ending="\n" if done >= total else "")


def text_of(path: Path) -> str:
    """The file's text; CommandError with one line where it cannot be read."""
    limit = settings.IMPORT_MAX_BYTES
    try:
        with path.open("rb") as file:
            return decode(file.read(limit + 1), limit)
    except (OSError, Unreadable) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CommandError(f"{path}: {reason}") from error


def lines_of(report: Report, is_dry: bool) -> Iterator[str]:
    yield f"{report.name} (/lists/{report.slug}/)" + (" - dry run, nothing written" if is_dry else "")
    if not report.entries:
        yield "  no papers found; nothing was written"
    yield from (f"  {line}" for line in counts(report))
    for title, lines in sections(report).items():
        if lines:
            yield f"{title}:"
            yield from (f"  {line}" for line in lines)


def counts(report: Report) -> list[str]:
    return [
        f"entries             {report.entries} ({report.entries_created} new, {report.entries_refused} not taken)",
        f"papers created      {report.papers_created}",
        f"papers matched      {report.papers_matched}",
        f"sections            {report.sections} with papers ({report.sections_created} new)",
        f"entries with notes  {report.notes} ({report.summaries_created} new summaries)",
        f"entries with tags   {report.tags} ({report.distinct_tags} different tags)",
        f"entries with links  {report.links}",
        f"with institutions   {report.institutions}",
        f"gone from the file  {report.entries_missing} (kept)",
    ]


def sections(report: Report) -> dict[str, list[str]]:
    return {
        "Conflicts (the catalogue keeps what it has)": [
            f"line {c['line']}: {c['title']}: {c['field']} {c['claimed']} here, {c['present']} in the catalogue"
            for c in report.conflicts
        ],
        "Possible duplicates (kept apart until a curator decides)": [
            f"{p['title']} (#{p['paper']}) ~ {p['other_title']} (#{p['other']}), {p['score']}%"
            for p in report.possible_duplicates
        ],
        "Problems": [f"line {p['line']}: {p['reason']}  {p['text']}" for p in report.problems],
    }
