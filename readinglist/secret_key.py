"""The signing key: from the environment, or one made once and kept beside the data."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from readinglist.environment import text

SHORTEST = 50
SHORTEST_TOKEN = 20


def checked(key: str) -> str:
    """Return ``key``; raise ImproperlyConfigured where it is too short to sign anything with."""
    if len(key) < SHORTEST:
        raise ImproperlyConfigured(
            f"SECRET_KEY has {len(key)} characters and needs {SHORTEST}. Add to .env: "
            f"SECRET_KEY={secrets.token_urlsafe(SHORTEST)}"
        )
    return key


def token(name: str, value: str) -> str:
    """Return the value, which may be empty; raise ImproperlyConfigured where it can be guessed."""
    if value and len(value) < SHORTEST_TOKEN:
        raise ImproperlyConfigured(
            f"{name} has {len(value)} characters and needs {SHORTEST_TOKEN}. Add to .env: "
            f"{name}={secrets.token_urlsafe(SHORTEST_TOKEN)}"
        )
    return value


def require_given() -> None:
    """Raise ImproperlyConfigured where the settings hold no key: one made on the side is for commands and `make run`.

    A server that makes its own signs everybody out when its directory is lost, and shares nothing with a second one.
    """
    if not text("SECRET_KEY"):
        raise ImproperlyConfigured(f"SECRET_KEY is missing. Add to .env: SECRET_KEY={secrets.token_urlsafe(SHORTEST)}")


def stored(path: Path) -> str:
    """Return the key in ``path``, made on the first call with mode 0600; two first calls agree on one key."""
    try:
        if not path.exists():
            make(path)
        return checked(path.read_text().strip())
    except OSError as error:
        raise ImproperlyConfigured(
            f"The signing key cannot be kept in {path}: {error.strerror}. Set SECRET_KEY, or let DATA_DIR be writable."
        ) from error


def make(path: Path) -> None:
    """Put a new key at ``path``, whole or not at all; one that is there already stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(SHORTEST))
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
