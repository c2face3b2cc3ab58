"""What all workers share for a while: in files of one machine, or with other machines in Redis.

Neither may keep a page from anybody. Where Redis is away each machine goes on with its own files: what was kept is
counted again, and attempts to sign in are throttled by each machine for itself instead of by all together, never not at
all. Where the disk is full nothing is kept.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

REST = 5  # seconds for which Redis is not asked again after it was away
ANSWERING = 1  # seconds that it has for an answer
log = logging.getLogger(__name__)


class FileCache(FileBasedCache):
    """Django's, which fails where a file cannot be written or read; here that means that nothing is kept."""

    is_failing = False  # of all instances: each thread has one

    def __init__(self, directory: str, params: dict[str, Any]) -> None:
        self.directory = directory
        super().__init__(directory, params)

    def _createdir(self) -> None:
        with suppress(OSError):  # what is written next says so
            super()._createdir()  # type: ignore[misc]

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return self.tried("get", default, key, default, version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> None:
        self.tried("set", None, key, value, timeout, version)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        return self.tried("touch", False, key, timeout, version)

    def delete(self, key: Any, version: Any = None) -> bool:
        return self.tried("delete", False, key, version)

    def has_key(self, key: Any, version: Any = None) -> bool:
        return self.tried("has_key", False, key, version)

    def tried(self, name: str, nothing: Any, *args: Any) -> Any:
        try:
            answer = getattr(super(), name)(*args)
        except OSError as error:
            if not FileCache.is_failing:
                log.warning("The cache in %s cannot be used: %s", self.directory, error.strerror)
            FileCache.is_failing = True
            return nothing
        if name == "set":
            FileCache.is_failing = False
        return answer


class Link:
    """Whether Redis is there, as this process last saw it; says so once when that changes."""

    is_away = False
    rests_until = 0.0

    @property
    def is_resting(self) -> bool:
        return time.monotonic() < self.rests_until

    def lost(self, error: RedisError) -> None:
        if not self.is_away:
            log.warning("Redis is away, and this machine goes on by itself: %s", type(error).__name__)
        self.is_away, self.rests_until = True, time.monotonic() + REST

    def found(self) -> None:
        if self.is_away:
            log.warning("Redis is there again.")
        self.is_away = False


link = Link()


class OwnPart(RedisCache):
    """Django's, which would empty the whole of Redis where only our part of it is meant."""

    def clear(self) -> None:
        client = self._cache.get_client(write=True)
        for key in client.scan_iter(match=self.make_key("*"), count=1000):
            client.delete(key)


class SharedCache(BaseCache):
    """Redis, and while it is away the files of the directory in the option ``files``."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        options = dict(params["OPTIONS"])
        self.own = FileCache(options.pop("files"), {**params, "OPTIONS": {"MAX_ENTRIES": 10_000}})
        once = {"retry": Retry(NoBackoff(), 1), "health_check_interval": 30}  # a connection that has died is made anew
        waiting = {"socket_timeout": ANSWERING, "socket_connect_timeout": ANSWERING}
        self.shared = OwnPart(server, {**params, "OPTIONS": {**once, **waiting, **options}})

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        return self.ask("add", key, value, timeout, version)

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return self.ask("get", key, default, version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> None:
        self.ask("set", key, value, timeout, version)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        return self.ask("touch", key, timeout, version)

    def delete(self, key: Any, version: Any = None) -> bool:
        return self.ask("delete", key, version)

    def has_key(self, key: Any, version: Any = None) -> bool:
        return self.ask("has_key", key, version)

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> int:
        return self.ask("incr", key, delta, version)

    def get_many(self, keys: Iterable[Any], version: Any = None) -> dict[Any, Any]:
        return self.ask("get_many", list(keys), version)

    def set_many(self, data: dict[Any, Any], timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> list[Any]:
        return self.ask("set_many", data, timeout, version)

    def delete_many(self, keys: Iterable[Any], version: Any = None) -> None:
        self.ask("delete_many", list(keys), version)

    def clear(self) -> None:
        self.ask("clear")

    def ask(self, name: str, *args: Any) -> Any:
        if not link.is_resting:
            try:
                answer = getattr(self.shared, name)(*args)
            except RedisError as error:
                link.lost(error)
            else:
                link.found()
                return answer
        return getattr(self.own, name)(*args)
