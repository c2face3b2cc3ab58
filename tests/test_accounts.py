"""Signing in and out, and changing one's password."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.contrib.auth.models import User
from django.test import Client

from readinglist import settings as configured
from tests.factories import PASSWORD, make_address, make_member
from tests.pages import elements, links_in

NEW = "quite another horse 7"


def sign_in(client, username="member", password=PASSWORD, **data):
    return client.post("/accounts/login/", {"username": username, "password": password, **data})


def is_signed_in(client):
    return client.get("/me/").status_code == 200


def test_it_signs_in_and_leads_home(member):
    client = Client()
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert is_signed_in(client)


def test_it_leads_to_the_page_that_was_asked_for(member):
    client = Client()
    form = client.get("/papers/?q=a&tag=b", follow=True)
    target = "/papers/?q=a&tag=b"
    assert elements(form, "input", name="next", value=target)
    assert sign_in(client, next=target)["Location"] == "/papers/?q=a&tag=b"


@pytest.mark.parametrize(
    "target", ["//evil", "/\\evil", "https://evil", "\\\\evil", "javascript:alert(1)", "http:///evil", ""]
)
@pytest.mark.parametrize("sent_in", ["form", "address"])
def test_it_never_leads_to_another_host(member, target, sent_in):
    if sent_in == "form":
        response = sign_in(Client(), next=target)
    else:
        response = Client().post(
            "/accounts/login/", {"username": "member", "password": PASSWORD}, query_params={"next": target}
        )
    assert (response.status_code, response["Location"]) == (302, "/")


def answer_to(username, password):
    """What a failed sign-in shows and sends, without what differs on every page or repeats what was typed."""
    client = Client()
    response = sign_in(client, username, password)
    assert not is_signed_in(client)
    sent = {
        name: value for name, value in response.items() if name not in {"Content-Length", "Expires", "X-Request-ID"}
    }
    return response.status_code, sent, sorted(response.cookies), re.sub(r'value="[^"]*"', "", response.content.decode())


def test_it_tells_nobody_whether_a_name_is_known(member):
    make_member("gone", is_active=False)
    wrong = answer_to("member", "wrong")
    assert wrong[0] == 422
    assert "Name and password do not match." in wrong[-1]
    assert answer_to("nobody", "wrong") == wrong
    assert answer_to("gone", PASSWORD) == wrong
    assert answer_to("gone", "wrong") == wrong


@pytest.mark.parametrize("username", ["", "\x00", "member\x00", "x" * 10_000, "' or 1=1 --"])
def test_it_refuses_strange_names(member, username):
    client = Client()
    assert sign_in(client, username).status_code == 422
    assert not is_signed_in(client)


class Counted(MD5PasswordHasher):
    """How often a password is hashed, which is nearly all the time that a sign-in takes."""

    algorithm = "counted"
    hashed = 0

    def encode(self, password, salt):
        Counted.hashed += 1
        return super().encode(password, salt)


@pytest.mark.parametrize(
    "login", ["member", "nobody", "gone", "ada@example.org", "nobody@example.org", "new@example.org"]
)
def test_no_failed_sign_in_takes_longer_than_another(settings, db, login):
    settings.PASSWORD_HASHERS = [f"{__name__}.Counted"]
    make_address(make_member(), "ada@example.org")
    make_address(make_member("new"), "new@example.org", verified=False)
    make_member("gone", is_active=False)
    Counted.hashed = 0
    for password in ("wrong", PASSWORD if login == "gone" else "wrong, too"):
        assert sign_in(Client(), login, password).status_code == 422
    assert Counted.hashed == 2


def test_it_knows_a_confirmed_address_in_place_of_the_name(member):
    make_address(member, "ada@example.org")
    client = Client()
    assert sign_in(client, "Ada@Example.org").status_code == 302
    assert is_signed_in(client)


@pytest.mark.parametrize(("email", "verified"), [("ada@example.org", False), ("\u0430da@example.org", True)])
def test_no_other_address_signs_in(member, email, verified):
    make_address(member, email, verified=verified)
    assert sign_in(Client(), "ada@example.org").status_code == 422


def test_capitals_do_not_count_in_a_name(member):
    client = Client()
    sign_in(client, "MEMBER")
    assert is_signed_in(client)


def test_names_that_differ_in_capitals_only_stay_apart(member):
    """As they may be from before names were checked."""
    make_member("Member")
    for name in ("member", "Member"):
        client = Client()
        sign_in(client, name)
        assert User.objects.get(pk=client.session["_auth_user_id"]).username == name
    assert sign_in(Client(), "MEMBER").status_code == 422


def test_passwords_are_kept_by_argon2_and_older_ones_become_so(settings, db):
    settings.PASSWORD_HASHERS = configured.PASSWORD_HASHERS
    assert make_member("new").password.startswith("argon2$")
    old = make_member("old")
    User.objects.filter(pk=old.pk).update(password=make_password(PASSWORD, hasher="pbkdf2_sha256"))
    client = Client()
    sign_in(client, "old")
    assert is_signed_in(client)
    assert User.objects.get(pk=old.pk).password.startswith("argon2$")


def test_it_keeps_the_name_that_was_typed(member):
    response = sign_in(Client(), "membr")
    assert elements(response, "input", name="username")[0].get("value") == "membr"
    assert elements(response, "input", name="password")[0].get("value") == ""


def test_it_starts_a_new_session(member):
    client = Client()
    client.post("/theme/", {"theme": "dark"})
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies["session"] = planted = session.session_key
    sign_in(client)
    assert client.cookies["session"].value != planted


def test_it_signs_out_by_post_only(shelf):
    assert shelf.get("/accounts/logout/").status_code == 405
    assert is_signed_in(shelf)
    response = shelf.post("/accounts/logout/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/")
    assert not is_signed_in(shelf)


def test_it_wants_the_session_s_own_token_to_sign_out(member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    assert client.post("/accounts/logout/").status_code == 403
    assert is_signed_in(client)


def change(client, old=PASSWORD, new=NEW, again=NEW):
    return client.post("/accounts/password/", {"oldpassword": old, "password1": new, "password2": again})


def test_it_changes_the_password_and_ends_the_other_sessions(shelf, member, as_user, other):
    elsewhere, stranger = as_user(member), as_user(other)
    response = change(shelf)
    assert (response.status_code, response["Location"]) == (302, "/accounts/profile/")
    assert is_signed_in(shelf)
    assert not is_signed_in(elsewhere)
    assert is_signed_in(stranger)
    assert User.objects.get(username="member").check_password(NEW)


@pytest.mark.parametrize(
    "fields",
    [
        {"old": "wrong"},
        {"old": ""},
        {"again": "something else 9"},
        {"new": "short1", "again": "short1"},
        {"new": "password123", "again": "password123"},
        {"new": "8203948203", "again": "8203948203"},
        {"new": "member12", "again": "member12"},
    ],
)
def test_it_refuses_a_new_password(shelf, member, as_user, fields):
    elsewhere = as_user(member)
    response = change(shelf, **fields)
    assert response.status_code == 422
    assert elements(response, "span", class_="errors")
    assert User.objects.get(username="member").check_password(PASSWORD)
    assert is_signed_in(elsewhere)


def test_it_says_that_the_password_was_changed(shelf):
    change(shelf)
    assert "Other devices have been signed out." in shelf.get("/accounts/profile/").content.decode()


@pytest.mark.parametrize("path", ["/accounts/password/", "/accounts/profile/", "/me/", "/me/export.csv"])
def test_it_asks_visitors_to_sign_in(db, path):
    assert Client().get(path)["Location"] == f"/accounts/login/?next={path}"


def test_it_puts_nobody_in_doubt_who_is_signed_in(shelf):
    response = shelf.get("/papers/")
    assert "Signed in as member" in response.content.decode()
    assert "/accounts/profile/" in links_in(response)
    assert elements(response, "form", action="/accounts/logout/", method="post")


def test_it_shows_curation_to_curators_only(shelf, desk):
    assert "/curation/" in links_in(desk.get("/papers/"))
    assert not {"/curation/", "/admin/"} & set(links_in(shelf.get("/papers/")))


def test_it_forgets_a_deactivated_member_at_once(shelf, member):
    member.is_active = False
    member.save()
    assert not is_signed_in(shelf)
