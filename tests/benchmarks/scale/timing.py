"""Middleware that says in the ``Server-Timing`` header how many queries an answer took, and how long they and it took.

The time of a query includes fetching its rows: SQLite finds most of them only then.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest, HttpResponse


@dataclass
class Tally:
    queries: int = 0
    seconds: float = 0.0

    def timed(self, deed: Callable[..., Any], *args: Any) -> Any:
        start = time.perf_counter()
        try:
            return deed(*args)
        finally:
            self.seconds += time.perf_counter() - start


class TimedCursor(CursorWrapper):
    def __init__(self, tally: Tally, cursor: Any, db: Any) -> None:
        super().__init__(cursor, db)
        self.tally = tally

    def execute(self, sql: str, params: Any = None) -> Any:
        self.tally.queries += 1
        return self.tally.timed(super().execute, sql, params)

    def executemany(self, sql: str, param_list: Any) -> Any:
        self.tally.queries += 1
        return self.tally.timed(super().executemany, sql, param_list)

    def fetchone(self) -> Any:
        return self.tally.timed(self.cursor.fetchone)

    def fetchmany(self, *args: Any) -> Any:
        return self.tally.timed(self.cursor.fetchmany, *args)

    def fetchall(self) -> Any:
        return self.tally.timed(self.cursor.fetchall)


def timed(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        tally, start = Tally(), time.perf_counter()
        connection.make_cursor = lambda cursor: TimedCursor(tally, cursor, connection)  # type: ignore[method-assign]
        try:
            response = get_response(request)
        finally:
            del connection.make_cursor
        taken = time.perf_counter() - start
        parts = {"queries": tally.queries, "sql": tally.seconds * 1000, "view": taken * 1000}
        response["Server-Timing"] = ", ".join(f"{name};dur={value:.3f}" for name, value in parts.items())
        return response

    return middleware
