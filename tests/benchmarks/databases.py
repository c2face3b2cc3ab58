"""A database for one benchmark: made anew, gone when it ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import django


@contextmanager
def new_database() -> Iterator[str]:
    """An empty, migrated database of the vendor that the settings name; on SQLite a file, as in production."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readinglist.settings")
    django.setup()
    from django.db import connection

    with TemporaryDirectory() as directory:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = f"{directory}/test.sqlite3"
        before = connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            yield connection.vendor
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)
