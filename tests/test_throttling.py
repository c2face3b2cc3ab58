"""How often somebody may try: by account, and by the address that the request really comes from."""

import pytest
from django.test import Client

from tests.factories import PASSWORD, make_address, make_member

OTHERS = [f"203.0.113.{number}" for number in range(1, 30)]


def sign_in(username, password="wrong", **headers):  # noqa: S107
    return Client().post("/accounts/login/", {"username": username, "password": password}, **headers)


def test_twenty_wrong_passwords_close_one_account_and_no_other(member, other):
    answers = [sign_in("member").status_code for _ in range(20)]
    assert answers == [422] * 10 + [429] * 10
    refused = sign_in("member", PASSWORD)
    assert refused.status_code == 429
    assert "Too many attempts." in refused.content.decode()
    assert sign_in("other", PASSWORD).status_code == 302


def test_an_account_is_closed_to_every_address(member):
    for address in OTHERS[:10]:
        assert sign_in("member", REMOTE_ADDR=address).status_code == 422
    assert sign_in("member", PASSWORD, REMOTE_ADDR=OTHERS[11]).status_code == 429


def test_names_that_no_account_has_are_throttled_the_same(db):
    assert [sign_in("nobody").status_code for _ in range(12)] == [422] * 10 + [429] * 2


def test_deactivated_accounts_are_throttled_the_same_with_the_right_password(db):
    make_member("gone", is_active=False)
    assert [sign_in("gone", PASSWORD).status_code for _ in range(12)] == [422] * 10 + [429] * 2


def test_signing_in_in_between_does_not_open_the_count(member):
    for _ in range(9):
        sign_in("member")
    assert sign_in("member", PASSWORD).status_code == 302
    assert sign_in("member").status_code == 422
    assert sign_in("member").status_code == 429


def test_one_address_may_not_try_many_accounts(db):
    answers = [sign_in(f"nobody{number}").status_code for number in range(70)]
    assert answers == [422] * 60 + [429] * 10
    assert sign_in("nobody", REMOTE_ADDR=OTHERS[0]).status_code == 422


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_CLIENT_IP"])
def test_nobody_takes_on_another_address_by_a_header(db, header):
    answers = {sign_in(f"nobody{n}", **{header: f"198.51.100.{n}"}).status_code for n in range(61)}
    assert answers == {422, 429}


def test_behind_a_configured_proxy_the_address_is_that_before_it(settings, db):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    behind = {"REMOTE_ADDR": "10.1.2.3"}
    for n in range(60):
        sign_in(f"nobody{n}", HTTP_X_FORWARDED_FOR="198.51.100.1", **behind)
    assert sign_in("nobody", HTTP_X_FORWARDED_FOR="198.51.100.1", **behind).status_code == 429
    assert sign_in("nobody", HTTP_X_FORWARDED_FOR="9.9.9.9, 198.51.100.1", **behind).status_code == 429
    assert sign_in("nobody", HTTP_X_FORWARDED_FOR="198.51.100.2", **behind).status_code == 422


def test_links_for_a_new_password_are_counted_by_address_typed(member, mailoutbox):
    make_address(member, "ada@example.org")
    answers = [Client().post("/accounts/reset/", {"email": "ada@example.org"}).status_code for _ in range(5)]
    assert answers == [302, 302, 302, 429, 429]
    assert len(mailoutbox) == 3
    assert Client().post("/accounts/reset/", {"email": "bob@example.org"}).status_code == 302


def test_invitations_cannot_be_guessed_fast(db):
    answers = [Client().get(f"/accounts/invitation/guess{n}/").status_code for n in range(32)]
    assert answers == [410] * 30 + [429] * 2


def test_the_page_that_refuses_is_in_both_languages(db):
    client = Client()
    client.cookies["django_language"] = "zh-hans"
    for n in range(31):
        answer = client.get(f"/accounts/invitation/guess{n}/")
    assert answer.status_code == 429
    assert "尝试次数过多" in answer.content.decode()
