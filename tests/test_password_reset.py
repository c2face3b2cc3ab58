"""A new password by mail, and the address that it goes to."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.test import Client

from tests.factories import PASSWORD, make_address, make_member
from tests.pages import elements

NEW = "quite another horse 7"
PATH = "/accounts/reset/"


@pytest.fixture
def ada(member):
    make_address(member, "ada@example.org")
    return member


def ask(email="ada@example.org", **headers):
    return Client().post(PATH, {"email": email}, **headers)


def link(mailoutbox):
    return re.search(r"http://testserver(/accounts/reset/\S+)", mailoutbox[-1].body)[1]


def set_password(client, path, new=NEW):
    form = client.get(path, follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})


def test_a_link_sets_a_new_password_and_signs_out_everywhere(ada, mailoutbox, as_user):
    elsewhere = as_user(ada)
    assert ask()["Location"] == f"{PATH}sent/"
    assert (mailoutbox[0].to, mailoutbox[0].subject) == (["ada@example.org"], "Reading list: A new password")
    assert "account member" in mailoutbox[0].body
    assert set_password(Client(), link(mailoutbox))["Location"] == f"{PATH}done/"
    assert User.objects.get(pk=ada.pk).check_password(NEW)
    assert elsewhere.get("/me/").status_code == 302
    assert mailoutbox[-1].subject == "Reading list: Your password was changed"


def test_a_link_works_once(ada, mailoutbox):
    ask()
    path = link(mailoutbox)
    set_password(Client(), path)
    again = Client().get(path)
    assert "This link does not work any more" in again.content.decode()
    set_password(Client(), path, "yet another horse 8")
    assert User.objects.get(pk=ada.pk).check_password(NEW)


def test_of_two_links_the_second_is_void_when_the_first_was_used(ada, mailoutbox):
    ask()
    first = link(mailoutbox)
    ask()
    set_password(Client(), first)
    assert "does not work any more" in Client().get(link(mailoutbox[:2])).content.decode()


def test_a_link_is_too_old_after_a_day(ada, mailoutbox, settings):
    ask()
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "does not work any more" in Client().get(link(mailoutbox)).content.decode()


def test_its_secret_does_not_stay_in_the_address(ada, mailoutbox):
    ask()
    answer = Client().get(link(mailoutbox))
    assert re.fullmatch(rf"{PATH}[0-9a-z]+-set-password/", answer["Location"])


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "evil.example:80"]
)
def test_a_forged_host_is_refused_and_nothing_is_mailed(ada, mailoutbox, host):
    assert ask(HTTP_HOST=host).status_code == 400
    assert ask(HTTP_X_FORWARDED_HOST=host).status_code == 302
    assert all("evil" not in mail.body for mail in mailoutbox)
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    "email",
    [
        "nobody@example.org", "\u0430da@example.org", "ad\u0430@example.org", "ada@\uff45xample.org",
        "ada@exampl\u0435.org", "\uff41da@example.org", "ada@example.org.evil.example",
    ],
)  # fmt: skip
def test_nobody_gets_mail_at_an_address_that_only_looks_the_same(ada, mailoutbox, email):
    answers = ask(email), ask()
    assert {answer.status_code for answer in answers if answer.status_code != 422} == {302}
    assert [mail.to for mail in mailoutbox] == [["ada@example.org"]]


def test_an_unknown_address_is_answered_the_same(ada):
    pages = [Client().post(PATH, {"email": email}, follow=True) for email in ("ada@example.org", "nobody@example.org")]
    assert pages[0].status_code == pages[1].status_code == 200
    assert [pages[0].redirect_chain, pages[0].content.decode().split("csrf")[0]] == [
        pages[1].redirect_chain,
        pages[1].content.decode().split("csrf")[0],
    ]


def test_who_is_deactivated_gets_nothing(ada, mailoutbox):
    User.objects.update(is_active=False)
    assert ask()["Location"] == f"{PATH}sent/"
    assert mailoutbox == []


def test_an_address_that_another_has_confirmed_is_that_one_s(ada, other, mailoutbox):
    make_address(other, "ada@example.org", verified=False)
    ask()
    assert len(mailoutbox) == 1
    assert "account member" in mailoutbox[0].body


@pytest.mark.parametrize("password", ["short1", "password123", "8203948203", "member12"])
def test_a_weak_password_is_refused(ada, mailoutbox, password):
    ask()
    assert set_password(Client(), link(mailoutbox), password).status_code == 422
    assert User.objects.get(pk=ada.pk).check_password(PASSWORD)


def test_a_mail_server_that_is_away_tells_nothing(ada, monkeypatch):
    from django.core.mail.backends.locmem import EmailBackend

    def refuse(self, messages):
        raise OSError("no route")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert ask()["Location"] == ask("nobody@example.org")["Location"] == f"{PATH}sent/"


# The address itself


def signed_in(username="member"):
    client = Client()
    client.post("/accounts/login/", {"username": username, "password": PASSWORD})
    return client


def change(client, email):
    return client.post("/accounts/email/", {"email": email, "action_add": "1"})


def test_a_new_address_holds_when_it_is_confirmed(ada, mailoutbox):
    client = signed_in()
    mailoutbox.clear()
    assert change(client, "Ada@New.example")["Location"] == "/accounts/email/"
    assert "waits to be confirmed" in client.get("/accounts/email/").content.decode()
    assert User.objects.get(pk=ada.pk).email == "ada@example.org"
    assert mailoutbox[-1].to == ["ada@new.example"]
    path = re.search(r"http://testserver(/accounts/email/confirm/\S+)", mailoutbox[-1].body)[1]
    assert client.post(path)["Location"] == "/accounts/email/"
    assert User.objects.get(pk=ada.pk).email == "ada@new.example"
    assert [row.email for row in EmailAddress.objects.all()] == ["ada@new.example"]
    assert [mail.to for mail in mailoutbox if "was changed" in mail.subject] == [["ada@example.org"]]


def test_it_is_changed_by_who_has_just_shown_who_they_are_only(ada, shelf):
    answer = change(shelf, "thief@evil.example")
    assert answer["Location"].startswith("/accounts/proof/password/")
    assert not EmailAddress.objects.filter(email="thief@evil.example").exists()


def test_a_change_can_be_left(ada, mailoutbox):
    client = signed_in()
    change(client, "ada@new.example")
    client.post("/accounts/email/", {"email": "ada@new.example", "action_remove": "1"})
    assert [row.email for row in EmailAddress.objects.all()] == ["ada@example.org"]


def test_an_address_of_another_account_is_not_told_of_and_never_confirmed(ada, other, mailoutbox):
    client = signed_in("other")
    answer = change(client, "ada@example.org")
    assert answer.status_code in {302, 422}
    assert EmailAddress.objects.filter(email="ada@example.org", verified=True).count() == 1


def test_looking_at_the_page_writes_nothing(member):
    client = signed_in()
    make_member("x", email="x@example.org")
    before = list(EmailAddress.objects.values())
    assert client.get("/accounts/email/").status_code == 200
    assert list(EmailAddress.objects.values()) == before


def test_an_address_from_before_is_there_after_signing_in(member):
    User.objects.filter(pk=member.pk).update(email="ada@example.org")
    client = signed_in()
    assert [row.email for row in EmailAddress.objects.filter(user=member)] == ["ada@example.org"]
    assert "waits to be confirmed" in client.get("/accounts/email/").content.decode()


def test_what_is_no_address_is_refused_and_kept(ada):
    answer = change(signed_in(), "no address")
    assert answer.status_code == 422
    assert elements(answer, "input", name="email", value="no address")
