from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from papers import bitmaps
from papers.lookup import network, pacing
from tests.catalogue import Catalogue, build
from tests.factories import make_admin, make_curator, make_member, make_writer
from tests.imports import bring_in
from tests.indexes import guarded
from tests.registries import Registries


@pytest.fixture(autouse=True)
def fast_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def own_cache(settings: Any) -> Iterator[None]:
    """No test finds what another one left; processes that test side by side share no files."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    yield
    cache.clear()
    bitmaps.HELD.clear()


@pytest.fixture(autouse=True)
def static_files_when_asked(settings: Any) -> None:
    """No client looks through all static files before its first request; servers of their own do as in production."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test asks a real registry."""

    def offline(host: str, port: int) -> list[str]:
        raise OSError(f"{host} is out of reach of tests")

    monkeypatch.setattr(network, "resolve", offline)


@pytest.fixture
def registries(monkeypatch: pytest.MonkeyPatch, no_network: None) -> Iterator[Registries]:
    """Registries on this machine, which are asked without waiting for one's turn."""
    found = Registries()
    monkeypatch.setattr(network, "resolve", found.resolve)
    monkeypatch.setattr(network, "reach", found.reach)
    monkeypatch.setattr(pacing, "USUALLY", 0.0)
    monkeypatch.setattr(pacing, "SECONDS_BETWEEN", {})
    yield found
    found.close()


@pytest.fixture(autouse=True)
def counts_anew(settings: Any) -> None:
    """Tests make rows without saying that the catalogue has changed, so nothing that was counted is kept."""
    settings.KEEP_COUNTS = False


@pytest.fixture(autouse=True)
def imports_at_once(settings: Any) -> None:
    """An import is through when the request that started it is answered."""
    settings.IMPORTS_IN_BACKGROUND = False


@pytest.fixture(autouse=True)
def mail_at_once(settings: Any) -> None:
    """What is mailed is in the outbox when the request is answered."""
    settings.MAIL_IN_BACKGROUND = False


@pytest.fixture(autouse=True)
def requests_keep_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """No request leaves the search, or the counts, behind what it has written."""
    monkeypatch.setattr(Client, "request", guarded(Client.request))


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
