"""The application as a group depends on it: gunicorn, after a look whether settings and data are fit for that."""

import logging
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core import checks
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from papers.indexing import is_behind
from readinglist import environment
from readinglist.operations import gunicorn_conf, readiness, safety

PREPARE = "Run: make prepare"
log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Serve the application with gunicorn and the settings in .env, unless they are unsafe or something is missing."
    )
    requires_system_checks: list[str] = []  # they run below, after what says more plainly what is wrong

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether it would start")

    def handle(self, *args: Any, **options: Any) -> None:
        if found := safety.dangers():
            raise CommandError("\n".join(["This is not safe to serve.", *map(str, found)]))
        heed_checks()
        require_prepared()
        if options["check"]:
            self.stdout.write("The settings are safe and everything is prepared.")
        else:
            start()


def heed_checks() -> None:
    """Errors stop the start, warnings go into the log; without HTTPS not those of what HTTP_ONLY has accepted."""
    for message in checks.run_checks(include_deployment_checks=True):
        if message.is_silenced():
            continue
        if message.is_serious(checks.ERROR):
            raise CommandError(str(message))
        is_accepted = not settings.HTTPS and str(message.id).startswith("security.")
        if not is_accepted:
            log.warning("%s: %s %s", message.id, message.msg, message.hint or "")


def require_prepared() -> None:
    """Migrating is not for every worker that starts: several may, and the way back of some is long."""
    try:
        pending = readiness.pending()
        if pending:
            raise CommandError(f"The database lacks {len(pending)} migrations, the first is {pending[0]}. {PREPARE}")
        if is_behind():
            raise CommandError(f"The search index is missing or was made by older rules. {PREPARE}")
    except DatabaseError as error:
        raise CommandError(f"The database cannot be used: {str(error).splitlines()[0]}") from error
    if settings.WHITENOISE_USE_FINDERS:
        raise CommandError(f"The static files are not collected, or older than their sources. {PREPARE}")


def start() -> NoReturn:
    environment.forget()  # so that each reload reads .env anew
    os.chdir(settings.BASE_DIR)
    os.umask(0o077)  # what it writes is for nobody else; its socket has an umask of its own
    command = [sys.executable, "-m", "gunicorn", "--config", str(Path(gunicorn_conf.__file__))]
    try:
        os.execv(sys.executable, command)  # noqa: S606 - nothing in it comes from outside
    except OSError as error:
        raise CommandError(f"gunicorn cannot be started: {error.strerror}") from error
