"""Reading from a copy: what is read there, what never is, and what becomes of a page when the copy fails."""

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection, connections, transaction
from django.test import Client
from django.urls import reverse

from notes.models import Reading
from papers.models import Paper
from readinglist import databases, replicas
from tests.databases import IS_POSTGRESQL, asked, new_database
from tests.factories import make_admin, make_member, make_paper

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people():
    return [make_member(), make_admin()]


@pytest.fixture
def paper(people):
    return make_paper("Primary Gavel", nickname="Gavel")


@pytest.fixture
def copy(paper, tmp_path, settings, monkeypatch):
    """A copy whose papers are called otherwise, so that one sees what was read there; the address of it."""
    usual = connection.settings_dict["NAME"]
    if IS_POSTGRESQL:
        connection.close()
        connection.close_pool()
        of = f"postgres:///{usual}"
    else:
        of = f"sqlite:///{tmp_path / 'usual.sqlite3'}"
        connection.cursor().execute("VACUUM INTO %s", [of.removeprefix("sqlite:///")])
    with new_database(tmp_path, of=of) as url:
        with asked(url) as ask:
            ask("UPDATE papers_paper SET title = 'Copied Gavel'")
            ask("UPDATE auth_user SET is_active = false, is_superuser = false")
        connections.settings["replica"] = connections.configure_settings(
            {"default": connections.settings["default"], "replica": databases.database(url)}
        )["replica"]
        allow(connections["replica"])
        settings.DATABASE_ROUTERS = ["readinglist.replicas.Router"]
        monkeypatch.setattr(replicas, "link", replicas.Link())
        yield url
        connections["replica"].close()
        if IS_POSTGRESQL:
            connections["replica"].close_pool()
        del connections["replica"], connections.settings["replica"]


def allow(replica):
    """Let it be connected to, which tests may only where the settings had it when they began."""

    def connect():
        if replica.connection is None:
            with replica.wrap_database_errors:
                replica.connect()

    replica.ensure_connection = connect


@pytest.fixture
def client(copy, people):
    client = Client()
    client.force_login(people[0])
    return client


def seen(client, path="/papers/"):
    page = client.get(path, follow=True)  # the title is in the address
    assert page.status_code == 200
    text = page.content.decode().replace("<mark>", "").replace("</mark>", "")
    assert ("Copied Gavel" in text) != ("Primary Gavel" in text)
    return "copy" if "Copied Gavel" in text else "primary"


def test_pages_are_read_from_the_copy(client, paper):
    for path in ("/papers/", paper.get_absolute_url(), "/papers/?q=gavel", f"/papers/{paper.pk}/sources/"):
        assert seen(client, path) == "copy", path


def test_who_somebody_is_and_the_admin_are_not(client, people, paper):
    assert seen(client) == "copy"  # where this member is deactivated
    client.force_login(people[1])
    page = client.get(reverse("admin:papers_paper_change", args=[paper.pk])).content.decode()
    assert "Primary Gavel" in page
    assert User.objects.get(pk=people[1].pk).is_superuser


def test_after_writing_one_reads_from_the_database_itself_for_a_while(client, paper, settings):
    assert seen(client) == "copy"
    answer = client.post(f"/papers/{paper.pk}/status/", {"status": "read"})
    cookie = answer.cookies["fresh"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (settings.REPLICA_SECONDS, True, "Lax")
    assert Reading.objects.using("default").count() == 1
    assert seen(client) == "primary"
    del client.cookies["fresh"]  # as the browser does when its time is over
    assert seen(client) == "copy"


def test_others_are_not_held_up_by_that(client, people, paper):
    client.post(f"/papers/{paper.pk}/status/", {"status": "read"})
    other = Client()
    other.force_login(people[1])
    assert seen(other) == "copy"


def test_what_is_read_for_writing_is_read_from_the_database_itself(client, paper):
    replicas.reads_from.set("replica")
    try:
        assert Paper.objects.get().title == "Copied Gavel"
        with transaction.atomic():
            assert Paper.objects.get().title == "Primary Gavel"
            assert Paper.objects.select_for_update().get().title == "Primary Gavel"
        Paper.objects.filter(pk=paper.pk).update(title="Changed")
        assert Paper.objects.using("default").get().title == "Changed"
        assert Paper.objects.get().title == "Copied Gavel"
    finally:
        replicas.reads_from.set("default")


def test_without_the_copy_all_is_read_from_the_database_itself(client, monkeypatch, caplog):
    replica = connections["replica"]
    replica.close()
    monkeypatch.setitem(replica.settings_dict, "NAME", "/nowhere/db" if not IS_POSTGRESQL else "nowhere")
    if IS_POSTGRESQL:
        replica.close_pool()
        replica.settings_dict["OPTIONS"] = {}
    for _ in range(3):
        assert seen(client) == "primary"
    said = [record.getMessage() for record in caplog.records if record.name == replicas.__name__]
    assert len(said) == 1
    assert said[0].startswith("The replica is away, and everything is read from the database itself: ")


def test_a_copy_that_fails_under_a_page_is_left(client, copy, monkeypatch):
    with asked(copy) as ask:
        ask("ALTER TABLE papers_paper RENAME TO gone")
    with pytest.raises(Exception, match="papers_paper"):
        client.get("/papers/")  # a fault is a fault

    def cut(execute, sql, params, many, context):
        raise OperationalError("server closed the connection unexpectedly")

    with connections["replica"].execute_wrapper(cut):
        assert seen(client) == "primary"
    assert seen(client) == "primary"  # it is not asked again for a while


def test_there_is_no_marker_without_a_copy(db):
    client, paper = Client(), make_paper("Alone")
    client.force_login(make_member())
    assert "fresh" not in client.post(f"/papers/{paper.pk}/status/", {"status": "read"}).cookies


def test_the_address_of_the_copy_is_taken_from_the_settings(monkeypatch, tmp_path):
    monkeypatch.setenv("REPLICA_URL", f"sqlite:///{tmp_path / 'copy'}")
    monkeypatch.setenv("DATABASE_URL", "")
    found = databases.configured(tmp_path / "usual")
    assert found["replica"]["NAME"] == str(tmp_path / "copy")
    assert found["default"]["NAME"] == str(tmp_path / "usual")
