"""The cache in files and in Redis, and what becomes of a page when neither can be used."""

import logging
import os

import pytest
from django.core.cache import cache
from redis import Redis

from readinglist import caching, databases
from tests.factories import make_paper
from tests.redises import is_installed, redis_at
from tests.torture.servers import free_port

VALUES = [0, -3, "text 中文", b"\0\xff", None, {"a": [1, (2, 3)]}, True, 1.5]
KEYS = ["plain", "with space", "nul\0and\nmore", "中文", "k" * 500]

needs_redis = pytest.mark.skipif(not is_installed() and "CI" not in os.environ, reason="there is no redis-server here")


@pytest.fixture
def in_files(settings, tmp_path):
    settings.CACHES = {"default": databases.cache(tmp_path / "cache")}
    return tmp_path / "cache"


@pytest.fixture
def port(settings, tmp_path, monkeypatch):
    """Of the Redis that the cache is told to use, which does not run yet; asked again at once when it was away."""
    monkeypatch.setenv("CACHE_URL", f"redis://127.0.0.1:{(port := free_port())}/1")
    monkeypatch.setattr(caching, "link", caching.Link())
    monkeypatch.setattr(caching, "REST", 0.0)
    settings.CACHES = {"default": databases.cache(tmp_path / "cache")}
    return port


def use_it_all():
    for key in KEYS:
        for value in VALUES:
            cache.set(key, value, 60)
            assert cache.get(key, "nothing") == value
    assert cache.get_many(KEYS) == dict.fromkeys(KEYS, VALUES[-1])
    assert cache.add("plain", "other") is False
    assert cache.delete("plain") is True
    assert cache.add("plain", 1) is True
    assert cache.incr("plain", 2) == 3
    with pytest.raises(ValueError, match="not found"):
        cache.incr("never set")
    assert cache.touch("plain", 60) is True
    assert "plain" in cache
    assert cache.get_or_set("made", lambda: "now") == cache.get("made") == "now"
    cache.set_many({"one": 1, "two": 2}, 60)
    cache.delete_many(["one"])
    assert cache.get_many(["one", "two"]) == {"two": 2}
    cache.clear()
    assert cache.get("two") is None


@pytest.mark.filterwarnings("ignore::django.core.cache.CacheKeyWarning")
def test_files_keep_whatever_is_kept(in_files):
    use_it_all()
    assert in_files.stat().st_mode & 0o777 == 0o700


@needs_redis
@pytest.mark.filterwarnings("ignore::django.core.cache.CacheKeyWarning")
def test_redis_keeps_whatever_is_kept(port):
    with redis_at(port):
        use_it_all()
        assert not caching.link.is_away


@pytest.mark.filterwarnings("ignore::django.core.cache.CacheKeyWarning")
def test_without_redis_the_machine_keeps_it_by_itself(port):
    use_it_all()
    assert caching.link.is_away


@needs_redis
def test_what_belongs_to_others_in_redis_stays(port):
    with redis_at(port):
        Redis(port=port, db=1).set("theirs", "stays")
        cache.set("ours", 1)
        cache.clear()
        assert cache.get("ours") is None
        assert Redis(port=port, db=1).get("theirs") == b"stays"


@needs_redis
def test_redis_goes_and_comes_back_and_each_is_said_once(port, caplog):
    with redis_at(port):
        cache.set("attempts", 5, 60)
    for _ in range(3):
        assert cache.get("attempts") is None  # counted anew by this machine alone
        cache.set("own", 1, 60)
    assert cache.incr("own") == 2
    with redis_at(port):
        cache.set("attempts", 1, 60)
        assert cache.incr("attempts") == 2
        assert Redis(port=port, db=1).dbsize() == 1
    said = [record.getMessage() for record in caplog.records if record.name == caching.__name__]
    assert said == ["Redis is away, and this machine goes on by itself: ConnectionError", "Redis is there again."]


def test_it_is_not_asked_at_every_turn_while_it_is_away(port, monkeypatch):
    monkeypatch.setattr(caching, "REST", 60)
    asked = []
    monkeypatch.setattr(caching.OwnPart, "get", lambda self, *args: asked.append(args) or self._cache.get(*args[:2]))
    for _ in range(5):
        cache.get("anything")
    assert len(asked) == 1


def test_pages_go_on_without_redis(port, shelf, settings):
    settings.KEEP_COUNTS = True
    make_paper("Gavel")
    for path in ("/", "/papers/", "/me/"):
        assert shelf.get(path).status_code == 200


def test_a_directory_that_cannot_be_used_keeps_nothing(settings, tmp_path, caplog, monkeypatch):
    monkeypatch.setattr(caching.FileCache, "is_failing", False)
    (tmp_path / "file").touch()
    settings.CACHES = {"default": databases.cache(tmp_path / "file" / "cache")}
    for _ in range(3):
        cache.set("key", 1)
        assert cache.get("key", "nothing") == "nothing"
        assert cache.delete("key") is False
        assert "key" not in cache
    said = [record for record in caplog.records if record.name == caching.__name__]
    assert [record.levelno for record in said] == [logging.WARNING]
    assert "cannot be used: Not a directory" in said[0].getMessage()
