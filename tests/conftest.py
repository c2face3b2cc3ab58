from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation

from tests.catalogue import Catalogue, build
from tests.factories import make_admin, make_curator, make_member, make_writer
from tests.imports import bring_in


@pytest.fixture(autouse=True)
def fast_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request leaves its language active in the thread; no test starts in the language of the one before."""
    with translation.override("en"):
        yield


@pytest.fixture
def member(db: None) -> User:
    return make_member()


@pytest.fixture
def other(db: None) -> User:
    """Another member, who must see nothing of the first one's."""
    return make_member("other")


@pytest.fixture
def writer(db: None) -> User:
    return make_writer()


@pytest.fixture
def curator(db: None) -> User:
    return make_curator()


@pytest.fixture
def administrator(db: None) -> User:
    return make_admin()


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def shelf(member: User, as_user: Callable[[User], Client]) -> Client:
    """A client signed in as ``member``."""
    return as_user(member)


@pytest.fixture
def pen(writer: User, as_user: Callable[[User], Client]) -> Client:
    """A client signed in as ``writer``."""
    return as_user(writer)


@pytest.fixture
def desk(curator: User, as_user: Callable[[User], Client]) -> Client:
    """A client signed in as ``curator``."""
    return as_user(curator)


@pytest.fixture
def catalogue(member: User, other: User) -> Catalogue:
    """Six papers that differ in everything one can filter by; ``member`` and ``other`` stand differently with them."""
    return build(member, other)


@pytest.fixture
def bring(db: None, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Imports a text, always from the same file, and returns the report."""

    def run(text: str, **options: Any) -> dict[str, Any]:
        path = tmp_path / "our list.md"
        path.write_text(text, encoding="utf-8")
        return bring_in(path, **options)

    return run
