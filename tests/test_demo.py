"""``manage.py demo``: everything that ``make run`` needs, made once."""

import socket
import stat
from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from notes.roles import CURATORS, WRITERS, codenames
from papers.models import Paper
from readinglist.group.roles import PERMISSIONS
from tests.factories import make_list, make_member, make_paper
from tests.imports import tables

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """A fresh DATA_DIR, and fixtures of one venue and two papers."""
    settings.DATA_DIR = settings.BASE_DIR = tmp_path
    (tmp_path / "fixtures").mkdir()
    (tmp_path / "fixtures" / "1_venues.json").write_text('[{"model": "papers.venue", "fields": {"name": "OSDI"}}]')
    (tmp_path / "fixtures" / "2_papers.json").write_text(
        """[
        {"model": "papers.paper", "fields": {"title": "One", "venue": ["OSDI"], "year": 2020,
            "added": "2024-01-01T00:00:00Z", "changed": "2024-01-01T00:00:00Z"}},
        {"model": "papers.paper", "fields": {"title": "调度",
            "added": "2024-01-01T00:00:00Z", "changed": "2024-01-01T00:00:00Z"}}
        ]"""
    )
    return tmp_path


def demo(**options):
    out = StringIO()
    call_command("demo", no_serve=True, stdout=out, **options)
    return out.getvalue()


def accounts(home):
    return dict(line.split(" ") for line in (home / "demo-accounts.txt").read_text().splitlines())


def test_it_fills_an_empty_database(home):
    text = demo()
    assert Paper.objects.count() == 2
    assert "2 papers" in text
    for name, password in accounts(home).items():
        assert f"{name:8} {password}" in text


def test_its_accounts_work_and_are_for_their_owner_only(home):
    demo()
    path = home / "demo-accounts.txt"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(accounts(home)) == ["admin", "curator", "member"]
    assert len(set(accounts(home).values())) == 3
    for name, password in accounts(home).items():
        assert len(password) >= 12
        assert Client().login(username=name, password=password)


def test_each_account_has_its_role():
    demo()
    admin, curator, member = (User.objects.get(username=name) for name in ("admin", "curator", "member"))
    assert admin.is_superuser
    assert (curator.is_superuser, curator.is_staff, curator.groups.get().name) == (False, True, CURATORS)
    assert curator.get_all_permissions() == {
        f"{app}.{codename}" for app, codename in codenames() | PERMISSIONS[CURATORS]
    }
    assert (member.is_superuser, member.is_staff, member.groups.get().name) == (False, False, WRITERS)


def test_its_curator_is_one_also_where_the_group_was_deleted():
    Group.objects.all().delete()
    demo()
    assert User.objects.get(username="curator").has_perm("papers.change_paper")


def test_a_second_run_changes_nothing(home):
    demo()
    before, kept = tables(), accounts(home)
    assert demo() == ""
    assert tables() == before
    assert accounts(home) == kept


def test_it_leaves_a_catalogue_alone():
    make_paper("Ours")
    demo()
    assert [paper.title for paper in Paper.objects.all()] == ["Ours"]


def test_it_leaves_a_database_with_just_a_list_alone():
    make_list("Ours")
    demo()
    assert not Paper.objects.exists()


def test_it_makes_no_accounts_where_there_is_one(home):
    make_member("ada")
    demo()
    assert [user.username for user in User.objects.all()] == ["ada"]
    assert not (home / "demo-accounts.txt").exists()


def test_broken_fixtures_leave_nothing(home):
    (home / "fixtures" / "2_papers.json").write_text(
        '[{"model": "papers.paper", "fields": {"title": "", "added": ""}}]'
    )
    with pytest.raises(Exception, match="2_papers.json"):
        demo()
    assert not any(rows for label, rows in tables().items() if label.startswith("papers."))


def test_an_old_accounts_file_is_replaced(home):
    path = home / "demo-accounts.txt"
    path.write_text("admin old\n")
    path.chmod(0o644)
    demo()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "old" not in accounts(home).values()


def test_accounts_that_cannot_be_kept_are_not_made(settings, home):
    settings.DATA_DIR = home / "gone"
    with pytest.raises(CommandError, match="demo-accounts.txt: No such file or directory"):
        demo()
    assert not User.objects.exists()


@pytest.mark.parametrize("port", ["", "0", "65536", "http", "-1", "80 80", "8000.5"])
def test_it_says_what_a_port_is(port):
    with pytest.raises(CommandError) as raised:
        demo(port=port)
    assert str(raised.value).startswith(f"PORT={port} is not a port;")
    assert not User.objects.exists()


def test_it_names_another_port_where_one_is_taken():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError) as raised:
            call_command("demo", port=str(port))
    assert str(raised.value) == f"Port {port} is taken; choose another: make run PORT={port % 65535 + 1}"
    assert not User.objects.exists()


class Privileged(socket.socket):
    """The port of a system on which one is not root."""

    def bind(self, address):
        raise PermissionError


def test_it_names_a_port_that_needs_more_rights(monkeypatch):
    monkeypatch.setattr("socket.socket", Privileged)
    with pytest.raises(CommandError) as raised:
        call_command("demo", port="80")
    assert str(raised.value) == "Port 80 needs more rights than you have; choose another: make run PORT=8001"
