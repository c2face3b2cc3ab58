"""Databases beside the one of the settings, and in its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from papers.patience import be_patient


def complete(config: dict[str, Any]) -> dict[str, Any]:
    """The configuration with every default of Django's, and without a pool: one connection does."""
    options = {name: value for name, value in config.get("OPTIONS", {}).items() if name != "pool"}
    return ConnectionHandler({DEFAULT_DB_ALIAS: {**config, "OPTIONS": options}}).settings[DEFAULT_DB_ALIAS]


@contextmanager
def known_as(alias: str, config: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """A database under another name than the default's."""
    connections.settings[alias] = complete(config)
    connection = connections[alias]
    be_patient(connection)
    try:
        yield connection
    finally:
        connection.close()
        del connections[alias], connections.settings[alias]


@contextmanager
def standing_in(config: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """Whatever is done inside, migrations and the search index too, is done to this database instead of the default."""
    usual, held = connections.settings[DEFAULT_DB_ALIAS], connections[DEFAULT_DB_ALIAS]
    connections.settings[DEFAULT_DB_ALIAS] = complete(config)
    connection = connections.create_connection(DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = connection
    try:
        be_patient(connection)
        yield connection
    finally:
        connection.close()
        connections.settings[DEFAULT_DB_ALIAS] = usual
        connections[DEFAULT_DB_ALIAS] = held
