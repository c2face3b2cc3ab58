"""What watches the server: readiness, and the figures for Prometheus."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from papers.models import SearchDoc
from readinglist import secret_key
from readinglist.operations import readiness
from tests.factories import make_paper
from tests.serving import ROOT

TOKEN = "a-token-that-nobody-guesses"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def anew():
    readiness.is_migrated.cache_clear()
    yield
    readiness.is_migrated.cache_clear()


@pytest.fixture
def token(settings):
    settings.METRICS_TOKEN = TOKEN


def ask(path, shown=None):
    return Client().get(path, headers={"Authorization": f"Bearer {shown}"} if shown else {})


# Readiness


def away(execute, sql, params, many, context):
    raise OperationalError("server closed the connection: host=10.0.0.7 user=readinglist")


def test_it_is_ready(token):
    response = ask("/readyz")
    assert (response.status_code, response.content, response["Content-Type"]) == (200, b"ok\n", "text/plain")
    assert ask("/readyz", TOKEN).json() == dict.fromkeys(readiness.THINGS, "ok")


def spoil_migrations(monkeypatch, settings):
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("papers", recorder.migration_qs.filter(app="papers").latest("pk").name)


def spoil_disk(monkeypatch, settings):
    settings.DISK_LEAST_FREE = 10**18


def spoil_directory(monkeypatch, settings):
    settings.DATA_DIR = settings.DATA_DIR / "gone"


def spoil_search(monkeypatch, settings):
    make_paper("Gavel")
    SearchDoc.objects.all().delete()


def spoil_cache(monkeypatch, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


@pytest.mark.parametrize(
    ("spoil", "thing"),
    [
        (spoil_migrations, "migrations"),
        (spoil_disk, "disk"),
        (spoil_directory, "disk"),
        (spoil_search, "search"),
        (spoil_cache, "cache"),
    ],
)
def test_it_is_not_ready_without_any_one_thing(token, monkeypatch, settings, spoil, thing):
    spoil(monkeypatch, settings)
    response = ask("/readyz")
    assert (response.status_code, response.content) == (503, b"unavailable\n")
    response = ask("/readyz", TOKEN)
    assert response.status_code == 503
    assert [name for name, word in response.json().items() if word == "fault"] == [thing]


def test_nor_without_its_database(token, as_user, administrator):
    admin = as_user(administrator)
    admin.raise_request_exception = False  # its session is in the database, too
    with connection.execute_wrapper(away):
        response = ask("/readyz", TOKEN)
        assert response.status_code == 503
        assert response.json()["database"] == "fault"
        response = Client().get("/readyz")
        assert (response.status_code, response.content) == (503, b"unavailable\n")
        response = admin.get("/readyz")
        assert response.status_code == 503
        assert "10.0.0.7" not in response.content.decode()


def test_it_says_more_to_administrators_only(as_user, administrator, curator, member):
    assert as_user(administrator).get("/readyz").json()["database"] == "ok"
    for user in (curator, member):
        assert as_user(user).get("/readyz").content == b"ok\n"


@pytest.mark.parametrize("shown", ["", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "ключ", "x" * 10_000])
def test_it_says_no_more_to_a_wrong_token(token, shown):
    assert ask("/readyz", shown).content == b"ok\n"
    assert ask("/metrics", shown).status_code == 401


def test_it_is_never_kept():
    assert "no-store" in ask("/readyz")["Cache-Control"]
    assert not ask("/readyz").cookies


def test_it_reads_the_migrations_once_a_minute(django_assert_max_num_queries):
    ask("/readyz")
    with django_assert_max_num_queries(3):
        ask("/readyz")


# Figures


def series(text):
    return {
        line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in text.splitlines() if line and line[0] != "#"
    }


def test_there_are_none_without_a_token_in_the_settings(as_user, administrator):
    assert ask("/metrics").status_code == 404
    assert ask("/metrics", "").status_code == 404
    assert as_user(administrator).get("/metrics").status_code == 404


def test_they_want_the_token(token, as_user, administrator):
    response = as_user(administrator).get("/metrics")
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert "readinglist_" not in response.content.decode()


def test_they_count_by_route_never_by_address(token, shelf):
    paper = make_paper("Gavel")
    before = series(ask("/metrics", TOKEN).content.decode())
    for number in range(3):
        assert Client().get(f"/papers/{number}secret/").status_code == 404
        shelf.get(f"/papers/?q=secret{number}")
        shelf.post(f"/papers/{paper.pk}/status/", {"status": "read"})
        Client().generic(f"ODD{number}", "/healthz")
    text = ask("/metrics", TOKEN).content.decode()
    counted = {name: value - before.get(name, 0) for name, value in series(text).items() if name.startswith(COUNT)}
    expected = {
        ("browse", "GET", "2xx"),
        ("status", "POST", "3xx"),
        ("unmatched", "GET", "4xx"),
        ("healthz", "OTHER", "4xx"),
    }
    for route, method, status in expected:
        assert counted[f'{COUNT}{{method="{method}",route="{route}",status="{status}"}}'] == 3
    assert "secret" not in text
    assert "ODD" not in text


COUNT = "readinglist_request_seconds_count"


def test_they_say_what_waits(token):
    make_paper("Gavel")
    figures = series(ask("/metrics", TOKEN).content.decode())
    assert figures["readinglist_papers"] == 1
    assert figures["readinglist_imports_under_way"] == 0
    assert figures["readinglist_summaries_out_of_step"] == 0
    assert figures["readinglist_suggestions_waiting"] == 0


@pytest.mark.parametrize("short", ["x", "x" * 19])
def test_a_token_that_can_be_guessed_is_refused(short):
    with pytest.raises(ImproperlyConfigured, match="Add to .env: METRICS_TOKEN="):
        secret_key.token("METRICS_TOKEN", short)
    assert secret_key.token("METRICS_TOKEN", "") == ""


WORKER = """
import os, sys
from readinglist.operations import figures
figures.keep_together(sys.argv[1])
import django
django.setup()
from readinglist.operations import metrics
metrics.observe("browse", "GET", 200, 0.2)
if len(sys.argv) > 2:
    print(metrics.generate_latest(metrics.requests()).decode())
    figures.remove()
"""


def test_workers_add_up(tmp_path):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "readinglist.settings", "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-c", WORKER, str(tmp_path)]
    for more in ([], [], ["say"]):
        run = subprocess.run(  # noqa: S603
            [*command, *more], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
    name = f'{COUNT}{{method="GET",route="browse",status="2xx"}}'
    assert series(run.stdout)[name] == 3
