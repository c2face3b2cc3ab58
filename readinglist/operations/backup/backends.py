"""How each kind of database is dumped and brought back; the modules have the same functions.

``held(connection)``: inside, the database shows one moment, whoever writes meanwhile.
``dump(connection, directory)``: writes the parts; returns their paths, the rows by table, and what else to remember.
``replacing(config, work)``: an empty database that can take the place of the one in the settings, and does so when
``swap`` is called; it is gone where that was never called.
``load(connection, manifest, directory)``: brings the parts into it.
"""

from __future__ import annotations

from types import ModuleType

from django.db.backends.base.base import BaseDatabaseWrapper

from readinglist.operations.backup import postgresql, sqlite


def backend_of(connection: BaseDatabaseWrapper) -> ModuleType:
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]
