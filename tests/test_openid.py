"""Signing in with the group's own provider: one that this machine runs."""

import os
import subprocess
import sys
import urllib.request
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from readinglist.group.roles import Role, role_of
from readinglist.members import configuration
from readinglist.members.models import Invitation
from tests.factories import PASSWORD, make_address, make_invitation, make_member
from tests.pages import elements
from tests.provider import CLIENT, Provider

START = "/accounts/oidc/group/login/"
ADA = {
    "sub": "ada-1", "email": "ada@example.org", "email_verified": True, "name": "Ada Lovelace",
    "preferred_username": "ada",
}  # fmt: skip


@pytest.fixture
def provider(settings, db):
    provider = Provider()
    provider.person = dict(ADA)
    values = {
        "OIDC_NAME": "The Lab", "OIDC_SERVER_URL": provider.url,
        "OIDC_CLIENT_ID": CLIENT["id"], "OIDC_CLIENT_SECRET": CLIENT["secret"],
    }  # fmt: skip
    settings.OIDC_NAME = values["OIDC_NAME"]
    settings.SOCIALACCOUNT_PROVIDERS = configuration.provider(values)
    yield provider
    provider.close()


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def at_provider(location):
    """Where the provider sends a browser that comes with this address."""
    try:
        urllib.request.build_opener(Stay).open(location)
    except urllib.error.HTTPError as answer:
        return answer.headers["Location"]
    raise AssertionError("The provider did not redirect.")


def come_back(client, start):
    assert start.status_code == 302, start.content.decode()
    back = urlsplit(at_provider(start["Location"]))
    return client.get(f"{back.path}?{back.query}")


def sign_in(client=None, **data):
    client = client or Client()
    return client, come_back(client, client.post(START, data))


def is_in(client):
    return client.get("/me/").status_code == 200


def test_the_sign_in_page_offers_it(provider):
    page = Client().get("/accounts/login/")
    assert elements(page, "form", action=START, method="post")
    assert "Sign in with The Lab" in page.content.decode()


def test_without_settings_nothing_of_it_is_there(db):
    assert "oidc" not in Client().get("/accounts/login/").content.decode()
    assert Client().post(START).status_code == 404


def test_a_member_with_the_same_confirmed_address_comes_in(provider, member):
    make_address(member, "ada@example.org")
    client, answer = sign_in(next="/lists/")
    assert (answer.status_code, answer["Location"]) == (302, "/lists/")
    assert client.get("/me/").wsgi_request.user == member
    assert SocialAccount.objects.get().user == member
    assert not provider.refused


def test_the_connection_holds_when_the_address_changes(provider, member):
    make_address(member, "ada@example.org")
    sign_in()
    provider.person["email"] = "ada@new.example"
    client, _ = sign_in()
    assert is_in(client)
    assert User.objects.count() == 1


@pytest.mark.parametrize("verified", [False, None, "yes"])
def test_an_address_that_the_provider_has_not_confirmed_counts_for_nothing(provider, member, verified):
    make_address(member, "ada@example.org")
    provider.person["email_verified"] = verified
    client, answer = sign_in()
    assert "By invitation only" in answer.content.decode()
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_an_address_that_was_not_confirmed_here_counts_for_nothing(provider, member):
    make_address(member, "ada@example.org", verified=False)
    client, _ = sign_in()
    assert not is_in(client)
    assert User.objects.get(pk=member.pk).has_usable_password()


def test_nobody_else_comes_in(provider):
    client, answer = sign_in()
    assert "By invitation only" in answer.content.decode()
    assert not is_in(client)
    assert not User.objects.exists()


def test_whom_the_group_has_invited_comes_in(provider, curator, mailoutbox):
    make_address(curator, "curator@example.org")
    invitation, _ = make_invitation(curator, role="writer", email="ada@example.org", welcome_query="q=gpu")
    client, answer = sign_in()
    assert answer["Location"] == "/"
    ada = User.objects.get(username="ada")
    assert (ada.get_full_name(), ada.email, role_of(ada)) == ("Ada Lovelace", "ada@example.org", Role.WRITER)
    assert EmailAddress.objects.get(user=ada).verified
    assert not ada.has_usable_password()
    invitation.refresh_from_db()
    assert invitation.used_by == ada
    assert is_in(client)
    assert ada.followings.get().position == 1
    assert [mail.to for mail in mailoutbox if "has joined" in mail.subject] == [["curator@example.org"]]


def test_an_invitation_by_link_is_accepted_with_it(provider, curator):
    invitation, link = make_invitation(curator)
    client = Client()
    assert "Join with The Lab" in client.get(link).content.decode()
    answer = come_back(client, client.post(link, {"provider": "1"}))
    assert answer["Location"] == "/"
    invitation.refresh_from_db()
    assert invitation.used_by == User.objects.get(username="ada")


@pytest.mark.parametrize("over", ["late", "for another"])
def test_an_invitation_that_is_over_or_for_another_lets_nobody_in(provider, curator, over):
    _, link = make_invitation(curator)
    client = Client()
    start = client.post(link, {"provider": "1"})
    Invitation.objects.update(**{"expires": timezone.now()} if over == "late" else {"email": "bob@example.org"})
    assert "By invitation only" in come_back(client, start).content.decode()
    assert not User.objects.filter(username="ada").exists()


def test_everybody_comes_in_where_the_settings_say_so(provider, settings):
    settings.OIDC_SIGN_UP = True
    client, _ = sign_in()
    assert role_of(User.objects.get(username="ada")) == Role.MEMBER
    assert is_in(client)


def test_even_then_nobody_takes_the_address_of_another(provider, settings, member):
    settings.OIDC_SIGN_UP = True
    make_address(member, "ada@example.org")
    provider.person["email_verified"] = False
    client, _ = sign_in()
    assert not is_in(client)
    assert User.objects.count() == 1


@pytest.mark.parametrize("name", ["member", "аdmin", "", None, "ada ada", "张三"])
def test_a_name_that_is_taken_or_deceives_is_replaced(provider, settings, name):
    settings.OIDC_SIGN_UP = True
    make_member()
    provider.person |= {"preferred_username": name, "name": "Mem\u202eber"}
    sign_in()
    ada = User.objects.exclude(username="member").get()
    assert ada.username.isascii()
    assert (ada.username, ada.first_name) == (ada.username.lower(), "")


def test_a_second_factor_is_asked_for_all_the_same(provider, member):
    make_address(member, "ada@example.org")
    TOTP.activate(member, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client, answer = sign_in()
    assert answer["Location"] == "/accounts/login/second-factor/"
    assert not is_in(client)


def test_who_is_deactivated_stays_out(provider, member):
    make_address(member, "ada@example.org")
    sign_in()
    User.objects.update(is_active=False)
    client, answer = sign_in()
    assert answer["Location"] == "/accounts/login/"
    assert not is_in(client)


def test_it_is_connected_and_disconnected(provider, member):
    make_address(member, "member@example.org")
    client = Client()
    client.post("/accounts/login/", {"username": "member", "password": PASSWORD})
    assert "Connect with The Lab" in client.get("/accounts/connections/").content.decode()
    come_back(client, client.post(f"{START}?process=connect"))
    account = SocialAccount.objects.get(user=member)
    assert client.post("/accounts/connections/", {"account": account.pk}).status_code == 302
    assert not SocialAccount.objects.exists()


def test_the_only_way_in_is_not_taken_away(provider, settings):
    settings.OIDC_SIGN_UP = True
    client, _ = sign_in()
    answer = client.post("/accounts/connections/", {"account": SocialAccount.objects.get().pk})
    assert answer.status_code == 422
    assert "Set a password first" in answer.content.decode()
    assert client.get("/accounts/password/")["Location"] == "/accounts/password/set/"
    secret = "a long enough phrase"
    assert client.post("/accounts/password/set/", {"password1": secret, "password2": secret}).status_code == 302
    assert User.objects.get().check_password(secret)


def test_a_provider_that_is_away_is_said_so(provider):
    provider.is_away = True
    answer = Client().post(START)
    assert answer.status_code == 502
    assert "The Lab did not answer as it should." in answer.content.decode()


def test_who_stops_there_comes_back_to_a_page(provider):
    provider.denies = True
    client, answer = sign_in()
    assert answer["Location"] == "/accounts/oidc/cancelled/"
    assert "You stopped at The Lab." in client.get(answer["Location"]).content.decode()


def test_an_answer_that_nobody_asked_for_is_refused(provider, member):
    """Somebody else's code, sent to a browser that did not begin: nobody is signed in as the sender."""
    make_address(member, "ada@example.org")
    back = urlsplit(at_provider(Client().post(START)["Location"]))
    victim = Client()
    assert victim.get(f"{back.path}?{back.query}").status_code == 401
    assert not is_in(victim)


def test_a_code_works_once(provider, member):
    make_address(member, "ada@example.org")
    client = Client()
    back = urlsplit(at_provider(client.post(START)["Location"]))
    client.get(f"{back.path}?{back.query}")
    client.post("/accounts/logout/")
    assert client.get(f"{back.path}?{back.query}").status_code == 401
    assert not is_in(client)


def test_nothing_begins_by_a_link_alone(provider):
    page = Client().get(START)
    assert page.status_code == 200
    assert elements(page, "form", method="post")


def test_it_leads_to_no_other_host(provider, member):
    make_address(member, "ada@example.org")
    _, answer = sign_in(next="//evil.example/")
    assert answer["Location"] == "/"


def test_it_proves_who_asks(provider):
    asked = parse_qs(urlsplit(Client().post(START)["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert asked["redirect_uri"] == ["http://testserver/accounts/oidc/group/callback/"]


# Settings

SET = {
    "OIDC_NAME": "The Lab", "OIDC_SERVER_URL": "https://login.example.org/realms/lab",
    "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "y",
}  # fmt: skip


def started(directory, **values):
    program = "from django.conf import settings\nprint(settings.SECURE_CSP['form-action'], settings.OIDC_NAME)"
    environment = {**os.environ, "DATA_DIR": str(directory), "DJANGO_SETTINGS_MODULE": "readinglist.settings", **values}
    return subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)  # noqa: S603


def test_forms_may_lead_to_the_provider(tmp_path):
    assert started(tmp_path, **SET).stdout.split("] ") == ["[\"'self'\", 'https://login.example.org'", "The Lab\n"]


@pytest.mark.parametrize("name", SET)
def test_half_a_configuration_stops_the_start(tmp_path, name):
    run = started(tmp_path, **SET | {name: ""})
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].endswith(f"OpenID Connect is set up by half. Add to .env: {name}")


@pytest.mark.parametrize("url", ["http://login.example.org", "login.example.org", "ftp://x", "https://"])
def test_an_address_that_is_not_safe_stops_the_start(tmp_path, url):
    run = started(tmp_path, **SET | {"OIDC_SERVER_URL": url})
    assert run.returncode == 1
    assert "write the https address of the provider" in run.stderr
