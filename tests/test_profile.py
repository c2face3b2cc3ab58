"""How a member is called and likes things."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from readinglist.members.models import Profile
from tests.factories import PASSWORD, make_address, make_paper, make_reading, make_summary
from tests.pages import elements

PATH = "/accounts/profile/"
TYPED = {"name": "", "language": "", "summary_language": "", "theme": "", "time_zone": ""}


def save(client, **typed):
    return client.post(PATH, TYPED | typed)


def sign_in(client):
    return client.post("/accounts/login/", {"username": "member", "password": PASSWORD})


def errors(answer):
    return [element.text for element in elements(answer, "span", class_="errors")]


def test_nobody_has_one_until_something_is_changed(shelf):
    assert shelf.get(PATH).status_code == 200
    assert not Profile.objects.exists()
    assert save(shelf)["Location"] == PATH
    assert Profile.objects.count() == 1


def test_a_display_name_in_any_script_stands_wherever_the_user_name_stood(shelf, member):
    paper = make_paper("Gavel")
    make_reading(member, paper, "read")
    make_summary(paper, author=member)
    save(shelf, name="王小明")
    for path in ("/", paper.get_absolute_url()):
        page = shelf.get(path).content.decode()
        assert "Signed in as 王小明" in page
    assert "Written by 王小明" in page
    assert User.objects.get(pk=member.pk).username == "member"


def test_the_user_name_stands_where_there_is_none(shelf, member):
    User.objects.filter(pk=member.pk).update(first_name="Ada", last_name="Lovelace")
    assert elements(shelf.get(PATH), "input", name="name")[0].get("value") == "Ada Lovelace"
    save(shelf)
    assert "Signed in as member" in shelf.get("/").content.decode()


@pytest.mark.parametrize("name", ["other", "Оther", "0ther", "Ada\u202e", "x" * 61])
def test_a_name_that_deceives_is_refused_and_kept(shelf, other, name):
    answer = save(shelf, name=name)
    assert answer.status_code == 422
    assert errors(answer)
    assert elements(answer, "input", name="name")[0].get("value") == name


def test_nobody_makes_themselves_more_by_it(shelf, member):
    save(shelf, is_superuser="1", is_staff="1", username="admin", groups="1", user=99, email="x@example.org")
    member.refresh_from_db()
    assert (member.is_superuser, member.is_staff, member.username, member.email) == (False, False, "member", "")


def test_what_is_chosen_holds_here_at_once(shelf):
    save(shelf, language="zh-hans", summary_language="zh", theme="dark")
    page = shelf.get(PATH).content.decode()
    assert '<html lang="zh-Hans" data-theme="dark">' in page
    assert "个人资料已保存。" in page
    assert shelf.cookies["summary_language"].value == "zh"


def test_what_is_chosen_comes_to_the_next_browser(shelf):
    save(shelf, language="zh-hans", summary_language="zh", theme="dark")
    there = Client()
    sign_in(there)
    assert '<html lang="zh-Hans" data-theme="dark">' in there.get("/papers/").content.decode()
    assert there.cookies["summary_language"].value == "zh"


def test_what_is_left_open_stays_as_it_is_there(shelf):
    save(shelf)
    there = Client()
    there.cookies["django_language"], there.cookies["theme"] = "zh-hans", "light"
    sign_in(there)
    assert '<html lang="zh-Hans" data-theme="light">' in there.get("/papers/").content.decode()


def test_times_are_in_the_zone_that_was_chosen(member):
    here = Client()
    sign_in(here)
    save(here, time_zone="asia/shanghai")
    assert Profile.objects.get().time_zone == "Asia/Shanghai"
    assert here.session["time_zone"] == "Asia/Shanghai"
    paper = make_paper("Gavel")
    assert here.get(paper.get_absolute_url()).status_code == 200
    there = Client()
    sign_in(there)
    assert there.session["time_zone"] == "Asia/Shanghai"
    save(there)
    assert "time_zone" not in there.session


def test_a_time_is_shown_in_it(member):
    from datetime import UTC, datetime

    from allauth.usersessions.models import UserSession

    here = Client()
    sign_in(here)
    UserSession.objects.update(created_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    assert "March 1, 2026, 11:30 p.m." in here.get("/accounts/sessions/").content.decode()
    save(here, time_zone="Asia/Shanghai")
    assert "March 2, 2026, 7:30 a.m." in here.get("/accounts/sessions/").content.decode()


@pytest.mark.parametrize(
    "typed",
    [{"time_zone": "Mars/Olympus"}, {"time_zone": "../../etc/passwd"}, {"language": "fr"}, {"theme": "pink"},
     {"summary_language": "fr"}, {"time_zone": "x" * 100}],
)  # fmt: skip
def test_what_there_is_not_is_refused(shelf, typed):
    answer = save(shelf, **typed)
    assert answer.status_code == 422
    assert errors(answer)
    assert not Profile.objects.exists()


def test_who_invites_nobody_is_not_asked_about_invitations(shelf, desk):
    assert not elements(shelf.get(PATH), "input", name="mail_joined")
    assert elements(desk.get(PATH), "input", name="mail_joined")


def test_a_new_browser_is_mailed_about(member, mailoutbox):
    make_address(member, "ada@example.org")
    here = Client()
    sign_in(here)
    assert [mail.subject for mail in mailoutbox] == ["Reading list: Signed in with a new browser"]
    here.post("/accounts/logout/")
    sign_in(here)
    assert len(mailoutbox) == 1
    sign_in(Client())
    assert len(mailoutbox) == 2


def test_it_is_not_for_who_wants_none(member, mailoutbox):
    make_address(member, "ada@example.org")
    here = Client()
    sign_in(here)
    mailoutbox.clear()
    save(here)
    assert Profile.objects.get().mail_sign_ins is False
    sign_in(Client())
    assert mailoutbox == []
    save(here, mail_sign_ins="on")
    sign_in(Client())
    assert len(mailoutbox) == 1


def test_the_browser_cannot_be_talked_into_knowing_somebody(member, mailoutbox):
    make_address(member, "ada@example.org")
    here = Client()
    here.cookies["known"] = "[1]"
    sign_in(here)
    assert len(mailoutbox) == 1


def test_no_mail_about_joining_for_who_wants_none(curator, desk, mailoutbox):
    from tests.factories import make_invitation

    make_address(curator, "curator@example.org")
    save(desk)
    _, link = make_invitation(curator)
    secret = "a long enough phrase"
    Client().post(link, {"name": "", "username": "ada", "email": "", "password1": secret, "password2": secret})
    assert User.objects.filter(username="ada").exists()
    assert mailoutbox == []


def test_mails_are_in_the_language_of_who_gets_them(member, mailoutbox):
    make_address(member, "ada@example.org")
    Profile.objects.create(user=member, language="zh-hans")
    sign_in(Client())
    assert mailoutbox[0].subject == "阅读列表: 在新的浏览器上登录"
    assert "如果不是你本人" in mailoutbox[0].body
