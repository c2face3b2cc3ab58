"""What stands in the log, and what never does."""

import json
import logging
from contextlib import suppress

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, OperationalError
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from notes.models import Reading
from readinglist.operations import logs
from readinglist.operations.requests import Observed
from tests.factories import PASSWORD, make_paper

SECRET = "my own thoughts 调度"


class Lines(logging.Handler):
    """All that is logged, as the formatter writes it."""

    def __init__(self, formatter):
        super().__init__(logging.DEBUG)
        self.formatter, self.lines = formatter, []
        self.addFilter(logs.WithoutAddresses())

    def emit(self, record):
        self.lines.append(self.format(record))

    @property
    def text(self):
        return "\n".join(self.lines)

    def about(self, word):
        return [line for line in self.lines if word in line]


@pytest.fixture(params=["plain", "json"])
def written(request):
    """Everything that any logger of the application or of Django writes, in either form."""
    handler = Lines(logs.Plain() if request.param == "plain" else logs.Json())
    handler.is_json = request.param == "json"
    loggers = [logging.getLogger(name) for name in ("", *logs.configuration("plain", "INFO")["loggers"])]
    for logger in loggers:
        logger.addHandler(handler)
    yield handler
    for logger in loggers:
        logger.removeHandler(handler)


def fields(line):
    return json.loads(line)


@pytest.mark.django_db
def test_every_request_has_one_line(written, shelf, member):
    paper = make_paper("Gavel")
    response = shelf.get(f"/papers/?q={SECRET}&tag=private")
    shelf.post(f"/papers/{paper.pk}/status/", {"status": "read"})
    browse, status = written.about("readinglist.requests")
    assert "GET browse 200" in browse
    assert "POST status 302" in status
    assert response["X-Request-ID"] in browse
    assert response["X-Request-ID"] not in status
    if written.is_json:
        line = fields(browse)
        assert set(line) == {"time", "request", "level", "logger", "message", "ms", "user"}
        assert (line["user"], line["request"]) == (member.pk, response["X-Request-ID"])
        assert line["ms"] > 0
    else:
        assert f"user={member.pk}" in browse


@pytest.mark.django_db
def test_nothing_that_was_typed_is_in_it(written, shelf, member):
    paper = make_paper("Gavel")
    shelf.get(f"/papers/?q={SECRET}")
    shelf.post(f"/papers/{paper.pk}/note/", {"private_note": SECRET, "rating": "5", "seen": ""})
    shelf.get(f"/papers/{paper.pk}/{SECRET}/nothing/")
    shelf.get(f"/accounts/invitation/{'t0ken' * 8}/")
    Client(enforce_csrf_checks=True).post("/accounts/login/", {"username": "member", "password": PASSWORD})
    Client().post("/accounts/login/", {"username": SECRET, "password": SECRET})
    assert Reading.objects.get().private_note == SECRET
    assert len(written.lines) >= 6
    for word in ("thoughts", "t0ken", PASSWORD, "/papers/"):
        assert word not in written.text


@pytest.mark.django_db
def test_a_failed_sign_in_says_from_where_and_to_which_account(written, member):
    Client().post("/accounts/login/", {"username": "member", "password": "wrong horse 7"}, REMOTE_ADDR="192.0.2.7")
    [line] = written.about("Sign-in failed")
    assert "192.0.2.7" in line
    assert ("account" in fields(line)) if written.is_json else (f"account={member.pk}" in line)
    assert "wrong horse" not in written.text


@pytest.mark.django_db
def test_a_name_that_nobody_has_may_be_a_password(written):
    Client().post("/accounts/login/", {"username": "hunter2 hunter2", "password": "x"})
    [line] = written.about("Sign-in failed")
    assert "hunter2" not in written.text
    assert "account" not in line


@pytest.mark.parametrize("forged", ["\n", "\r", "\r\n", "\x85", "\u2028", "\x1b[2J", "\x00", "\v", "\f"])
def test_nobody_adds_lines_to_it(written, forged):
    logging.getLogger("readinglist").warning("A name: %s", f"x{forged}2026-01-01 CRITICAL root all is lost")
    assert len(written.lines) == 1
    assert len(written.text.splitlines()) == 1
    assert forged[0] not in written.text


def test_a_message_of_an_error_adds_no_lines_either(written):
    try:
        raise ValueError("x\n2026-01-01T00:00:00 CRITICAL root - all is lost")
    except ValueError:
        logging.getLogger("readinglist").exception("It failed")
    first, *others = written.text.splitlines()
    assert "It failed" in first
    assert all(line.startswith("    ") for line in others)
    assert bool(others) is not written.is_json
    assert "ValueError" in written.text


class Full(psycopg.errors.NotNullViolation):
    def __str__(self):
        return f"null value in column\nDETAIL:  Failing row contains (1, {SECRET},\nthoughts)."


def test_what_a_database_refused_is_not_in_it(written):
    try:
        try:
            raise Full
        except Full as error:
            raise IntegrityError(*error.args, str(error)) from error
    except IntegrityError:
        logging.getLogger("django.request").exception("It failed")
    assert "null value in column" in written.text
    assert "thoughts" not in written.text
    assert "DETAIL" not in written.text


@pytest.mark.django_db
def test_nor_where_it_is_the_database_itself_that_says_it(written, member):
    paper = make_paper("Gavel")
    row = Reading(member=member, paper=paper, private_note=SECRET, rating=99)
    try:
        Reading.objects.bulk_create([row])
    except DatabaseError:
        logging.getLogger("django.request").exception("It failed")
    assert "reading_rating" in written.text
    assert "thoughts" not in written.text


# Ids


def answered(response=None, **meta):
    return Observed(lambda request: response or HttpResponse())(RequestFactory().get("/", **meta))


def test_an_id_is_made_for_each_request():
    first, second = answered()["X-Request-ID"], answered()["X-Request-ID"]
    assert first != second
    assert len(first) == 16


def test_a_proxy_s_id_is_kept():
    assert answered(HTTP_X_REQUEST_ID="a1b2-c3d4.e5_f6")["X-Request-ID"] == "a1b2-c3d4.e5_f6"


@pytest.mark.parametrize(
    "given", ["short", "x" * 65, "with space in it", "new\nline-line", "héllo-héllo", "<script>alert"]
)
def test_no_id_that_is_not_one_is(given):
    assert answered(HTTP_X_REQUEST_ID=given)["X-Request-ID"] != given


@pytest.mark.django_db
def test_a_stranger_s_id_is_not(settings):
    asked = {"headers": {"X-Request-ID": "abcdefgh12345"}}
    assert Client().get("/healthz", **asked)["X-Request-ID"] != "abcdefgh12345"
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    assert Client().get("/healthz", **asked)["X-Request-ID"] == "abcdefgh12345"


def test_a_streamed_answer_is_logged_when_it_is_through(written):
    def pieces():
        yield b"a"
        logging.getLogger("readinglist").warning("in between")
        yield b"b"

    response = answered(StreamingHttpResponse(pieces()))
    assert not written.lines
    assert b"".join(response.streaming_content) == b"ab"
    between, request = written.lines
    assert response["X-Request-ID"] in between
    assert "GET unmatched 200" in request


@pytest.mark.django_db
def test_a_page_that_failed_names_its_id(written, shelf, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError(SECRET)

    monkeypatch.setattr("papers.views.browse.render", fails)
    shelf.raise_request_exception = False
    response = shelf.get("/papers/?q=private")
    assert response.status_code == 500
    assert response["X-Request-ID"] in response.content.decode()
    [line] = written.about("Internal Server Error")
    assert response["X-Request-ID"] in line
    assert "Internal Server Error: browse" in line
    assert "RuntimeError" in line


@pytest.mark.django_db
def test_so_does_one_without_its_database(shelf, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("papers.views.browse.render", away)
    response = shelf.get("/papers/")
    assert response.status_code in {500, 503}
    assert response["X-Request-ID"] in response.content.decode()


def test_statements_and_addresses_are_never_logged():
    loggers = logs.configuration("json", "DEBUG")["loggers"]
    for name in ("django.db.backends", "django.server", "django.request"):
        assert loggers[name]["level"] in {"WARNING", "ERROR"}
    assert logging.getLogger("httpx").getEffectiveLevel() >= logging.WARNING
    with suppress(KeyError):
        assert loggers["gunicorn.access"]["level"] == "ERROR"
