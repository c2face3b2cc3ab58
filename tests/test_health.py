"""Whether the application stands, for whatever watches it."""

import pytest
from django.db import OperationalError, connection
from django.test import Client


def away(execute, sql, params, many, context):
    raise OperationalError("server closed the connection: host=10.0.0.7 user=readinglist")


@pytest.mark.django_db
def test_it_says_ok():
    response = Client().get("/healthz")
    assert (response.status_code, response.content, response["Content-Type"]) == (200, b"ok\n", "text/plain")


@pytest.mark.django_db
def test_it_says_no_more_than_that_the_database_is_away():
    with connection.execute_wrapper(away):
        response = Client().get("/healthz")
    assert (response.status_code, response.content) == (503, b"unavailable\n")


@pytest.mark.django_db
def test_it_is_never_kept_and_leaves_nothing_behind():
    response = Client().get("/healthz")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert "Server" not in response.headers


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_only_answers(method):
    assert getattr(Client(), method)("/healthz").status_code == 405


@pytest.mark.django_db
def test_it_asks_the_database_one_thing(django_assert_num_queries):
    with django_assert_num_queries(1):
        Client().get("/healthz")
