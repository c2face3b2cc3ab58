"""Everything that ``make run`` needs once the packages are there: database, catalogue, accounts, server."""

import json
import os
import secrets
import socket
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from django.db.models import Max
from simple_history.models import registered_models

from notes.models import Summary
from notes.writing import Edit, save_summary
from papers import citing
from papers.indexing import is_behind, reindex
from papers.models import Paper, PaperList
from readinglist.group.roles import Role, give

ROLES = ("admin", "curator", "member")


class Command(BaseCommand):
    help = (
        "Prepare the database, with the demonstration catalogue and accounts where it is empty, and serve it locally."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default="8000", help="port on 127.0.0.1")
        parser.add_argument("--no-serve", action="store_true", help="prepare only")

    def handle(self, *args: Any, **options: Any) -> None:
        port = port_number(options["port"])
        if not options["no_serve"]:
            require_free(port)
        try:
            call_command("migrate", verbosity=0)
        except DatabaseError as error:
            raise CommandError(f"The database cannot be used: {str(error).splitlines()[0]}") from error
        with transaction.atomic():
            is_new = self.load_catalogue()
            self.create_accounts(settings.DATA_DIR / "demo-accounts.txt")
            if is_new:
                revise_summaries(User.objects.filter(is_staff=True).order_by("is_superuser", "pk").first())
        if is_behind():  # a database from before there was an index, or from before its rules were others
            self.stdout.write("Making the search index …")
            call_command("rebuild_search", verbosity=0)
        if not options["no_serve"]:
            self.stdout.write(f"Reading list at http://127.0.0.1:{port}/  (Ctrl-C ends it)")
            os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"
            os.environ["SECRET_KEY"] = settings.SECRET_KEY  # the one kept beside the data will do here
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, skip_checks=True, verbosity=0)

    def load_catalogue(self) -> bool:
        """Load the fixtures where there is no paper and no list; return whether they were loaded."""
        fixtures = sorted((settings.BASE_DIR / "fixtures").glob("[0-9]*.json"))
        if not fixtures or Paper.objects.exists() or PaperList.objects.exists():
            return False
        call_command("loaddata", *fixtures, verbosity=0)
        citing.assign(list(Paper.objects.filter(cite_key="").order_by("pk")))
        begin_histories()
        call_command("render_summaries", verbosity=0)  # links between papers, whose addresses are known only now
        reindex(Paper.objects.values_list("pk", flat=True))
        self.stdout.write(f"Demonstration catalogue: {Paper.objects.count()} papers.")
        return True

    def create_accounts(self, path: Path) -> None:
        """One account a role, with random passwords kept in ``path`` (mode 0600), where there is no account at all."""
        if User.objects.exists():
            return
        passwords = {name: secrets.token_urlsafe(9) for name in ROLES}
        give(User.objects.create_superuser("admin", password=passwords["admin"]), Role.ADMINISTRATOR)
        give(User.objects.create_user("curator", password=passwords["curator"]), Role.CURATOR)
        give(User.objects.create_user("member", password=passwords["member"]), Role.WRITER)
        keep(path, passwords)
        self.stdout.write(f"Accounts, kept in {path.name} beside the database:")
        for name, password in passwords.items():
            self.stdout.write(f"  {name:8} {password}")


def begin_histories() -> None:
    """One first version of every row that was loaded, to go back to; of a paper the one with all its topics."""
    pieces = Paper.history.values("id").annotate(whole=Max("history_id")).values_list("whole", flat=True)
    Paper.history.exclude(history_id__in=list(pieces)).delete()
    Paper.history.update(history_type="+")
    Paper.history.bulk_history_create(Paper.objects.exclude(pk__in=Paper.history.values("id")))
    models = [model for model in registered_models.values() if hasattr(model, "history")]
    others = [model._meta.label for model in models if not model.history.exists()]
    call_command("populate_history", *others, verbosity=0)


def revise_summaries(editor: User | None) -> None:
    """Save the fixtures' later versions, so that some summaries have a history and their other side is behind."""
    path = settings.BASE_DIR / "fixtures" / "revisions.json"
    if editor is None or not path.exists():
        return
    for revision in json.loads(path.read_text(encoding="utf-8")):
        paper = Paper.objects.get_by_natural_key(*revision["paper"])
        summary = Summary.objects.get(paper=paper, language=revision["language"])
        edit = Edit(revision["body"], seen=summary.version, message=revision["message"])
        save_summary(paper, summary.language, edit, editor)


def keep(path: Path, passwords: dict[str, str]) -> None:
    try:
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.writelines(f"{name} {password}\n" for name, password in passwords.items())
    except OSError as error:
        raise CommandError(f"The accounts cannot be kept in {path}: {error.strerror}") from error


def port_number(text: str) -> int:
    if not (text.isdecimal() and 0 < int(text) < 65536):
        raise CommandError(f"PORT={text} is not a port; choose a number from 1 to 65535, such as make run PORT=8001")
    return int(text)


def require_free(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise CommandError(
                f"Port {port} needs more rights than you have; choose another: make run PORT=8001"
            ) from error
        except OSError as error:
            raise CommandError(f"Port {port} is taken; choose another: make run PORT={port % 65535 + 1}") from error
