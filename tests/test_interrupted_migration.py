"""A migration whose server is switched off half-way leaves a database that the next run brings to the end."""

import subprocess
import sys

import pytest

from tests.serving import ROOT, manage, surroundings

INTERRUPTED = """
import os, django
django.setup()
from django.core.management import call_command
from django.db.migrations.migration import Migration

applied = Migration.apply
def apply(self, *args, **kwargs):
    if (self.app_label, self.name) == ("%s", "%s"):
        last = self.operations[-1]
        last.database_forwards = lambda *args, **kwargs: os._exit(9)  # as a kill: nothing is put in order
    return applied(self, *args, **kwargs)

Migration.apply = apply
call_command("migrate", verbosity=0)
"""


@pytest.mark.parametrize(("app", "name"), [("papers", "0005_search"), ("notes", "0004_saved_filters")])
def test_a_migration_that_was_interrupted_goes_on(tmp_path, app, name):
    environment = surroundings(tmp_path, {"DJANGO_SETTINGS_MODULE": "readinglist.settings"})
    command = [sys.executable, "-c", INTERRUPTED % (app, name)]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)  # noqa: S603
    assert run.returncode == 9, run.stderr
    assert f"[ ] {name}" in manage(tmp_path, "showmigrations", app)
    manage(tmp_path, "migrate", "-v0")
    assert "[ ]" not in manage(tmp_path, "showmigrations")
    manage(tmp_path, "migrate", "--check")
