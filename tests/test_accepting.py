"""The way in: by an invitation, once, and by nothing else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from notes.models import Following, SavedFilter
from readinglist.group.roles import Role, give, role_of
from readinglist.members.inviting import digest_of
from readinglist.members.models import Invitation
from tests.factories import make_address, make_curator, make_invitation
from tests.pages import elements

SECRET = "a long enough phrase"
TYPED = {"name": "Ada 爱达", "username": "ada", "email": "", "password1": SECRET, "password2": SECRET}


def join(link, client=None, **typed):
    return (client or Client()).post(link, TYPED | typed)


def errors(answer):
    return [element.text for element in elements(answer, "span", class_="errors")]


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/signup/?email=a@example.org"])
def test_nobody_signs_up_without_one(db, path):
    answer = Client().get(path)
    assert answer.status_code == 403
    assert "By invitation only" in answer.content.decode()
    assert Client().post(path, TYPED).status_code == 405
    assert not User.objects.exists()


def test_its_link_makes_an_account_and_signs_in(curator):
    invitation, link = make_invitation(curator, role="writer", note="See you on Tuesday.")
    client = Client()
    page = client.get(link)
    assert page.status_code == 200
    assert "curator invites you as: Writer." in page.content.decode()
    assert "See you on Tuesday." in page.content.decode()
    answer = join(link, client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    ada = User.objects.get(username="ada")
    assert (ada.first_name, ada.email, role_of(ada)) == ("Ada 爱达", "", Role.WRITER)
    assert ada.check_password(SECRET)
    assert client.get("/me/").wsgi_request.user == ada
    invitation.refresh_from_db()
    assert (invitation.used_by, invitation.state) == (ada, "used")


def test_it_works_once(curator):
    _, link = make_invitation(curator)
    join(link)
    for answer in (Client().get(link), join(link, username="bob")):
        assert answer.status_code == 410
        assert "does not work any more" in answer.content.decode()
    assert not User.objects.filter(username="bob").exists()


@pytest.mark.parametrize("fields", [{"days": -1}, {"revoked": timezone.now()}])
def test_it_does_not_work_when_it_is_too_old_or_taken_back(curator, fields):
    _, link = make_invitation(curator, **fields)
    assert Client().get(link).status_code == 410
    assert join(link).status_code == 410
    assert not User.objects.filter(username="ada").exists()


@pytest.mark.parametrize("token", ["wrong", "%00", "a" * 5000, "..", "token-0"])
def test_a_wrong_one_tells_nothing(db, token):
    assert Client().get(f"/accounts/invitation/{token}/").status_code in {404, 410}


def test_it_lapses_with_the_role_of_whoever_gave_it(curator, administrator):
    _, as_member = make_invitation(curator)
    _, as_curator = make_invitation(curator, role="curator")
    give(curator, "writer", administrator)
    assert (Client().get(as_member).status_code, Client().get(as_curator).status_code) == (410, 410)


def test_it_lapses_when_whoever_gave_it_is_deactivated_or_gone(curator):
    _, link = make_invitation(curator)
    User.objects.filter(pk=curator.pk).update(is_active=False)
    assert join(link).status_code == 410
    User.objects.get(pk=curator.pk).delete()
    assert join(link).status_code == 410


def test_only_a_hash_of_its_secret_is_kept(curator):
    invitation, link = make_invitation(curator)
    token = link.split("/")[-2]
    assert invitation.digest == digest_of(token)
    kept = [str(value) for row in Invitation.objects.values_list() for value in row]
    assert not [value for value in kept if token in value]


def test_the_address_it_was_sent_to_is_confirmed(curator, mailoutbox):
    _, link = make_invitation(curator, email="ada@example.org")
    assert not elements(Client().get(link), "input", name="email")
    join(link, email="someone@else.example")
    ada = User.objects.get(username="ada")
    assert ada.email == "ada@example.org"
    assert [(row.email, row.verified, row.primary) for row in EmailAddress.objects.filter(user=ada)] == [
        ("ada@example.org", True, True)
    ]
    assert not [mail for mail in mailoutbox if mail.to == ["ada@example.org"]]


def test_who_claimed_that_address_without_confirming_it_gives_way(curator, member):
    make_address(member, "ada@example.org", verified=False)
    _, link = make_invitation(curator, email="ada@example.org")
    join(link)
    member.refresh_from_db()
    assert (member.email, User.objects.get(username="ada").email) == ("", "ada@example.org")
    assert EmailAddress.objects.get(email="ada@example.org").user.username == "ada"


def test_an_address_that_is_typed_waits_to_be_confirmed(curator, mailoutbox):
    _, link = make_invitation(curator)
    client = Client()
    join(link, client, email="Ada@Example.org")
    assert EmailAddress.objects.get().verified is False
    (mail,) = [mail for mail in mailoutbox if mail.to == ["ada@example.org"]]
    confirm = next(line for line in mail.body.splitlines() if line.startswith("http://testserver/accounts/email/"))
    assert client.get(confirm).status_code == 200
    assert EmailAddress.objects.get().verified is False
    assert client.post(confirm)["Location"] == "/accounts/email/"
    assert EmailAddress.objects.get().verified is True
    assert "was used" in Client().get(confirm).content.decode()


def test_an_address_of_another_account_is_refused(curator, member):
    make_address(member, "ada@example.org")
    _, link = make_invitation(curator)
    answer = join(link, email="ADA@example.org")
    assert (answer.status_code, errors(answer)) == (422, ["This address belongs to another account."])


@pytest.mark.parametrize(
    "typed",
    [
        {"username": "curator"}, {"username": "сurator"}, {"username": "curat0r"}, {"username": ""},
        {"username": "\x00"}, {"name": "Curator"}, {"name": "\u202ex"}, {"password2": "another phrase 7"},
        {"password1": "short", "password2": "short"}, {"password1": "12345678901", "password2": "12345678901"},
        {"email": "no address"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_kept(curator, typed):
    invitation, link = make_invitation(curator)
    answer = join(link, **typed)
    assert answer.status_code == 422
    assert errors(answer)
    assert elements(answer, "input", name="name")[0].get("value") == typed.get("name", TYPED["name"])
    assert [field.get("value") for field in elements(answer, "input", type="password")] == ["", ""]
    invitation.refresh_from_db()
    assert invitation.is_waiting
    assert User.objects.count() == 1


def test_nobody_gives_themselves_more_than_the_invitation(curator):
    _, link = make_invitation(curator)
    join(link, role="administrator", is_superuser="1", is_staff="1", groups="1")
    ada = User.objects.get(username="ada")
    assert (role_of(ada), ada.is_staff, ada.is_superuser) == (Role.MEMBER, False, False)


def test_somebody_who_is_signed_in_does_not_use_it_up(curator, shelf):
    invitation, link = make_invitation(curator)
    assert shelf.get(link).status_code == 409
    assert join(link, shelf).status_code == 409
    invitation.refresh_from_db()
    assert invitation.is_waiting


def test_a_shared_filter_welcomes(curator):
    shared = SavedFilter.objects.create(owner=curator, name="Scheduling", query="topic=scheduling", is_shared=True)
    _, link = make_invitation(curator, welcome=shared)
    client = Client()
    join(link, client)
    assert Following.objects.get(member__username="ada").filter == shared
    assert "Scheduling" in client.get("/").content.decode()


def test_a_filter_that_is_shared_no_more_welcomes_nobody(curator):
    shared = SavedFilter.objects.create(owner=curator, name="Scheduling", query="topic=scheduling", is_shared=True)
    _, link = make_invitation(curator, welcome=shared)
    SavedFilter.objects.update(is_shared=False)
    assert join(link).status_code == 302
    assert not Following.objects.filter(member__username="ada").exists()


def test_filters_of_an_address_welcome_as_one_s_own(curator):
    _, link = make_invitation(curator, welcome_query="venue=OSDI")
    join(link)
    own = SavedFilter.objects.get(owner__username="ada")
    assert (own.query, own.is_shared) == ("venue=OSDI", False)
    assert Following.objects.get(filter=own).position == 1


def test_the_page_is_in_the_language_of_the_invitation(curator):
    _, link = make_invitation(curator, language="zh-hans")
    assert 'lang="zh-Hans"' in Client().get(link).content.decode()
    client = Client()
    client.cookies["django_language"] = "en"
    assert '<html lang="en"' in client.get(link).content.decode()


def test_whoever_invited_is_told(curator, mailoutbox):
    make_address(curator, "curator@example.org")
    _, link = make_invitation(curator)
    join(link)
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["curator@example.org"], "Reading list: Ada 爱达 has joined")


def test_a_new_session_begins(curator):
    _, link = make_invitation(curator)
    client = Client()
    client.get(link)
    client.cookies["session"] = "planted00000000000000000000000000"
    join(link, client)
    assert client.cookies["session"].value != "planted00000000000000000000000000"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's test database lives in one connection")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_come_at_once_one_comes_in():
    curator = make_curator()
    _, link = make_invitation(curator)

    def come(name):
        try:
            return join(link, username=name, name="").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(come, ["ada", "bob"]))
    assert answers == [302, 410]
    assert User.objects.exclude(pk=curator.pk).count() == 1


def test_it_expires_to_the_second(curator, monkeypatch):
    invitation, link = make_invitation(curator)
    then = invitation.expires
    monkeypatch.setattr(timezone, "now", lambda: then - timedelta(seconds=1))
    assert Client().get(link).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: then)
    assert Client().get(link).status_code == 410


def test_nobody_becomes_an_administrator_by_a_link(administrator):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_invitation(administrator, role="administrator")
