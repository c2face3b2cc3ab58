"""Who leaves takes name, address and private things along; what they wrote for the group stays without a name."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from notes import saved
from notes.models import Claim, Draft, Following, Reading, SavedFilter, Summary
from papers.deeds import remembered
from papers.models import Deed, Import, Merge, Origin, Paper, Suggestion, Tag
from papers.people import FORMER, name_of
from papers.uniting import merge_papers
from readinglist.group.roles import LastAdministrator, Role, give
from readinglist.members.models import Invitation, Profile
from readinglist.members.privacy.leaving import forget, former
from readinglist.operations import audit
from readinglist.operations.models import AuditEntry
from tests.factories import (
    make_admin,
    make_import,
    make_member,
    make_paper,
    make_reading,
    make_suggestion,
    make_summary,
    make_writer,
)

pytestmark = pytest.mark.django_db

NUMBER = 987654
NAME, SHOWN, ADDRESS, SECRET = "xq-leaver", "Xqueline Lëaver", "xqueline@leaver.example", "xq-private-words"


def everything():
    """All that the database holds, as text: (table, column, value) of every table there is."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    yield table, name, value if isinstance(value, str) else json.dumps(value, default=str)


def places_of(*words):
    return sorted({(table, name) for table, name, value in everything() for word in words if word in value})


@pytest.fixture
def leaver(db):
    """Somebody who has left a mark in every table that can hold one."""
    administrator = make_admin()
    person = make_member(NAME, pk=NUMBER)
    give(person, Role.CURATOR)
    person.refresh_from_db()
    person.first_name, person.last_name, person.email = "Xqueline", "Lëaver", ADDRESS
    person.save()
    EmailAddress.objects.create(user=person, email=ADDRESS, verified=True, primary=True)
    UserSession.objects.create(user=person, session_key="k", ip="192.0.2.77", user_agent="Xq-Browser")
    Profile.objects.create(user=person, time_zone="Asia/Shanghai")
    for by, fields in ((person, {}), (administrator, {"used": timezone.now(), "used_by": person})):
        Invitation.objects.create(
            digest=f"{by.pk}", role="member", email=ADDRESS, note=f"Hello {SHOWN}", invited_by=by, language="en",
            expires=timezone.now(), **fields,
        )  # fmt: skip
    papers = [make_paper(title, added_by=person) for title in ("Gavel", "Gavel again", "Pollux")]
    for paper in papers:
        make_reading(person, paper, private_note=f"{SECRET} {paper.title}")
    make_summary(papers[0], author=person, last_editor=person)
    Summary.history.update(history_user=person)
    make_summary(papers[1], body=f"{SECRET} nobody has seen", author=person, last_editor=person, state="draft")
    Draft.objects.create(member=person, paper=papers[2], language="en", body=SECRET)
    Claim.objects.create(member=person, paper=papers[2], language="zh-hans", until=timezone.now())
    saved.pin(person, saved.create(person, name=SECRET, query="tag=gpu"))
    saved.create(person, name="For all", query="tag=gpu", is_shared=True)
    make_suggestion(person, why=SECRET)
    make_import(by=person)
    Origin.objects.create(paper=papers[2], field="year", value="2020", source="curator", by=person)
    for model, row in ((User, person), (Claim, Claim.objects.get())):
        LogEntry.objects.create(
            user=person, content_type=ContentType.objects.get_for_model(model), object_id=row.pk, object_repr=str(row),
            action_flag=CHANGE,
        )  # fmt: skip
    with remembered(Deed.Kind.TAG_RENAMED, "a", "b", person, Tag.objects.all()):
        Tag.objects.create(name="b", slug="b")
    merge_papers(papers[1], papers[0], {}, person)
    audit.note("signed-in", person)
    AuditEntry.objects.update(address="192.0.2.77")
    return person


def test_nothing_in_the_whole_database_names_them_any_more(leaver):
    words = (NAME, "Xqueline", "Lëaver", "L\\u00ebaver", ADDRESS, SECRET, "192.0.2.77", "Xq-Browser")
    before = places_of(*words)
    assert len(before) > 12
    forget(leaver)
    assert places_of(*words) == []


def test_no_row_points_at_them_any_more(leaver):
    forget(leaver)
    named = [
        (relation.related_model._meta.label, relation.field.name)
        for relation in User._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and not relation.field.many_to_many
        if relation.related_model._base_manager.filter(**{relation.field.attname: NUMBER}).exists()
    ]
    assert named == []
    for keeper in (Merge, Deed, Import):
        for journal in keeper.objects.values_list("journal", flat=True):
            assert str(NUMBER) not in json.dumps(journal)


def test_what_they_did_for_the_group_stays_and_is_a_former_members(leaver, shelf):
    forget(leaver)
    summary = Summary.objects.get()
    assert name_of(summary.author) == name_of(summary.last_editor) == "a former member"
    assert {version.history_user.username for version in summary.history.exclude(history_user=None)} == {FORMER}
    assert Paper.objects.filter(added_by__username=FORMER).count() == 2
    assert Import.objects.get().by.username == Origin.objects.get().by.username == FORMER
    page = shelf.get(summary.paper.get_absolute_url()).content.decode()
    assert "Written by a former member" in page
    shelf.cookies["django_language"] = "zh-hans"
    assert "一位已离开的成员" in shelf.get(summary.paper.get_absolute_url()).content.decode()


def test_what_was_theirs_alone_is_gone(leaver):
    other = make_member("other")
    make_reading(other, Paper.objects.first(), private_note="Mine.")
    forget(leaver)
    assert [reading.member for reading in Reading.objects.all()] == [other]
    for model in (Draft, Claim, Following, Suggestion, Profile, EmailAddress, UserSession):
        assert not model.objects.exists(), model
    assert [(one.name, one.owner) for one in SavedFilter.objects.all()] == [("For all", None)]


def test_a_draft_that_somebody_else_worked_on_or_that_was_published_once_stays(leaver):
    writer = make_writer()
    shared = make_summary(make_paper("A"), author=leaver, last_editor=writer, state="draft")
    once = make_summary(make_paper("B"), author=leaver, last_editor=leaver)
    once.state = "draft"
    once.save()
    forget(leaver)
    assert Summary.objects.filter(pk__in=[shared.pk, once.pk]).count() == 2


def test_a_merge_of_papers_they_had_read_can_still_be_parted(leaver, curator, as_user):
    forget(leaver)
    row = Merge.objects.get()
    assert as_user(curator).post(f"/curation/merges/{row.pk}/undo/").status_code == 302
    assert Paper.objects.filter(title="Gavel again").exists()
    assert not Reading.objects.exists()


def test_two_who_leave_are_one(leaver):
    another = make_writer("another")
    make_summary(make_paper("A"), author=another)
    forget(leaver)
    forget(another)
    assert User.objects.filter(username=FORMER).count() == 1
    assert set(Summary.objects.values_list("author__username", flat=True)) == {FORMER}


def test_two_shared_filters_of_one_name_of_two_who_leave_stay(db):
    for name in ("one", "two"):
        person = make_member(name)
        saved.create(person, name="Same", query="tag=gpu", is_shared=True)
        forget(person)
    assert SavedFilter.objects.filter(name="Same", owner=None).count() == 2


def test_their_invitations_are_void(leaver):
    Invitation.objects.create(
        digest="x", role="member", invited_by=leaver, language="en",
        expires=timezone.now() + timezone.timedelta(days=1),
    )  # fmt: skip
    forget(leaver)
    assert not Invitation.objects.waiting().exists()


def test_nobody_signs_in_as_the_one_who_stands_for_all(client, db):
    ghost = former()
    assert not ghost.is_active and not ghost.has_usable_password()
    with pytest.raises(PermissionDenied):
        forget(ghost)


def test_the_last_administrator_stays_and_nothing_is_changed(administrator):
    make_reading(administrator, make_paper(), private_note="Mine.")
    before = list(everything())
    with pytest.raises(LastAdministrator):
        forget(administrator)
    assert list(everything()) == before
    make_admin("another")
    forget(administrator)
    assert not User.objects.filter(pk=administrator.pk).exists()


def test_it_is_written_down_without_a_name(leaver):
    forget(leaver)
    entry = AuditEntry.objects.get(kind="deleted")
    assert (entry.by.username, entry.person.username, entry.address, entry.detail) == (FORMER, FORMER, None, {})


def test_every_session_of_theirs_ends(leaver, as_user):
    clients = [as_user(leaver), as_user(leaver)]
    forget(leaver)
    assert {client.get("/me/").status_code for client in clients} == {302}
