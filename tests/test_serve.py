"""`make serve`: what it refuses to start with, and what it says to do."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import environ
import pytest

from readinglist import environment
from readinglist.operations import safety
from readinglist.operations.checks import is_mended
from tests.serving import ROOT, manage, surroundings
from tests.torture.load import Person
from tests.torture.servers import Site, serving

SAFE = {
    "SECRET_KEY": "a key of more than fifty characters, kept for this test",
    "ALLOWED_HOSTS": "papers.example.org",
    "HTTPS": "on",
    "TRUSTED_PROXIES": "127.0.0.1",
    "HTTP_ONLY": "",
    "DEBUG": "",
    "BIND": "",
    "DATABASE_URL": "",
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    directory = tmp_path_factory.mktemp("serve")
    manage(directory, "prepare")
    return directory


def run(directory, *arguments, **settings):
    command = [sys.executable, *(arguments or ("manage.py", "serve", "--check"))]
    environment = surroundings(directory, {**SAFE, **settings})
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)  # noqa: S603


def test_it_starts_with_safe_settings(prepared):
    done = run(prepared)
    assert (done.returncode, done.stdout) == (0, "The settings are safe and everything is prepared.\n")
    assert ("operations.W001" in done.stderr) is not is_mended(sqlite3.sqlite_version_info)
    assert "security.W" not in done.stderr


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"DEBUG": "on"}, "DEBUG=off"),
        ({"SECRET_KEY": ""}, r"SECRET_KEY=[\w-]{50,}"),
        ({"SECRET_KEY": "short", "DEBUG": "on"}, r"SECRET_KEY=[\w-]{50,}"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS=papers.example.org"),
        ({"ALLOWED_HOSTS": "papers.example.org,*"}, "ALLOWED_HOSTS=papers.example.org"),
        ({"HTTPS": "off"}, "HTTPS=on"),
        ({"HTTPS": "", "HTTP_ONLY": "off"}, "HTTPS=on"),
        ({"HTTP_ONLY": "on"}, "HTTP_ONLY=off"),
        ({"TRUSTED_PROXIES": ""}, "TRUSTED_PROXIES=127.0.0.1"),
        ({"BIND": "unix:/run/readinglist/socket"}, "TRUSTED_PROXIES=unix"),
    ],
)
def test_it_refuses_and_names_the_line_to_add(monkeypatch, settings, given, line):
    values = {**SAFE, **given}
    monkeypatch.setattr(environ.Env, "ENVIRON", values)
    settings.DEBUG, settings.HTTPS = environment.flag("DEBUG"), environment.flag("HTTPS")
    settings.TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES")
    lines = [danger.line for danger in safety.dangers()]
    assert any(re.fullmatch(line, found) for found in lines), lines
    name, value = next(found for found in lines if re.fullmatch(line, found)).split("=", 1)
    values[name] = value
    settings.DEBUG, settings.HTTPS = environment.flag("DEBUG"), environment.flag("HTTPS")
    settings.TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES")
    assert not any(re.fullmatch(line, danger.line) for danger in safety.dangers())


def test_it_says_everything_at_once(prepared):
    done = run(prepared, SECRET_KEY="", ALLOWED_HOSTS="", TRUSTED_PROXIES="", DEBUG="on")
    assert done.returncode == 1
    assert done.stderr.count("Add to .env:\n  ") == 4
    assert "Traceback" not in done.stderr


def test_without_https_it_wants_to_be_told_so(prepared):
    done = run(prepared, HTTPS="off", HTTP_ONLY="on", TRUSTED_PROXIES="")
    assert done.returncode == 0
    assert "security.W" not in done.stderr


def test_it_refuses_a_database_that_was_not_migrated(tmp_path):
    done = run(tmp_path)
    assert done.returncode == 1
    assert re.search(r"lacks \d+ migrations, the first is \S+\. Run: make prepare", done.stderr)


def test_it_refuses_static_files_that_were_not_collected(prepared, tmp_path):
    (tmp_path / "readinglist.sqlite3").write_bytes((prepared / "readinglist.sqlite3").read_bytes())
    done = run(tmp_path)
    assert done.returncode == 1
    assert "static files are not collected" in done.stderr


def test_it_refuses_a_database_that_is_away(prepared):
    done = run(prepared, DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing")
    assert done.returncode == 1
    assert "The database cannot be used: " in done.stderr
    assert "Traceback" not in done.stderr


def test_it_serves(prepared):
    """What only the server itself can show; `make torture` does worse to it."""
    settings = {"LOG_FORMAT": "json", "METRICS_TOKEN": "a-token-that-nobody-guesses"}
    with serving(Site(prepared), **settings) as server:
        visitor = Person(server.port)
        assert visitor.ask("/papers/?q=" + "a" * 8_000).status == 302
        assert visitor.ask("/papers/?q=" + "a" * 9_000).status == 414
        told = {"X_Forwarded_Proto": "https", "X_Forwarded_For": "203.0.113.9", "X_Request_ID": "forged-request-id"}
        assert visitor.ask("/accounts/login/", **told).headers["x-request-id"] != "forged-request-id"
        for _ in range(10):
            visitor.ask("/accounts/login/")
        figures = visitor.ask("/metrics", Authorization="Bearer a-token-that-nobody-guesses").text
        mapped = "".join(Path(f"/proc/{worker}/maps").read_text() for worker in server.workers())
        os.kill(server.workers()[0], signal.SIGKILL)
        assert visitor.ask("/readyz").status == 200
    count = 'readinglist_request_seconds_count{method="GET",route="account_login",status="2xx"} 11.0'
    assert count in figures
    lines = [json.loads(line) for line in server.said().splitlines()]
    loggers = {line["logger"] for line in lines} - {"readinglist.operations.management.commands.serve"}
    assert loggers == {"gunicorn.error", "readinglist.requests"}
    requests = [line for line in lines if line["logger"] == "readinglist.requests"]
    assert all(line["request"] and line["ms"] for line in requests)
    assert "aaaa" not in server.said()
    [together] = set(re.findall(r"/\S+/readinglist-[\w-]+(?=/\w+\.db)", mapped))
    assert not Path(together).exists()


def test_preparing_twice_changes_nothing(prepared):
    before = (prepared / "readinglist.sqlite3").read_bytes()
    said = manage(prepared, "prepare")
    assert "Migrating" not in said
    assert "index" not in said
    assert (prepared / "readinglist.sqlite3").read_bytes() == before


def test_the_application_itself_refuses_to_start_without_a_key(prepared):
    done = run(prepared, "-c", "import readinglist.wsgi", SECRET_KEY="")
    assert done.returncode != 0
    assert "SECRET_KEY is missing. Add to .env: SECRET_KEY=" in done.stderr
    assert run(prepared, "-c", "import readinglist.wsgi", SECRET_KEY="short").returncode != 0


def test_its_server_knows_no_django_before_it_forks(prepared):
    code = "import readinglist.operations.gunicorn_conf, sys; sys.exit('django.db' in sys.modules)"
    assert run(prepared, "-c", code).returncode == 0
    code = "from readinglist.operations import gunicorn_conf as c; print(c.preload_app, c.limit_request_line)"
    assert run(prepared, "-c", code).stdout == "False 8190\n"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"WEB_WORKERS": "0"}, "WEB_WORKERS is '0'; write a number from 1 to 64."),
        ({"SECRET_KEY": "short"}, "SECRET_KEY has 5 characters and needs 50. Add to .env: SECRET_KEY="),
        ({"METRICS_TOKEN": "short"}, "METRICS_TOKEN has 5 characters and needs 20. Add to .env: METRICS_TOKEN="),
    ],
)
def test_what_cannot_be_used_at_all_is_named_too(prepared, given, words):
    done = run(prepared, **given)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Settings: {words}")
