"""How log lines look: one line a record, plain or JSON, each with the id of the request that it belongs to.

What people wrote stays out of them: of a request the name of its route and no address, of a database's error its
first line, since PostgreSQL goes on with the row that it refused. Used by gunicorn's master too, which knows no Django.
"""

from __future__ import annotations

import logging
import re
import traceback
from contextvars import ContextVar
from typing import Any

from pythonjsonlogger.json import JsonFormatter

request_id: ContextVar[str] = ContextVar("request_id", default="")

FORMATS = ("plain", "json")
LEVELS = ("INFO", "WARNING", "ERROR", "DEBUG")
OURS = ("readinglist", "papers", "notes", "gunicorn.error")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request", "server_time", "taskName"}
DATABASES = ("django.db.utils", "psycopg", "sqlite3")


def configuration(format: str, level: str) -> dict[str, Any]:
    """For ``dictConfig``: everything to standard error, ours from ``level`` on, what is under it from WARNING on."""
    console = {"handlers": ["console"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"without_addresses": {"()": f"{__name__}.WithoutAddresses"}},
        "formatters": {
            "plain": {"()": f"{__name__}.Plain"},
            "json": {"()": f"{__name__}.Json"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": format,
                "filters": ["without_addresses"],
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            **{name: {**console, "level": level} for name in OURS},
            "django": {**console, "level": "WARNING"},
            "django.request": {**console, "level": "ERROR"},  # what was refused is in our line of the request
            "django.server": {**console, "level": "ERROR"},  # its lines hold addresses; ours say the same without
            "django.db.backends": {**console, "level": "WARNING"},  # never the statements, which hold what people wrote
        },
    }


class WithoutAddresses(logging.Filter):
    """Django's own lines name the path that was asked for, which may hold a token; the route's name says enough."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and record.name.startswith("django.") and isinstance(record.args, tuple):
            paths = {request.path, request.path.encode("unicode_escape").decode()}  # as Django's log_response has it
            record.args = tuple(route(request) if word in paths else word for word in record.args)
        return True


def route(request: Any) -> str:
    """The name of the request's route: one of a few dozen words, whatever was asked for."""
    match = getattr(request, "resolver_match", None)
    return match.view_name if match is not None else "unmatched"


class Plain(logging.Formatter):
    """``time LEVEL logger request message name=value …``; a traceback follows on lines that are set in."""

    def format(self, record: logging.LogRecord) -> str:
        words = [self.formatTime(record), record.levelname, record.name, request_id.get() or "-", record.getMessage()]
        words += [f"{name}={value}" for name, value in extras(record).items()]
        lines = [escaped(" ".join(words))]
        if record.exc_info and record.exc_info[1]:
            lines += [f"    {escaped(line)}" for line in told(record.exc_info[1]).splitlines()]
        return "\n".join(lines)

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03d"


class Json(JsonFormatter):
    """The same as one object a line."""

    def __init__(self) -> None:
        names = {"levelname": "level", "name": "logger", "exc_info": "traceback"}
        super().__init__(
            ["levelname", "name", "message"], rename_fields=names, timestamp="time", reserved_attrs=sorted(STANDARD),
            json_ensure_ascii=False,
        )  # fmt: skip

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        first = {"time": log_data.pop("time"), "request": request_id.get() or None}
        return {name: value for name, value in {**first, **log_data}.items() if value is not None}

    def serialize_log_record(self, log_data: dict[str, Any]) -> str:
        line = super().serialize_log_record(log_data)
        return CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", line)  # what JSON itself lets stand

    def formatException(self, exc_info: Any) -> str:  # noqa: N802 - logging's own name
        return told(exc_info[1])


def extras(record: logging.LogRecord) -> dict[str, Any]:
    """What was given beside the message."""
    return {name: value for name, value in vars(record).items() if name not in STANDARD and value is not None}


def escaped(text: str) -> str:
    """On one line, whatever is in it: nobody who is quoted in a log can add lines to it."""
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def told(error: BaseException) -> str:
    """The traceback, with no more than the first line of what a database says."""
    trace = traceback.TracebackException.from_exception(error)
    shorten(trace, error, set())
    return "".join(trace.format()).rstrip()


def shorten(trace: traceback.TracebackException | None, error: BaseException | None, seen: set[int]) -> None:
    if trace is None or error is None or id(error) in seen:
        return
    seen.add(id(error))
    if any(kind.__module__.startswith(DATABASES) for kind in type(error).__mro__):
        trace._str = str(error).partition("\n")[0]  # type: ignore[attr-defined]
    shorten(trace.__cause__, error.__cause__, seen)
    shorten(trace.__context__, error.__context__, seen)
    for inner, one in zip(trace.exceptions or (), getattr(error, "exceptions", ()), strict=False):
        shorten(inner, one, seen)
