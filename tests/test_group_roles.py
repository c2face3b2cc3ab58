"""Who holds which role, who gives whom which, and that somebody is always left to administer the group."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from notes.roles import CURATORS, WRITERS, codenames
from readinglist.group.roles import (
    ADMINISTRATORS,
    PERMISSIONS,
    LastAdministrator,
    Role,
    give,
    keep_groups,
    may_change,
    may_give,
    role_of,
    roles_to_give,
)
from readinglist.operations.models import AuditEntry
from tests.factories import make_admin, make_curator, make_member, make_writer, permit

pytestmark = pytest.mark.django_db

MAKE = {Role.MEMBER: make_member, Role.WRITER: make_writer, Role.CURATOR: make_curator, Role.ADMINISTRATOR: make_admin}


@pytest.fixture
def people(db):
    return {role: make(f"the {role}") for role, make in MAKE.items()}


def fresh(person):
    return User.objects.get(pk=person.pk)


def held(name):
    rows = Permission.objects.filter(group__name=name)
    return set(rows.values_list("content_type__app_label", "codename"))


def test_roles_are_in_order():
    assert sorted(Role) == [Role.MEMBER, Role.WRITER, Role.CURATOR, Role.ADMINISTRATOR]
    assert Role.CURATOR >= "curator" and Role.WRITER < "curator"


def test_it_knows_the_role_of_everybody(people):
    assert {role_of(fresh(person)): role for role, person in people.items()} == {role: role for role in Role}
    assert role_of(AnonymousUser()) == Role.MEMBER


def test_staff_who_are_no_curators_and_curators_who_are_no_staff_are_members():
    helper = make_member("helper", is_staff=True)
    permit(helper, "view_venue")
    former = make_curator("former")
    former.is_staff = False
    former.save()
    assert (role_of(helper), role_of(fresh(former))) == (Role.MEMBER, Role.MEMBER)


@pytest.mark.parametrize("after", Role)
@pytest.mark.parametrize("before", Role)
def test_who_is_given_a_role_holds_it_and_nothing_above(people, before, after):
    make_admin("another")
    person = people[before]
    assert give(person, after) == (before != after)
    person = fresh(person)
    assert role_of(person) == after
    assert person.is_superuser == (after == Role.ADMINISTRATOR)
    assert person.is_staff == (after in {Role.CURATOR, Role.ADMINISTRATOR})
    assert {group.name for group in person.groups.all()} == {after.group_name} - {""}
    assert person.has_perm("papers.change_paper") == (after >= Role.CURATOR)
    assert person.has_perm("notes.add_summary") == (after >= Role.WRITER)


def test_groups_that_are_no_roles_stay(people):
    permit(people[Role.MEMBER], "view_venue")
    give(people[Role.MEMBER], Role.WRITER)
    assert {group.name[:7] for group in people[Role.MEMBER].groups.all()} == {"Helpers", "Writers"}


def test_nobody_gives_a_role_above_their_own(people):
    given = {giver: [role for role in Role if may_give(people[giver], role)] for giver in Role}
    assert given == {
        Role.MEMBER: [], Role.WRITER: [], Role.CURATOR: list(Role)[:3], Role.ADMINISTRATOR: list(Role)
    }  # fmt: skip
    assert roles_to_give(AnonymousUser()) == []


def test_a_curator_changes_those_below_and_an_administrator_everybody(people):
    others = {role: make(f"another {role}") for role, make in MAKE.items()}
    changed = {giver: [role for role in Role if may_change(people[giver], others[role])] for giver in Role}
    assert changed == {
        Role.MEMBER: [], Role.WRITER: [], Role.CURATOR: list(Role)[:2], Role.ADMINISTRATOR: list(Role)
    }  # fmt: skip


@pytest.mark.parametrize("giver", [Role.MEMBER, Role.WRITER, Role.CURATOR])
def test_nobody_below_an_administrator_promotes_themselves(people, giver):
    for role in Role:
        if role > giver:
            with pytest.raises(PermissionDenied):
                give(people[giver], role, by=people[giver])
    assert role_of(fresh(people[giver])) == giver


def test_a_giver_counts_as_what_they_are_now(people):
    """Not as they were when their page was made."""
    curator = people[Role.CURATOR]
    assert role_of(curator) == Role.CURATOR
    give(fresh(curator), Role.MEMBER, by=people[Role.ADMINISTRATOR])
    with pytest.raises(PermissionDenied):
        give(people[Role.MEMBER], Role.WRITER, by=curator)


def test_who_is_deactivated_gives_nothing(people):
    curator = people[Role.CURATOR]
    curator.is_active = False
    curator.save()
    with pytest.raises(PermissionDenied):
        give(people[Role.MEMBER], Role.WRITER, by=curator)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.WRITER, Role.CURATOR])
def test_the_last_administrator_stays(people, role):
    last = people[Role.ADMINISTRATOR]
    gone = make_admin("deactivated")
    gone.is_active = False
    gone.save()
    for by in (None, last):
        with pytest.raises(LastAdministrator):
            give(last, role, by=by)
    assert role_of(fresh(last)) == Role.ADMINISTRATOR
    make_admin("another")
    assert give(last, role, by=last)


def test_each_change_is_written_down_once(people):
    administrator, member = people[Role.ADMINISTRATOR], people[Role.MEMBER]
    give(member, Role.WRITER, by=administrator)
    give(member, Role.WRITER, by=administrator)
    (entry,) = AuditEntry.objects.all()
    assert (entry.kind, entry.by, entry.person) == ("role", administrator, member)
    assert entry.detail == {"before": "member", "after": "writer"}


def test_after_migrate_every_group_is_there_with_what_it_may():
    Group.objects.all().delete()
    root = User.objects.create_superuser("root")
    call_command("migrate", verbosity=0)
    assert held(WRITERS) == codenames(WRITERS)
    assert held(CURATORS) >= codenames(CURATORS)
    assert not {app for app, _name in held(CURATORS)} & {"auth", "group", "operations", "admin"}
    assert held(ADMINISTRATORS) == PERMISSIONS[ADMINISTRATORS]
    assert {group.name for group in root.groups.all()} == {ADMINISTRATORS}


def test_the_group_of_administrators_follows_who_is_one(people):
    administrators = Group.objects.get(name=ADMINISTRATORS)
    administrators.user_set.set([people[Role.MEMBER]])
    assert role_of(fresh(people[Role.MEMBER])) == Role.MEMBER
    keep_groups()
    assert set(administrators.user_set.all()) == {people[Role.ADMINISTRATOR]}


def test_no_permission_is_held_by_one_person_alone(member):
    member.user_permissions.set(Permission.objects.filter(codename="change_paper"))
    assert not fresh(member).has_perm("papers.change_paper")
