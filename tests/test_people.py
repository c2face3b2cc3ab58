"""Who looks after the people of the group: roles, letting in and keeping out, in the desk and in the admin."""

import threading

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test import Client

from papers.people import FORMER
from readinglist.group.people import set_active
from readinglist.group.roles import LastAdministrator, Role, give, role_of
from readinglist.members.privacy.leaving import forget, former
from readinglist.operations.models import AuditEntry
from tests.factories import PASSWORD, make_admin, make_curator, make_member, make_writer
from tests.pages import elements
from tests.serving import manage
from tests.test_queries import queries

PAGE = "/curation/people/"


def now(person):
    return User.objects.get(pk=person.pk)


@pytest.fixture
def office(administrator, as_user):
    return as_user(administrator)


def send(client, person, role, **more):
    return client.post(f"{PAGE}{person.pk}/role/", {"role": role, **more})


def keep_out(client, person, active="no"):
    return client.post(f"{PAGE}{person.pk}/active/", {"active": active})


def change(client, person, **fields):
    """The admin's form of the person with these fields changed."""
    person = now(person)
    form = {"username": person.username, "first_name": "", "last_name": "", "role": role_of(person).value}
    form |= {"is_active": "on"} if person.is_active else {}
    return client.post(f"/admin/auth/user/{person.pk}/change/", {k: v for k, v in (form | fields).items() if v})


# The page


@pytest.mark.django_db
class TestPage:
    def test_it_lists_everybody_with_their_role_and_nobody_who_has_left(self, desk, curator, member):
        former()
        make_writer("wen")
        names = [cell.text for cell in elements(desk.get(PAGE), "th", scope="row")]
        assert names == ["curator", "member", "wen"]

    def test_it_finds_by_name(self, desk, member):
        make_writer("wen")
        names = [cell.text for cell in elements(desk.get(PAGE + "?q=WE"), "th", scope="row")]
        assert names == ["wen"]
        for query in ("%00", "x" * 5000, "&page=99", "%", "&page=-1"):
            assert desk.get(f"{PAGE}?q={query}").status_code == 200

    def test_it_offers_a_curator_no_role_above_theirs(self, desk, curator, member, administrator):
        page = desk.get(PAGE)
        assert [form.get("action") for form in elements(page, "form") if "/role/" in form.get("action")] == [
            f"{PAGE}{member.pk}/role/"
        ]
        assert [option.get("value") for option in elements(page, "option")] == ["member", "writer", "curator"]

    def test_a_curator_makes_a_member_a_writer(self, desk, member):
        assert send(desk, member, "writer")["Location"] == PAGE
        assert role_of(now(member)) == Role.WRITER
        assert "member: Writer from now on." in desk.get(PAGE).content.decode()

    def test_it_goes_back_to_where_it_was_sent_from_on_this_host_only(self, desk, member):
        assert send(desk, member, "writer", next=f"{PAGE}?q=m")["Location"] == f"{PAGE}?q=m"
        assert send(desk, member, "member", next="//evil/")["Location"] == PAGE

    @pytest.mark.parametrize("role", ["administrator", "curator", "writer", "member"])
    def test_a_curator_does_not_change_their_own_role(self, desk, curator, role):
        assert send(desk, curator, role).status_code == 403
        assert role_of(now(curator)) == Role.CURATOR

    def test_a_curator_neither_makes_nor_unmakes_an_administrator(self, desk, member, administrator):
        assert send(desk, member, "administrator").status_code == 403
        assert send(desk, administrator, "member").status_code == 403
        assert (role_of(now(member)), role_of(now(administrator))) == (Role.MEMBER, Role.ADMINISTRATOR)

    def test_members_and_writers_give_nothing(self, shelf, pen, member, writer):
        for client, person in ((shelf, member), (pen, writer)):
            for role in Role:
                assert send(client, person, role.value).status_code == 403
        assert [role_of(now(person)) for person in (member, writer)] == [Role.MEMBER, Role.WRITER]

    @pytest.mark.parametrize("role", ["", "superuser", "ADMINISTRATOR", "x" * 5000])
    def test_there_are_no_other_roles(self, office, member, role):
        assert send(office, member, role).status_code == 422
        assert role_of(now(member)) == Role.MEMBER

    def test_a_curator_who_is_demoted_is_refused_from_the_next_request_on(self, desk, curator, office, member):
        assert desk.get("/curation/").status_code == 200
        assert send(office, curator, "member").status_code == 302
        assert desk.post("/curation/gaps/").status_code == 403
        assert send(desk, member, "writer").status_code == 403
        assert desk.post("/admin/papers/paper/add/", {"title": "x"}).status_code in {302, 403}
        assert desk.get("/me/").status_code == 200

    def test_an_administrator_keeps_somebody_out_from_the_next_request_on(self, office, shelf, member):
        assert shelf.get("/me/").status_code == 200
        keep_out(office, member)
        assert shelf.get("/me/").status_code == 302
        assert Client().login(username="member", password=PASSWORD) is False
        keep_out(office, member, "yes")
        assert shelf.get("/me/").status_code == 302, "the old session does not come back"
        assert [entry.kind for entry in AuditEntry.objects.filter(person=member)] == [
            "reactivated", "sign-in-failed", "deactivated"
        ]  # fmt: skip

    def test_a_curator_keeps_nobody_out(self, desk, member, administrator):
        for person in (member, administrator):
            assert keep_out(desk, person).status_code == 403
            assert now(person).is_active

    def test_the_last_administrator_neither_steps_down_nor_out(self, office, administrator):
        for role in ("member", "writer", "curator"):
            assert send(office, administrator, role).status_code == 409
        assert keep_out(office, administrator).status_code == 409
        assert role_of(now(administrator)) == Role.ADMINISTRATOR and now(administrator).is_active

    def test_it_asks_as_often_for_20_people_as_for_10(self, desk):
        for number in range(10):
            make_writer(f"writer{number}")
        ten = queries(desk, PAGE)
        for number in range(10):
            make_curator(f"more{number}")
        assert queries(desk, PAGE) == ten


# The admin


@pytest.mark.django_db
class TestAdmin:
    def test_an_administrator_changes_a_role(self, office, member):
        assert change(office, member, role="curator").status_code == 302
        assert role_of(now(member)) == Role.CURATOR
        assert AuditEntry.objects.get(kind="role").detail == {"before": "member", "after": "curator"}

    def test_what_else_is_sent_is_ignored(self, office, member):
        change(
            office, member, is_superuser="on", is_staff="on", user_permissions="1", groups="1", email="x@example.org"
        )
        person = now(member)
        assert (person.is_superuser, person.is_staff, person.email) == (False, False, "")
        assert not person.groups.exists() and not person.user_permissions.exists()

    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("path", ["", "add/", "{pk}/change/", "{pk}/delete/", "{pk}/password/", "{pk}/history/"])
    def test_a_curator_does_nothing_there(self, desk, curator, method, path):
        answer = getattr(desk, method)(f"/admin/auth/user/{path.format(pk=curator.pk)}", {"is_superuser": "on"})
        assert answer.status_code == 403
        assert role_of(now(curator)) == Role.CURATOR

    @pytest.mark.parametrize("fields", [{"role": "member"}, {"role": "curator"}, {"is_active": ""}])
    def test_the_last_administrator_stays(self, office, administrator, fields):
        answer = change(office, administrator, **fields)
        assert answer.status_code == 200
        assert "This is the last administrator" in answer.content.decode()
        assert role_of(now(administrator)) == Role.ADMINISTRATOR and now(administrator).is_active

    def test_the_last_administrator_is_not_deleted_alone_or_among_others(self, office, administrator, member):
        assert office.post(f"/admin/auth/user/{administrator.pk}/delete/", {"post": "yes"}).status_code == 302
        chosen = {"action": "delete_selected", "_selected_action": [member.pk, administrator.pk], "post": "yes"}
        page = office.post("/admin/auth/user/", chosen, follow=True)
        assert "This is the last administrator" in page.content.decode()
        assert User.objects.filter(pk__in=[administrator.pk, member.pk]).count() == 2

    def test_one_of_two_may_go(self, office, administrator):
        another = make_admin("another")
        assert change(office, another, role="member").status_code == 302
        assert role_of(now(another)) == Role.MEMBER

    def test_several_leave_at_once(self, office, member, other):
        chosen = {"action": "delete_selected", "_selected_action": [member.pk, other.pk], "post": "yes"}
        office.post("/admin/auth/user/", chosen)
        assert not User.objects.filter(pk__in=[member.pk, other.pk]).exists()
        assert AuditEntry.objects.filter(kind="deleted").count() == 2

    def test_a_new_password_ends_their_sessions_and_is_written_down(self, office, shelf, member):
        office.post(
            f"/admin/auth/user/{member.pk}/password/",
            {"password1": "quite another horse 7", "password2": "quite another horse 7", "usable_password": "true"},
        )
        assert shelf.get("/me/").status_code == 302
        assert AuditEntry.objects.get(kind="password").person == member

    @pytest.mark.parametrize("role", Role)
    def test_it_filters_by_role(self, office, role):
        make_member(), make_writer(), make_curator()
        cl = office.get(f"/admin/auth/user/?role={role}").context["cl"]
        assert {role_of(person) for person in cl.result_list} == {role}

    def test_who_stands_for_all_who_left_is_nobody_to_edit(self, office):
        ghost = former()
        assert FORMER not in office.get("/admin/auth/user/").content.decode()
        assert office.get(f"/admin/auth/user/{ghost.pk}/change/").status_code == 302


# Two at once


def at_once(*deeds):
    """What each deed raised, all begun together on connections of their own."""
    start, raised = threading.Barrier(len(deeds)), []

    def run(deed):
        try:
            start.wait()
            deed()
        except (LastAdministrator, PermissionDenied) as error:
            raised.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return raised


def two_at_once(way):
    """Two administrators who take it from each other; how many are left, and what was raised."""
    one, other = make_admin(f"one who would {way}"), make_admin(f"other who would {way}")
    deeds = {
        "demote": [lambda: give(other, "member", by=one), lambda: give(one, "member", by=other)],
        "deactivate": [lambda: set_active(other, False, by=one), lambda: set_active(one, False, by=other)],
        "leave": [lambda: forget(one), lambda: forget(other)],
    }[way]
    raised = [error.__name__ for error in at_once(*deeds)]
    left = User.objects.filter(is_superuser=True, is_active=True)
    result = left.count(), raised[0] in {"LastAdministrator", "PermissionDenied"}, len(raised)
    left.delete()
    return result


ON_SQLITE = "SQLite's test database lives in one connection; see the test with a file of its own"


@pytest.mark.skipif(connection.vendor != "postgresql", reason=ON_SQLITE)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["demote", "deactivate", "leave"])
def test_two_administrators_at_once_leave_one(way):
    assert two_at_once(way) == (1, True, 1)


def test_two_administrators_at_once_leave_one_in_a_file_of_sqlite(tmp_path):
    manage(tmp_path, "migrate", "--verbosity=0")
    program = (
        "from tests.test_people import two_at_once\nprint([two_at_once(w) for w in ('demote', 'deactivate', 'leave')])"
    )
    told = manage(tmp_path, "shell", "--no-imports", "-c", program)
    assert told.strip().splitlines()[-1] == str([(1, True, 1)] * 3)


@pytest.mark.skipif(connection.vendor != "postgresql", reason=ON_SQLITE)
@pytest.mark.django_db(transaction=True)
def test_one_who_is_held_by_the_first_is_seen_as_the_first_left_them():
    """On PostgreSQL the second waits for the row, and reads it anew."""
    one, other = make_admin("one"), make_admin("other")
    entered, go_on = threading.Event(), threading.Event()

    def first():
        with transaction.atomic():
            give(other, "member", by=one)
            entered.set()
            go_on.wait(10)

    def second():
        entered.wait(10)
        threading.Timer(0.2, go_on.set).start()
        give(one, "member", by=other)

    assert at_once(first, second) == [PermissionDenied]
    assert role_of(now(one)) == Role.ADMINISTRATOR
