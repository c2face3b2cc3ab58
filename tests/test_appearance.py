"""Language and colours, chosen on every page and remembered; error pages in both languages."""

import pytest
from django.db import connection
from django.test import Client

from tests.factories import make_paper
from tests.pages import elements

LANG = {"en": "en", "zh-hans": "zh-Hans"}
EVIL = ["//evil", "/\\evil", "https://evil", "\\\\evil", "javascript:alert(1)", "http:///evil"]


def lang_of(response):
    return elements(response, "html")[0].get("lang")


def theme_of(response):
    return elements(response, "html")[0].get("data-theme")


PAGES = ["/", "/papers/", "/lists/", "/me/", "/accounts/password/", "/nothing", "/admin/"]


@pytest.mark.parametrize("path", PAGES)
def test_it_offers_both_languages_on_every_page(desk, path):
    response = desk.get(path)
    form = elements(response, "form", action="/language/", method="post")
    assert len(form) == 1
    offered = {button.get("value"): button.text for button in elements(response, "button", name="language")}
    assert offered.get("zh-hans") == "简体中文"


def test_it_remembers_the_language(db):
    client = Client()
    assert lang_of(client.get("/accounts/login/")) == "en"
    client.post("/language/", {"language": "zh-hans", "next": "/accounts/login/"})
    page = client.get("/accounts/login/")
    assert lang_of(page) == "zh-Hans"
    assert [button.get("value") for button in elements(page, "button", aria_pressed="true")] == ["zh-hans", "system"]
    assert client.cookies["django_language"]["max-age"] == 365 * 24 * 3600
    client.post("/language/", {"language": "en"})
    assert lang_of(client.get("/accounts/login/")) == "en"


def test_it_keeps_the_language_through_sign_in_and_out(shelf):
    shelf.post("/language/", {"language": "zh-hans"})
    assert lang_of(shelf.get("/papers/")) == "zh-Hans"
    shelf.post("/accounts/logout/")
    assert lang_of(shelf.get("/accounts/login/")) == "zh-Hans"


@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("zh-Hans", "zh-Hans"),
        ("en-GB", "en"),
        ("fr,zh;q=0.5", "zh-Hans"),
        ("fr", "en"),
        ("*", "en"),
    ],
)
def test_it_begins_in_the_language_of_the_browser(db, asked, lang):
    assert lang_of(Client().get("/accounts/login/", headers={"Accept-Language": asked})) == lang


@pytest.mark.parametrize("language", ["fr", "", "../../etc", "zh-hans\x00"])
def test_it_ignores_a_language_it_does_not_have(db, language):
    client = Client()
    client.post("/language/", {"language": language})
    assert lang_of(client.get("/accounts/login/")) == "en"


@pytest.mark.parametrize("theme", ["light", "dark", "system"])
def test_it_remembers_the_colours(db, theme):
    client = Client()
    response = client.post("/theme/", {"theme": theme, "next": "/accounts/login/?a=1"})
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?a=1")
    page = client.get("/accounts/login/")
    assert theme_of(page) == theme
    assert [button.get("value") for button in elements(page, "button", name="theme", aria_pressed="true")] == [theme]
    cookie = client.cookies["theme"]
    assert (cookie["max-age"], cookie["samesite"]) == (365 * 24 * 3600, "Lax")


@pytest.mark.parametrize("theme", ["", "pink", '"><script>', "dark\x00"])
def test_it_ignores_colours_it_does_not_have(db, theme):
    client = Client()
    client.post("/theme/", {"theme": theme})
    assert "theme" not in client.cookies
    assert theme_of(client.get("/accounts/login/")) == "system"


def test_it_ignores_a_forged_cookie(db):
    client = Client()
    client.cookies["theme"] = "pink"
    assert theme_of(client.get("/accounts/login/")) == "system"


@pytest.mark.parametrize("target", EVIL)
@pytest.mark.parametrize("path", ["/language/", "/theme/"])
def test_it_never_leads_to_another_host(db, path, target):
    response = Client().post(path, {"language": "en", "theme": "dark", "next": target})
    assert (response.status_code, response["Location"]) == (302, "/")


@pytest.mark.parametrize("path", ["/language/", "/theme/"])
def test_it_wants_the_session_s_own_token(db, path):
    client = Client(enforce_csrf_checks=True)
    assert client.post(path, {"language": "zh-hans", "theme": "dark"}).status_code == 403
    assert not {"django_language", "theme"} & client.cookies.keys()


def test_it_changes_nothing_by_get(db):
    client = Client()
    client.get("/language/?language=zh-hans")
    assert client.get("/theme/?theme=dark").status_code == 405
    assert not {"django_language", "theme"} & client.cookies.keys()


# Errors

TOO_MANY = "/papers/?" + "&".join(f"tag=t{number}" for number in range(3000))
ERRORS = [
    ("get", "/nothing", 404, "There is no such page", "页面不存在"),
    ("get", "/papers/999999/", 404, "There is no such page", "页面不存在"),
    ("get", "/lists/没有/", 404, "There is no such page", "页面不存在"),
    ("get", "/admin/login/", 403, "This is not open to you", "没有访问权限"),
    ("get", TOO_MANY, 400, "This request could not be read", "无法读取该请求"),
    ("post", "/theme/", 403, "This form is out of date", "表单已过期"),
]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(("method", "path", "status", "english", "chinese"), ERRORS)
def test_it_says_what_went_wrong(member, method, path, status, english, chinese, language):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    client.cookies["django_language"] = language
    response = getattr(client, method)(path)
    assert response.status_code == status
    assert lang_of(response) == LANG[language]
    assert [element.text for element in elements(response, "h1")] == [english if language == "en" else chinese]


@pytest.mark.parametrize(("method", "path", "status", "english", "chinese"), ERRORS)
def test_its_errors_tell_nothing_of_the_inside(member, method, path, status, english, chinese):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    page = getattr(client, method)(path).content.decode()
    for word in (
        "Traceback",
        "urlpatterns",
        "readinglist.",
        "django.",
        "DEBUG",
        "Exception",
        "CSRF",
        "No Paper matches",
    ):
        assert word not in page


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil", "testserver:80@evil", "a b"])
def test_it_refuses_another_host_s_name(db, host):
    response = Client(headers={"host": host}).get("/accounts/login/")
    assert response.status_code == 400
    assert host not in response.content.decode()


def break_down(execute, sql, params, many, context):
    raise ZeroDivisionError("secret of the inside")


def test_it_tells_nothing_when_it_breaks_down(shelf):
    shelf.raise_request_exception = False
    with connection.execute_wrapper(break_down):
        response = shelf.get("/papers/")
    page = response.content.decode()
    assert response.status_code == 500
    assert "Something went wrong" in page
    assert "出错了" in page
    assert "secret" not in page
    assert "Traceback" not in page


def test_it_marks_what_is_written_in_the_other_language(shelf):
    shelf.post("/language/", {"language": "zh-hans"})
    response = shelf.get(make_paper("Gavel", abstract="In English.").get_absolute_url())
    assert lang_of(response) == "zh-Hans"
    assert elements(response, "h1", lang="en")
    assert [element.get("lang") for element in elements(response, "section", class_="summary")] == ["zh-Hans", "en"]
