from __future__ import annotations

from typing import Any

from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from psycopg import OperationalError
from psycopg_pool import ConnectionPool


class Pool(ConnectionPool):
    """Makes all connections that wait in it anew as soon as one of them has died.

    Where PostgreSQL was restarted all of them have. psycopg looks at one after the other, and waits longer from each to
    the next: with four it would give up before it makes a new one.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(check=self.look_at, **options)

    def look_at(self, connection: Any) -> None:
        """Raises OperationalError where the connection has died."""
        try:
            self.check_connection(connection)
        except OperationalError:
            self.drain()
            raise


class DatabaseWrapper(base.DatabaseWrapper):
    _connection_pools: dict[str, Pool]  # Django's own, of all its wrappers

    @property
    def pool(self) -> Pool | None:
        """One for each database of this process, opened with its first connection; None where none is configured."""
        options = self.settings_dict["OPTIONS"].get("pool")
        if self.alias == NO_DB_ALIAS or not options:
            return None
        if self.alias not in self._connection_pools:
            kwargs = {**self.get_connection_params(), "autocommit": True}  # Django changes that where it has to
            pool = Pool(kwargs=kwargs, open=False, configure=self._configure_connection, **options)  # type: ignore[attr-defined]
            self._connection_pools.setdefault(self.alias, pool)  # of two threads the first one's stays
        return self._connection_pools[self.alias]
