"""A second factor: set up, asked for, lost, and required by the group."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from readinglist.group.models import GroupSettings
from tests.factories import PASSWORD, make_address
from tests.pages import elements, links_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FACTOR = "/accounts/factor/"


def code(secret=SECRET):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(client, username="member", password=PASSWORD):
    return client.post("/accounts/login/", {"username": username, "password": password, "next": "/lists/"})


@pytest.fixture
def app(member):
    return TOTP.activate(member, SECRET).instance


def is_signed_in(client):
    return client.get("/me/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_with_its_code(member, mailoutbox):
    make_address(member, "ada@example.org")
    client = Client()
    sign_in(client)
    mailoutbox.clear()
    page = client.get(f"{FACTOR}app/")
    assert page.status_code == 200
    assert elements(page, "svg")
    secret = elements(page, "code", id="secret")[0].text
    assert client.post(f"{FACTOR}app/", {"code": "000000"}).status_code == 422
    answer = client.post(f"{FACTOR}app/", {"code": code(secret)})
    assert (answer.status_code, answer["Location"]) == (302, f"{FACTOR}codes/")
    assert len(elements(client.get(f"{FACTOR}codes/"), "pre", id="codes")[0].text.split()) == 10
    assert [mail.subject for mail in mailoutbox] == ["Reading list: An authenticator app was set up"]


def test_it_is_asked_for_after_the_password(app):
    client = Client()
    answer = sign_in(client)
    assert answer["Location"] == "/accounts/login/second-factor/"
    assert not is_signed_in(client)
    assert client.post("/accounts/login/second-factor/", {"code": "000000"}).status_code == 422
    assert not is_signed_in(client)
    answer = client.post("/accounts/login/second-factor/", {"code": code()})
    assert (answer.status_code, answer["Location"]) == (302, "/lists/")
    assert is_signed_in(client)


def test_a_code_works_once(app):
    used = code()
    for expected in (302, 422):
        client = Client()
        sign_in(client)
        assert client.post("/accounts/login/second-factor/", {"code": used}).status_code == expected


def test_codes_cannot_be_tried_for_long(app):
    client = Client()
    sign_in(client)
    answers = [client.post("/accounts/login/second-factor/", {"code": "000000"}).status_code for _ in range(12)]
    assert answers == [422] * 10 + [429] * 2


def test_a_recovery_code_stands_in_once(app, member):
    recovery = RecoveryCodes.activate(member)
    one = recovery.get_unused_codes()[0]
    for expected in (302, 422):
        client = Client()
        sign_in(client)
        assert client.post("/accounts/login/second-factor/", {"code": one}).status_code == expected


def test_the_second_step_is_for_those_who_took_the_first(db):
    answer = Client().get("/accounts/login/second-factor/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")


@pytest.mark.parametrize(
    "path", [f"{FACTOR}app/", f"{FACTOR}app/off/", f"{FACTOR}passkeys/add/", f"{FACTOR}codes/new/"]
)
def test_nothing_is_changed_by_who_only_holds_the_browser(app, shelf, path):
    """A session that has shown no proof lately is asked for one."""
    for answer in (shelf.get(path), shelf.post(path, {"code": code()})):
        assert answer["Location"].startswith(("/accounts/proof/password/?next=", f"{FACTOR}"))
    assert Authenticator.objects.get() == app


def test_proof_leads_back(member, shelf):
    asked = shelf.get(f"{FACTOR}app/")["Location"]
    assert shelf.post(asked, {"password": "wrong"}).status_code == 422
    answer = shelf.post(asked, {"password": PASSWORD, "next": f"{FACTOR}app/"})
    assert answer["Location"] == f"{FACTOR}app/"
    assert shelf.get(f"{FACTOR}app/").status_code == 200


def test_doing_without_it_is_mailed(app, member, mailoutbox):
    make_address(member, "ada@example.org")
    client = Client()
    sign_in(client)
    client.post("/accounts/login/second-factor/", {"code": code()})
    mailoutbox.clear()
    assert client.get(f"{FACTOR}app/off/").status_code == 200
    assert client.post(f"{FACTOR}app/off/").status_code == 302
    assert not Authenticator.objects.exists()
    assert [mail.subject for mail in mailoutbox] == ["Reading list: No authenticator app any more"]


# Required by the group


@pytest.fixture
def required(db):
    GroupSettings.objects.create(pk=1, second_factor_required="curators")


@pytest.mark.parametrize("who", ["curator", "administrator"])
@pytest.mark.parametrize(
    "path", ["/", "/papers/", "/admin/", "/curation/", "/accounts/profile/", "/accounts/invitations/"]
)
def test_who_must_have_one_is_led_there_before_anything_else(required, request, as_user, who, path):
    client = as_user(request.getfixturevalue(who))
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, FACTOR)
    assert client.post(path)["Location"] == FACTOR
    assert "The group asks you for a second factor." in client.get(FACTOR).content.decode()


def test_the_way_there_is_open(required, curator):
    client = Client()
    sign_in(client, "curator")
    secret = elements(client.get(f"{FACTOR}app/"), "code", id="secret")[0].text
    client.post(f"{FACTOR}app/", {"code": code(secret)})
    assert client.get("/curation/").status_code == 200
    assert client.get("/admin/").status_code == 200


def test_one_may_sign_out_instead(required, desk):
    assert desk.post("/accounts/logout/")["Location"] == "/accounts/login/"
    assert desk.get("/papers/")["Location"] == "/accounts/login/?next=/papers/"


def test_members_are_not_asked(required, shelf, pen):
    assert shelf.get("/papers/").status_code == 200
    assert pen.get("/papers/").status_code == 200


def test_everyone_is_where_the_group_says_so(shelf):
    GroupSettings.objects.create(pk=1, second_factor_required="everyone")
    assert shelf.get("/papers/")["Location"] == FACTOR


def test_recovery_codes_alone_are_none(required, curator, desk):
    RecoveryCodes.activate(curator)
    assert desk.get("/papers/")["Location"] == FACTOR


def test_the_last_one_stays_with_who_must_have_one(required, curator):
    TOTP.activate(curator, SECRET)
    client = Client()
    sign_in(client, "curator")
    client.post("/accounts/login/second-factor/", {"code": code()})
    answer = client.post(f"{FACTOR}app/off/")
    assert answer.status_code == 422
    assert "Set up another one first." in answer.content.decode()
    assert Authenticator.objects.filter(type="totp").exists()


def test_the_page_leads_everywhere(shelf):
    links = links_in(shelf.get(FACTOR))
    assert {f"{FACTOR}passkeys/add/", f"{FACTOR}app/"} <= set(links)
