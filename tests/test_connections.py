"""PostgreSQL's connections: how long they wait, and what becomes of those that have died."""

import pytest
from django.db import connection

from notes.models import Reading
from tests.databases import IS_POSTGRESQL
from tests.factories import make_paper, make_writer

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not IS_POSTGRESQL, reason="asks PostgreSQL")]


def test_a_statement_and_a_lock_wait_only_so_long():
    with connection.cursor() as cursor:
        found = {}
        for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "application_name"):
            cursor.execute(f"SHOW {name}")
            found[name] = cursor.fetchone()[0]
    assert found == {
        "statement_timeout": "30s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "1min",
        "application_name": "readinglist",
    }


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_a_lock_for_too_long_gets_503(as_user):
    client, paper = as_user(make_writer()), make_paper("Gavel")
    other = connection.copy()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("LOCK TABLE notes_reading IN EXCLUSIVE MODE")
        refused = client.post(f"/papers/{paper.pk}/status/", {"status": "read"})
        assert (refused.status_code, refused["Retry-After"]) == (503, "10")
        assert client.get("/papers/").status_code == 200
        other.rollback()
        assert client.post(f"/papers/{paper.pk}/status/", {"status": "read"}).status_code == 302
        assert Reading.objects.count() == 1
    finally:
        other.close()
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_has_died_is_noticed_before_it_is_used(as_user):
    client = as_user(make_writer())
    assert client.get("/papers/").status_code == 200
    connection.close()  # back to the pool
    end_all_that_wait()
    assert client.get("/papers/").status_code == 200


def test_a_pool_of_which_every_connection_has_died_gives_a_new_one_at_once():
    """As after a restart of PostgreSQL while nobody asks."""
    options = connection.settings_dict["OPTIONS"]
    base = connection.copy("dying")
    base.settings_dict = {**connection.settings_dict, "OPTIONS": {**options, "pool": {"max_size": 8, "timeout": 3}}}
    pool = base.pool
    pool.open()
    try:
        taken = [pool.getconn() for _ in range(8)]
        dead = {each.info.backend_pid for each in taken}
        for each in taken:
            pool.putconn(each)
        end_all_that_wait()
        with base.cursor() as cursor:  # of eight looked at one by one it would be the 127th second
            cursor.execute("SELECT pg_backend_pid()")
            assert cursor.fetchone()[0] not in dead
        base.close()
    finally:
        base.close_pool()


def end_all_that_wait() -> None:
    """End every connection to the database of the tests in which nothing happens."""
    other = connection.copy()
    other.settings_dict = {**connection.settings_dict, "OPTIONS": {}}
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                       " AND datname = current_database() AND state = 'idle'")  # fmt: skip
    other.close()
