"""What the settings read from outside: ``.env`` and the environment, each value checked as it is read."""

import re
from ipaddress import ip_network
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

ASSIGNMENT = re.compile(r"(export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=.*")
env = environ.Env()
from_file: dict[str, str] = {}  # what the last file added to the environment


def forget() -> None:
    """Take out of the environment what a file added to it."""
    for name, value in from_file.items():
        if env.ENVIRON.get(name) == value:
            del env.ENVIRON[name]
    from_file.clear()


def load(path: Path) -> None:
    """Add the file's values to the environment, which wins, in place of those that the last file added.

    Raises ImproperlyConfigured naming the first bad line.
    """
    forget()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{path.name} cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.lstrip().startswith("#") and not ASSIGNMENT.fullmatch(line.strip()):
            raise ImproperlyConfigured(f"{path.name} line {number} is not NAME=value: {line.strip()[:60]}")
    outside = set(env.ENVIRON)
    env.read_env(path)
    from_file.update({name: value for name, value in env.ENVIRON.items() if name not in outside})


def text(name: str, default: str = "") -> str:
    """The value of ``name``, or the default where it is missing or empty."""
    return env.str(name, default="").strip() or default


def words(name: str, default: list[str]) -> list[str]:
    """The comma-separated value of ``name``."""
    return [word.strip() for word in text(name).split(",") if word.strip()] or default


def flag(name: str, default: bool = False) -> bool:
    """An on or off value; raise ImproperlyConfigured for any other word."""
    value = text(name, "on" if default else "off").lower()
    if value in {"1", "on", "true", "yes"}:
        return True
    if value in {"0", "off", "false", "no"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; write on or off.")


def number(name: str, default: int, least: int, most: int) -> int:
    """A whole number between the two; raise ImproperlyConfigured for any other."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise ImproperlyConfigured(f"{name} is {value!r}; write a number from {least} to {most:,}.")
    return int(value)


def networks(name: str) -> list[str]:
    """Addresses and networks such as 10.0.0.0/8, and the word unix; raise ImproperlyConfigured for anything else."""
    for word in (values := words(name, [])):
        try:
            ip_network("127.0.0.1" if word == "unix" else word)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name}: {error}; write addresses, networks such as 10.0.0.0/8, or unix."
            ) from error
    return values


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """One of ``allowed``, the first by default; raise ImproperlyConfigured for any other."""
    value = text(name, allowed[0])
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}; write one of: {', '.join(allowed)}.")
    return value


def time_zone(name: str, default: str) -> str:
    """The name of a time zone; raise ImproperlyConfigured for one that is not known."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ImproperlyConfigured(f"{name} is {value!r}; write a time zone such as Asia/Shanghai or UTC.") from error
    return value


def directory(path: Path) -> Path:
    """``path``, DATA_DIR or below it, made where it is missing; raise ImproperlyConfigured where it cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"DATA_DIR cannot be used: {path}: {error.strerror}.") from error
    return path
