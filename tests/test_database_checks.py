"""What is said of a database that should be another, and of settings that make no sense."""

import pytest

from readinglist.operations import database_checks as checks

SQLITE = {"ENGINE": "django.db.backends.sqlite3", "NAME": "a"}
POSTGRESQL = {"ENGINE": "django.db.backends.postgresql", "HOST": "h", "PORT": 5432, "NAME": "n", "OPTIONS": {}}


@pytest.mark.parametrize(("version", "ids"), [(14, ["operations.W012"]), (15, []), (18, [])])
def test_an_old_server_is_named(version, ids):
    assert [message.id for message in checks.postgresql_version(version)] == ids


@pytest.mark.parametrize(
    ("replica", "ids"),
    [
        (None, []),
        ({**POSTGRESQL, "HOST": "other"}, []),
        (POSTGRESQL, ["operations.W014"]),
        (SQLITE, ["operations.W014"]),
    ],
)
def test_a_replica_is_another_database_of_the_same_kind(replica, ids):
    config = {"default": POSTGRESQL, **({"replica": replica} if replica else {})}
    assert [message.id for message in checks.replica_makes_sense(config)] == ids


def test_a_pool_means_nothing_to_sqlite(settings, monkeypatch):
    settings.DATABASES = {"default": SQLITE}
    monkeypatch.setenv("DATABASE_POOL", "5")
    assert [message.id for message in checks.settings_that_make_sense(["default"])] == ["operations.W013"]
    monkeypatch.delenv("DATABASE_POOL")
    assert checks.settings_that_make_sense(["default"]) == []
