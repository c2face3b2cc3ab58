"""Whom the server believes what it is told of a visitor's address, and of HTTPS."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from readinglist.proxies import from_proxies

SPOOFED = {
    "HTTP_X_FORWARDED_FOR": "10.9.9.9",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_REAL_IP": "10.9.9.9",
    "HTTP_FORWARDED": "for=10.9.9.9;proto=https",
    "HTTP_X_REQUEST_ID": "mine",
}


def seen(**meta):
    """The request as all that comes after sees it."""
    requests = []
    from_proxies(lambda request: requests.append(request) or HttpResponse())(RequestFactory().get("/", **meta))
    return requests[0]


@pytest.fixture
def proxied(settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1", "10.0.0.0/8", "fd00::/8"]


def test_nobody_is_believed_who_is_not_configured():
    request = seen(REMOTE_ADDR="127.0.0.1", **SPOOFED)
    assert request.META["REMOTE_ADDR"] == "127.0.0.1"
    assert not request.is_secure()
    assert not set(SPOOFED) & set(request.META)


def test_a_stranger_is_not_believed_where_others_are(proxied):
    request = seen(REMOTE_ADDR="192.0.2.1", **SPOOFED)
    assert request.META["REMOTE_ADDR"] == "192.0.2.1"
    assert not request.is_secure()
    assert not set(SPOOFED) & set(request.META)


@pytest.mark.parametrize(
    ("chain", "visitor"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7, 10.1.1.1", "192.0.2.7"),
        ("203.0.113.5, 192.0.2.7, 10.1.1.1", "192.0.2.7"),  # what stands further left anybody may have written
        ("10.2.2.2, 10.1.1.1", "10.2.2.2"),  # somebody inside
        ("2001:db8::1", "2001:db8::1"),
        ("192.0.2.7, nonsense", "127.0.0.1"),
        ("", "127.0.0.1"),
        (",".join(["10.1.1.1"] * 5_000), "10.1.1.1"),
    ],
)
def test_the_last_address_that_is_not_a_proxy_s_is_the_visitor(proxied, chain, visitor):
    assert seen(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=chain).META["REMOTE_ADDR"] == visitor


def test_a_proxy_says_whether_it_is_https(proxied):
    assert seen(REMOTE_ADDR="10.1.1.1", HTTP_X_FORWARDED_PROTO="https").is_secure()
    assert not seen(REMOTE_ADDR="10.1.1.1", HTTP_X_FORWARDED_PROTO="http").is_secure()
    assert not seen(REMOTE_ADDR="10.1.1.1").is_secure()


def test_the_other_end_of_a_socket_is_believed_by_name_only(settings):
    assert not seen(REMOTE_ADDR="", HTTP_X_FORWARDED_PROTO="https").is_secure()
    settings.TRUSTED_PROXIES = ["unix"]
    request = seen(REMOTE_ADDR="", HTTP_X_FORWARDED_PROTO="https", HTTP_X_FORWARDED_FOR="192.0.2.7")
    assert request.is_secure()
    assert request.META["REMOTE_ADDR"] == "192.0.2.7"
    assert not seen(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_PROTO="https").is_secure()


@pytest.mark.django_db
def test_a_stranger_cannot_pretend_to_come_by_https(settings):
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/accounts/login/", headers={"X-Forwarded-Proto": "https"}).status_code == 301
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    assert Client().get("/accounts/login/", headers={"X-Forwarded-Proto": "https"}).status_code == 200
