"""What the curators' group may do, and the migration that makes it."""

import importlib
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from notes.roles import CURATORS, WRITERS, codenames, grant
from readinglist.group.roles import PERMISSIONS
from tests.factories import make_member

migration = importlib.import_module("notes.migrations.0002_roles_and_templates")
later = importlib.import_module("notes.migrations.0003_curation_desk_roles")

GROUPS = (CURATORS, WRITERS)

pytestmark = pytest.mark.django_db


@pytest.fixture
def history():
    """The models as they were when the last of the migrations ran, and what they run with."""
    state = MigrationExecutor(connection).loader.project_state(("notes", "0003_curation_desk_roles"))
    return state.apps, SimpleNamespace(connection=connection)


def held(group):
    return {(one.content_type.app_label, one.codename) for one in group.permissions.select_related("content_type")}


def test_the_group_holds_just_what_a_curator_needs():
    group = grant(CURATORS, Group, Permission)
    assert held(group) == codenames() | PERMISSIONS[CURATORS]
    assert {app for app, _codename in held(group)} == {"papers", "notes", "members"}


@pytest.mark.parametrize("name", GROUPS)
def test_every_permission_named_exists(name):
    known = set(Permission.objects.values_list("content_type__app_label", "codename"))
    assert codenames(name) <= known


@pytest.mark.parametrize(
    "permission",
    [
        "auth.view_user", "auth.change_user", "auth.change_group", "notes.change_reading", "notes.delete_reading",
        "papers.change_listentry", "papers.delete_listentry", "papers.delete_paperlist", "papers.delete_section",
        "papers.delete_historicalpaper", "papers.change_historicalpaper", "admin.view_logentry",
    ],
)  # fmt: skip
def test_a_curator_may_not(curator, permission):
    assert not curator.has_perm(permission)


def test_a_member_may_nothing():
    assert make_member().get_all_permissions() == set()


def test_granting_gives_back_what_was_taken_and_takes_nothing():
    group = grant(CURATORS, Group, Permission)
    group.permissions.remove(Permission.objects.get(codename="change_paper"))
    group.permissions.add(Permission.objects.get(codename="view_user"))
    grant(CURATORS, Group, Permission)
    assert held(group) == codenames() | PERMISSIONS[CURATORS] | {("auth", "view_user")}
    assert Group.objects.filter(name=CURATORS).count() == 1


def test_the_migration_makes_the_group_and_takes_it_back(history):
    Group.objects.all().delete()
    migration.create_groups(*history)
    assert {group.name: held(group) for group in Group.objects.all()} == {name: codenames(name) for name in GROUPS}
    migration.create_groups(*history)
    assert Group.objects.count() == len(GROUPS)
    migration.delete_groups(*history)
    assert not Group.objects.exists()


def test_the_migration_makes_the_permissions_that_are_not_there_yet(history):
    Group.objects.all().delete()
    Permission.objects.filter(content_type__app_label__in=["papers", "notes"]).delete()
    migration.create_groups(*history)
    later.grant_again(*history)
    assert {group.name: held(group) for group in Group.objects.all()} == {name: codenames(name) for name in GROUPS}
