"""What DATABASE_URL and its like mean, and which of them cannot be meant."""

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from readinglist import databases


@pytest.fixture
def given(monkeypatch):
    """An environment of its own."""
    values = {}
    monkeypatch.setattr(environ.Env, "ENVIRON", values)
    return values


def default(tmp_path):
    return databases.configured(tmp_path / "data.sqlite3")["default"]


def test_the_embedded_database_waits_for_its_turn(given, tmp_path):
    config = default(tmp_path)
    assert config["NAME"] == str(tmp_path / "data.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert config["OPTIONS"]["timeout"] == 10
    given["LOCK_SECONDS"] = "3"
    assert default(tmp_path)["OPTIONS"]["timeout"] == 3


def test_postgresql_is_reached_through_a_pool_that_looks_after_its_connections(given, tmp_path):
    given["DATABASE_URL"] = "postgres://ada:p%40ss@db.example:5433/shelf"
    config = default(tmp_path)
    assert {name: config[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")} == {
        "USER": "ada", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": 5433, "NAME": "shelf"
    }  # fmt: skip
    assert config["CONN_HEALTH_CHECKS"] is True
    assert "CONN_MAX_AGE" not in config
    assert config["OPTIONS"]["pool"] | {"max_idle": 0, "reconnect_timeout": 0} == {
        "min_size": 1, "max_size": 6, "timeout": 5, "max_idle": 0, "reconnect_timeout": 0
    }  # fmt: skip


@pytest.mark.parametrize(("threads", "pool", "size"), [("8", "", 10), ("8", "3", 3), ("", "1", 1)])
def test_the_pool_has_room_for_every_thread(given, tmp_path, threads, pool, size):
    given |= {"DATABASE_URL": "postgres://h/n", "WEB_THREADS": threads, "DATABASE_POOL": pool}
    assert default(tmp_path)["OPTIONS"]["pool"]["max_size"] == size


def test_there_need_be_no_pool(given, tmp_path):
    given |= {"DATABASE_URL": "postgres://h/n", "DATABASE_POOL": "0"}
    assert "pool" not in default(tmp_path)["OPTIONS"]


def test_what_the_address_says_comes_with_it(given, tmp_path):
    given["DATABASE_URL"] = "postgres://h/n?sslmode=verify-full&sslrootcert=/ca.pem&options=-c%20work_mem%3D8MB"
    options = default(tmp_path)["OPTIONS"]
    assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/ca.pem")
    assert options["options"] == (
        "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s -c work_mem=8MB"
    )


def test_how_long_a_statement_may_take_is_a_setting(given, tmp_path):
    given |= {"DATABASE_URL": "postgres://h/n", "STATEMENT_SECONDS": "7", "LOCK_SECONDS": "2"}
    assert "-c statement_timeout=7s -c lock_timeout=2s" in default(tmp_path)["OPTIONS"]["options"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DATABASE_URL", "mysql://host/name", "DATABASE_URL is not understood; write postgres://"),
        ("DATABASE_URL", "postgres://host:port/name", "DATABASE_URL is not understood: Port"),
        ("DATABASE_URL", "postgres://host", "DATABASE_URL names no database"),
        ("DATABASE_URL", "postgres://h/n?sslmod=require", "DATABASE_URL: PostgreSQL knows no parameter sslmod"),
        ("DATABASE_URL", "postgres://h/n?pool=3", "DATABASE_URL: PostgreSQL knows no parameter pool"),
        ("DATABASE_URL", "postgres://h/n?CONN_MAX_AGE=60", "DATABASE_URL: PostgreSQL knows no parameter CONN_MAX_AGE"),
        ("REPLICA_URL", "here", "REPLICA_URL is not understood; write postgres://"),
    ],
)
def test_what_cannot_be_meant_is_named(given, tmp_path, name, value, words):
    given[name] = value
    with pytest.raises(ImproperlyConfigured) as raised:
        databases.configured(tmp_path / "data.sqlite3")
    assert str(raised.value).startswith(words)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(("name", "value"), [("DATABASE_POOL", "many"), ("STATEMENT_SECONDS", "0")])
def test_numbers_are_numbers(given, tmp_path, name, value):
    given |= {"DATABASE_URL": "postgres://h/n", name: value}
    with pytest.raises(ImproperlyConfigured, match=f"{name} is '{value}'"):
        databases.configured(tmp_path / "data.sqlite3")


def test_the_cache_is_in_files_or_in_redis(given, tmp_path):
    assert databases.cache(tmp_path)["LOCATION"] == tmp_path
    given["CACHE_URL"] = "rediss://:secret@cache.example:6380/2"
    config = databases.cache(tmp_path)
    assert (config["BACKEND"], config["LOCATION"]) == ("readinglist.caching.SharedCache", [given["CACHE_URL"]])


@pytest.mark.parametrize("value", ["memcached://h", "redis://", "redis://h:port/0", "localhost:6379"])
def test_another_address_of_a_cache_is_named_without_its_password(given, tmp_path, value):
    given["CACHE_URL"] = value
    with pytest.raises(ImproperlyConfigured, match=r"^CACHE_URL is not understood; write redis://"):
        databases.cache(tmp_path)
