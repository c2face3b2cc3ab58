"""The database away, locked or full: 503 for who writes, pages for who reads, and all well again by itself."""

import resource
import sqlite3
from contextlib import closing, contextmanager
from types import SimpleNamespace

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.models import Session
from django.db import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    connection,
)
from django.db.utils import ConnectionHandler
from django.test import Client, RequestFactory
from django.utils.translation import override

from readinglist import databases, errors
from readinglist.outages import is_outage
from tests.factories import make_paper
from tests.pages import elements
from tests.torture.servers import Site, serving

pytestmark = pytest.mark.django_db


# Which errors are outages


@contextmanager
def embedded(path, **options):
    """A database of SQLite as the settings make it, at a path of its own."""
    config = databases.database(f"sqlite:///{path}")
    config["OPTIONS"] |= options
    handler = ConnectionHandler({"default": config})
    try:
        yield handler["default"]
    finally:
        handler["default"].close()


def fault(base, *statements):
    """The error that the last of the statements ends with."""
    with base.cursor() as cursor:
        for statement in statements[:-1]:
            cursor.execute(statement)
        with pytest.raises(DatabaseError) as raised:
            cursor.execute(statements[-1])
    return raised.value


def test_a_locked_database_is_an_outage(tmp_path):
    with embedded(tmp_path / "db", timeout=0) as base, closing(sqlite3.connect(tmp_path / "db")) as other:
        base.ensure_connection()
        other.execute("BEGIN EXCLUSIVE")
        assert is_outage(fault(base, "CREATE TABLE t (x)"))


def test_a_full_database_is_an_outage(tmp_path):
    with embedded(tmp_path / "db") as base:
        full = ("CREATE TABLE t (x)", "PRAGMA max_page_count = 3", "INSERT INTO t VALUES (zeroblob(1000000))")
        assert is_outage(fault(base, *full))


def test_a_database_that_cannot_be_opened_is_an_outage(tmp_path):
    with embedded(tmp_path / "none" / "db") as base, pytest.raises(OperationalError) as raised:
        base.ensure_connection()
    assert is_outage(raised.value)


def test_a_database_that_can_only_be_read_is_an_outage(tmp_path):
    with embedded(tmp_path / "db") as base:
        assert is_outage(fault(base, "CREATE TABLE t (x)", "PRAGMA query_only = on", "INSERT INTO t VALUES (1)"))


@pytest.mark.parametrize(
    "statements",
    [
        ("SELECT x FROM missing",),
        ("CREATE TABLE t (x)", "SELECT y FROM t"),
        ("SELEC 1",),
        ("CREATE TABLE t (x UNIQUE)", "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (1)"),
    ],
)
def test_a_fault_of_ours_is_none(tmp_path, statements):
    with embedded(tmp_path / "db") as base:
        assert not is_outage(fault(base, *statements))


@pytest.mark.parametrize(
    ("kind", "state", "expected"),
    [
        (OperationalError, None, True),  # no connection at all
        (OperationalError, "57P01", True),  # the server is shutting down
        (OperationalError, "57014", True),  # a statement that took too long
        (OperationalError, "53100", True),  # the disk is full
        (OperationalError, "55P03", True),  # a lock that was not given
        (OperationalError, "40P01", True),  # a deadlock
        (DatabaseError, "25006", True),  # a standby
        (InterfaceError, None, True),  # a closed connection
        (ProgrammingError, "42P01", False),  # no such table
        (IntegrityError, "23505", False),
        (DatabaseError, "22P02", False),
        (ValueError, None, False),
    ],
)
def test_what_postgresql_says_is_told_apart(kind, state, expected):
    error = kind("…")
    error.__cause__ = type("Cause", (Exception,), {"sqlstate": state})()
    assert is_outage(error) is expected


# The page


@pytest.mark.parametrize(
    ("code", "first", "second"), [("en", "The database does", "数据库"), ("zh-hans", "数据库", "The database does")]
)
def test_the_page_needs_no_database_and_speaks_both_languages(code, first, second):
    request = RequestFactory().get("/papers/", {"q": "a&b"}, headers={"Cookie": "theme=dark"})
    with override(code):
        answer = errors.unavailable(request)
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")
    assert page.index(first) < page.index(second)
    assert elements(page, "html")[0].get("data-theme") == "dark"
    assert {link.get("href") for link in elements(page, "a")} == {"/", "/papers/?q=a%26b"}


def test_the_page_leads_to_no_other_host():
    request = RequestFactory().get("/")
    request.path = "//evil.example/"
    page = errors.unavailable(request).content.decode()
    assert {link.get("href") for link in elements(page, "a")} == {"/", "/%2Fevil.example/"}


def away(execute, sql, params, many, context):
    raise OperationalError("server closed the connection unexpectedly")


def test_what_was_typed_comes_back(pen):
    paper = make_paper("Gavel")
    with connection.execute_wrapper(away):
        client = Client(raise_request_exception=False)
        client.cookies = pen.cookies
        answer = client.post(f"/papers/{paper.pk}/summary/en/", {"body": "Typed <b>for an hour</b>"})
    assert answer.status_code == 503
    assert "Typed &lt;b&gt;for an hour&lt;/b&gt;" in answer.content.decode()
    assert "most likely not been saved" in answer.content.decode()


def test_a_fault_of_the_program_is_no_outage(shelf, monkeypatch):
    def broken(execute, sql, params, many, context):
        raise ProgrammingError("no such table")

    client = Client(raise_request_exception=False)
    client.cookies = shelf.cookies
    with connection.execute_wrapper(broken):
        assert client.get("/papers/").status_code == 500


def saving_fails(error):
    def save(self, *args, **kwargs):
        raise error

    return save


@pytest.mark.parametrize(
    ("error", "status"),
    [(OperationalError("the connection is lost"), 503), (DatabaseError("Forced update did not affect any rows."), 400)],
)
def test_a_session_that_cannot_be_written_is_an_outage_and_one_that_has_ended_is_not(
    client, member, monkeypatch, error, status
):
    client.force_login(member)
    with monkeypatch.context() as patched:
        patched.setattr(Session, "save", saving_fails(error))
        store = client.session
        store["seen"] = 1
        with pytest.raises(UpdateError) as raised:
            store.save()
    try:
        raise SessionInterrupted("ended") from raised.value
    except SessionInterrupted as interrupted:
        request = RequestFactory().post("/papers/")
        request.user = member
        answer = errors.bad_request(request, interrupted)
    assert answer.status_code == status
    assert ("has most likely been saved" in answer.content.decode()) == (status == 503)
    assert "has most likely not been saved" not in answer.content.decode()


# Served


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A server with little patience over a database of its own."""
    site = Site(tmp_path_factory.mktemp("site"), settings={"LOCK_SECONDS": "1", "WEB_WORKERS": "1"})
    site.prepare(1)
    with serving(site) as server:
        person = server.person("writer-1")
        yield SimpleNamespace(site=site, server=server, person=person, papers=server.papers(person))


@contextmanager
def locked(prepared):
    with closing(sqlite3.connect(prepared.site.directory / "readinglist.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


@contextmanager
def full(prepared):
    """No file of the server may grow, as on a disk that has no room left."""
    pids = [prepared.server.pid, *prepared.server.workers()]
    before = [resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY)) for pid in pids]
    try:
        yield
    finally:
        for pid, limits in zip(pids, before, strict=True):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def mark(prepared, status):
    return prepared.person.send(f"/papers/{prepared.papers[0]}/status/", status=status)


@pytest.mark.parametrize("outage", [locked, full])
def test_reads_go_on_while_writes_are_told_to_wait(prepared, outage):
    assert mark(prepared, "read").status == 302
    with outage(prepared):
        for _ in range(2):
            refused = mark(prepared, "reading")
            assert (refused.status, refused.headers["retry-after"]) == (503, "10")
            assert "The database does not answer" in refused.text
            for path in ("/", "/papers/", "/papers/?q=gpu", f"/papers/{prepared.papers[0]}/sources/", "/me/"):
                assert prepared.person.ask(path).status == 200, path
            assert prepared.person.ask("/healthz").status == 200
    assert mark(prepared, "set-aside").status == 302
