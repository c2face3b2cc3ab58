"""What an operator is warned of before the server starts."""

import sqlite3

import pytest
from django.core import checks
from django.db import connection

from readinglist.operations.checks import is_mended, sqlite_is_sound


@pytest.mark.parametrize(
    ("version", "is_sound"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_it_knows_which_versions_are_mended(version, is_sound):
    assert is_mended(version) is is_sound


def test_it_names_a_version_that_is_not(monkeypatch):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.40.1")
    found = [
        message for message in checks.run_checks(include_deployment_checks=True) if message.id == "operations.W001"
    ]
    if connection.vendor != "sqlite":
        assert found == []
        return
    [message] = found
    assert "SQLite 3.40.1" in message.msg
    assert "move_database" in message.hint
    assert message.level == checks.WARNING


def test_it_is_silent_about_one_that_is(monkeypatch):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    assert sqlite_is_sound() == []


def test_it_does_not_repeat_itself_with_every_command(monkeypatch):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    assert not [message for message in checks.run_checks() if message.id == "operations.W001"]
