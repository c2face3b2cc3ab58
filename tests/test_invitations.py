"""The page on which curators invite people."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from notes.models import SavedFilter
from readinglist.members.inviting import digest_of
from readinglist.members.models import Invitation
from readinglist.operations.models import AuditEntry
from tests.factories import make_address, make_curator, make_invitation, make_member
from tests.pages import elements

PATH = "/accounts/invitations/"
TYPED = {"email": "ada@example.org", "role": "member", "language": "en", "note": "", "welcome": "", "welcome_query": ""}


@pytest.fixture
def mail_server(settings):
    settings.MAIL_SERVER = True


def invite(client, **typed):
    return client.post(PATH, TYPED | typed)


def link_in(answer):
    return next((element.text for element in elements(answer, "code", id="link")), "")


def errors(answer):
    return [element.text for element in elements(answer, "span", class_="errors")]


def test_an_invitation_is_mailed_and_its_link_works(desk, mail_server, mailoutbox):
    answer = invite(desk, note="See you on Tuesday.", role="writer")
    assert (answer.status_code, answer["Location"]) == (302, PATH)
    (sent,) = mailoutbox
    assert (sent.to, sent.subject) == (["ada@example.org"], "Reading list: you are invited")
    assert "curator invites you to Reading list" in sent.body
    assert "See you on Tuesday." in sent.body
    link = next(line for line in sent.body.splitlines() if "://testserver/accounts/invitation/" in line)
    assert "invites you as: Writer." in Client().get(link).content.decode()
    shown = desk.get(PATH)
    assert "The invitation is on its way to ada@example.org." in shown.content.decode()
    assert link_in(shown) == link


def test_the_link_is_shown_once(desk):
    invite(desk, email="")
    link = link_in(desk.get(PATH))
    assert Client().get(link).status_code == 200
    assert link_in(desk.get(PATH)) == ""
    assert link.split("/")[-2] not in desk.get(PATH).content.decode()
    assert Invitation.objects.get().digest == digest_of(link.split("/")[-2])


def test_without_a_mail_server_it_says_so_and_shows_the_link(desk, mailoutbox):
    invite(desk)
    shown = desk.get(PATH)
    assert "There is no mail server" in shown.content.decode()
    assert link_in(shown) in mailoutbox[0].body


def test_a_mail_that_is_refused_is_said_so(desk, mail_server, monkeypatch):
    def refuse(self, messages):
        raise SMTPServerDisconnected("gone")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    invite(desk)
    shown = desk.get(PATH)
    assert "The mail could not be sent." in shown.content.decode()
    assert Client().get(link_in(shown)).status_code == 200


def test_a_mail_is_in_the_language_of_the_invitation(desk, mail_server, mailoutbox):
    invite(desk, language="zh-hans")
    assert mailoutbox[0].subject == "阅读列表：邀请你加入"
    assert "请由此进入：" in mailoutbox[0].body


def test_who_invites_whom_is_known_and_when_it_ends(desk, curator, settings):
    settings.INVITATION_DAYS = 3
    invite(desk)
    row = Invitation.objects.get()
    assert (row.invited_by, row.email, row.state) == (curator, "ada@example.org", "waiting")
    assert timedelta(days=2, hours=23) < row.expires - timezone.now() <= timedelta(days=3)
    assert AuditEntry.objects.filter(kind="invited", by=curator).exists()


@pytest.mark.parametrize(
    ("who", "roles"),
    [("curator", ["member", "writer", "curator"]), ("administrator", ["member", "writer", "curator"])],
)
def test_the_roles_to_give_are_not_above_one_s_own(request, as_user, who, roles):
    page = as_user(request.getfixturevalue(who)).get(PATH)
    assert [option.get("value") for option in elements(page, "option")][: len(roles)] == roles


@pytest.mark.parametrize("role", ["administrator", "superuser", "", "x"])
def test_no_other_role_is_given(desk, role):
    assert invite(desk, role=role).status_code == 422
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("path", [PATH, f"{PATH}1/again/", f"{PATH}1/revoke/"])
def test_members_and_writers_invite_nobody(shelf, pen, curator, path):
    make_invitation(curator, pk=1)
    for client in (shelf, pen):
        assert client.post(path, TYPED).status_code == 403
        assert client.get(PATH).status_code == 403
    assert Invitation.objects.get().is_waiting


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"email": "no address"}, "Enter a valid email address."),
        ({"email": "Member@example.org"}, "A member of the group has this address."),
        ({"email": "waiting@example.org"}, "An invitation for this address is waiting."),
        ({"welcome_query": "/papers/"}, "There are no filters in this address."),
        ({"welcome": "99"}, "Select a valid choice."),
        ({"language": "fr"}, "Select a valid choice."),
        ({"note": "x" * 501}, "Ensure this value has at most 500 characters"),
    ],
)
def test_what_cannot_be_is_refused_and_kept(desk, curator, member, typed, words):
    make_address(member, "member@example.org")
    make_invitation(curator, email="waiting@example.org")
    answer = invite(desk, **typed)
    assert answer.status_code == 422
    assert [error for error in errors(answer) if error.startswith(words)]
    assert elements(answer, "input", name="email", value=(TYPED | typed)["email"])
    assert Invitation.objects.count() == 1


def test_an_invitation_that_is_over_does_not_stand_in_the_way(desk, curator):
    make_invitation(curator, email="ada@example.org", days=-1)
    assert invite(desk).status_code == 302


def test_a_private_filter_welcomes_nobody(desk, member):
    private = SavedFilter.objects.create(owner=member, name="Mine", query="q=x")
    assert invite(desk, welcome=private.pk).status_code == 422
    assert "Mine" not in desk.get(PATH).content.decode()


def test_the_filters_of_an_address_are_kept(desk):
    invite(desk, welcome_query="http://testserver/papers/?q=gpu&page=3&nonsense=1")
    assert Invitation.objects.get().welcome_query == "q=gpu"


def test_a_filter_and_an_address_are_too_much(desk, curator):
    shared = SavedFilter.objects.create(owner=curator, name="Ours", query="q=x", is_shared=True)
    assert invite(desk, welcome=shared.pk, welcome_query="q=gpu").status_code == 422


def test_sending_again_makes_the_first_link_void(desk, curator, mail_server, mailoutbox):
    row, first = make_invitation(curator, email="ada@example.org", days=-2)
    assert desk.post(f"{PATH}{row.pk}/again/").status_code == 302
    second = link_in(desk.get(PATH))
    assert second in mailoutbox[0].body
    assert (Client().get(first).status_code, Client().get(second).status_code) == (410, 200)


def test_one_that_was_taken_back_can_be_sent_again(desk, curator):
    row, _ = make_invitation(curator, revoked=timezone.now())
    desk.post(f"{PATH}{row.pk}/again/")
    assert Client().get(link_in(desk.get(PATH))).status_code == 200


def test_one_that_was_accepted_cannot(desk, curator, member):
    row, _ = make_invitation(curator, used=timezone.now(), used_by=member)
    assert desk.post(f"{PATH}{row.pk}/again/").status_code == 404
    desk.post(f"{PATH}{row.pk}/revoke/")
    row.refresh_from_db()
    assert row.state == "used"


def test_a_colleague_s_invitation_becomes_one_s_own_when_it_is_sent_again(desk, curator):
    other = make_curator("bob")
    row, _ = make_invitation(other)
    desk.post(f"{PATH}{row.pk}/again/")
    row.refresh_from_db()
    assert row.invited_by == curator


def test_taking_back_makes_the_link_void(desk, curator):
    row, link = make_invitation(curator)
    assert desk.post(f"{PATH}{row.pk}/revoke/").status_code == 302
    assert Client().get(link).status_code == 410
    assert AuditEntry.objects.filter(kind="invitation-withdrawn").count() == 1
    desk.post(f"{PATH}{row.pk}/revoke/")
    assert "was not waiting any more" in desk.get(PATH).content.decode()
    assert AuditEntry.objects.filter(kind="invitation-withdrawn").count() == 1


def test_every_state_is_told(desk, curator, member):
    make_invitation(curator, email="waiting@example.org")
    make_invitation(curator, email="late@example.org", days=-1)
    make_invitation(curator, email="back@example.org", revoked=timezone.now())
    make_invitation(curator, email="in@example.org", used=timezone.now(), used_by=member)
    page = desk.get(PATH).content.decode()
    for word in ("Waiting", "Expired", "Taken back", "Accepted", "in@example.org", "member"):
        assert word in page
    assert page.count("/again/") == 3
    assert page.count("/revoke/") == 1


def test_its_queries_do_not_grow(desk, curator, django_assert_num_queries):
    for number in range(5):
        make_invitation(curator, email=f"{number}@example.org", used_by=make_member(f"m{number}"), used=timezone.now())
    with django_assert_num_queries(11):
        desk.get(PATH)
    for number in range(5, 15):
        make_invitation(make_curator(f"c{number}"), used_by=make_member(f"m{number}"), used=timezone.now())
    with django_assert_num_queries(11):
        desk.get(PATH)


def test_nothing_is_mailed_where_a_form_is_refused(desk, mail_server):
    invite(desk, role="x")
    assert not mail.outbox
