"""What the settings read from outside: ``.env`` and the environment, each value checked as it is read."""

import re
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

ASSIGNMENT = re.compile(r"(export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=.*")
env = environ.Env()


def load(path: Path) -> None:
    """Add the file's values to the environment, which wins; raise ImproperlyConfigured naming the first bad line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{path.name} cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.lstrip().startswith("#") and not ASSIGNMENT.fullmatch(line.strip()):
            raise ImproperlyConfigured(f"{path.name} line {number} is not NAME=value: {line.strip()[:60]}")
    env.read_env(path)


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


def database(default: Path) -> dict:
    """The database that DATABASE_URL names, or the embedded one in the file ``default``."""
    url = text("DATABASE_URL", f"sqlite:///{default}")
    if not url.startswith(("sqlite:///", "postgres://", "postgresql://")):
        raise ImproperlyConfigured(
            "DATABASE_URL is not understood; write postgres://user:password@host:5432/name or sqlite:////path/to/file."
        )
    try:
        config = environ.Env.db_url_config(url)
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"DATABASE_URL is not understood: {error}") from error
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # IMMEDIATE takes the write lock before reading, so that two writers wait instead of failing
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    return dict(config)
