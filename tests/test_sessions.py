"""Where somebody is signed in, and signing out there."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from readinglist.operations.models import AuditEntry
from tests.factories import PASSWORD
from tests.pages import elements

PATH = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile Safari/604.1"


def signed_in(username="member", agent=FIREFOX):
    client = Client(headers={"User-Agent": agent})
    client.post("/accounts/login/", {"username": username, "password": PASSWORD})
    return client


def is_in(client):
    return client.get("/me/").status_code == 200


def test_it_lists_one_s_own_and_says_which_is_this(member, other):
    signed_in(agent=SAFARI)
    signed_in("other", agent="Mozilla/5.0 OtherBrowser")
    page = signed_in().get(PATH)
    assert [element.text for element in elements(page, "strong")] == ["Firefox, Linux", "Safari, iPhone"]
    assert page.content.decode().count('class="here"') == 1
    assert "OtherBrowser" not in page.content.decode()
    assert "127.0.0.1" in page.content.decode()


def test_one_is_ended_alone(member):
    here, there, elsewhere = signed_in(), signed_in(), signed_in()
    row = UserSession.objects.get(session_key=there.session.session_key)
    assert here.post(PATH, {"session": row.pk})["Location"] == PATH
    assert "You are signed out there." in here.get(PATH).content.decode()
    assert [is_in(client) for client in (here, there, elsewhere)] == [True, False, True]


def test_all_others_are_ended(member, other):
    here, there, stranger = signed_in(), signed_in(), signed_in("other")
    assert here.post(PATH, {"others": "1"})["Location"] == PATH
    assert [is_in(client) for client in (here, there, stranger)] == [True, False, True]
    assert AuditEntry.objects.get(kind="sessions-ended").detail == {"number": 1}


def test_those_that_nothing_tells_of_are_ended_too(member, as_user):
    old, here = as_user(member), signed_in()
    UserSession.objects.exclude(session_key=here.session.session_key).delete()
    here.post(PATH, {"others": "1"})
    assert [is_in(client) for client in (here, old)] == [True, False]


@pytest.mark.parametrize("session", ["", "0", "x", "9" * 30, "-1", "\x00"])
def test_what_is_no_session_is_not_ended(member, session):
    here = signed_in()
    assert here.post(PATH, {"session": session}).status_code == 404
    assert is_in(here)


def test_nobody_ends_those_of_another(member, other):
    theirs, mine = signed_in("other"), signed_in()
    row = UserSession.objects.get(user=other)
    assert mine.post(PATH, {"session": row.pk}).status_code == 404
    assert is_in(theirs)


def test_signing_out_takes_it_from_the_list(member):
    there, here = signed_in(agent=SAFARI), signed_in()
    there.post("/accounts/logout/")
    assert [element.text for element in elements(here.get(PATH), "strong")] == ["Firefox, Linux"]


def test_looking_writes_nothing(member):
    there, here = signed_in(), signed_in()
    Session.objects.get(session_key=there.session.session_key).delete()
    before = list(UserSession.objects.values())
    here.get(PATH)
    assert list(UserSession.objects.values()) == before


def test_its_queries_do_not_grow(member, django_assert_num_queries):
    here = signed_in()
    for _ in range(2):
        signed_in()
    with django_assert_num_queries(6):
        here.get(PATH)
    for _ in range(10):
        signed_in()
    with django_assert_num_queries(6):
        here.get(PATH)


@pytest.mark.parametrize("agent", ["", "<script>alert(1)</script>", "x" * 5000, "curl/8"])
def test_whatever_a_browser_calls_itself_is_shown_as_text(member, agent):
    page = signed_in(agent=agent).get(PATH)
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
