"""Language and colours: chosen on any page, remembered, rendered by the server."""

import pytest
from playwright.sync_api import expect

from tests.browser.controls import language_switch, sign_out

either_way = pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "plain"])
PAPER = {"light": "rgb(250, 247, 240)", "dark": "rgb(23, 22, 20)"}


def theme(page, value):
    return page.locator(f'#themes button[value="{value}"]')


def background(page, colour):
    expect(page.locator("html")).to_have_css("background-color", PAPER[colour])


@either_way
def test_the_language_is_remembered_over_signing_out(visit, member, library, scripted):
    page = visit(member, "/papers/?topic=scheduling", java_script_enabled=scripted)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    language_switch(page, "简体中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page).to_have_url("/papers/?topic=scheduling")
    expect(page.locator("#topic-scheduling")).to_contain_text("调度")
    sign_out(page)
    expect(page.locator('input[name="username"]')).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    language_switch(page, "English").click()
    expect(page.get_by_label("User name or e-mail address")).to_be_visible()


@pytest.mark.parametrize("code", ["en", "zh-hans"])
def test_fragments_in_the_other_language_say_so(visit, member, library, code):
    page = visit(member, "/papers/", language=code)
    in_chinese = '[lang="zh-Hans"]'
    expect(page.locator(f".title a{in_chinese}")).to_have_text([library.chinese.title])
    expect(page.locator('.title a[lang="en"]')).to_have_count(6)
    page.goto(library.gavel.get_absolute_url())
    expect(page.locator('.summary[lang="en"] .text')).to_contain_text("shares")
    expect(page.locator(f".summary{in_chinese} .text")).to_contain_text("集群")
    expect(page.locator('h1[lang="en"]')).to_have_text(library.gavel.title)
    expect(page.locator('.abstract .text[lang="en"]')).to_be_visible()
    interface = "zh-Hans" if code == "zh-hans" else "en"
    for credit in page.locator(".credit").all():
        expect(credit).to_have_attribute("lang", interface)
    page.goto(library.chinese.get_absolute_url())
    expect(page.locator(f"h1{in_chinese}")).to_have_text(library.chinese.title)


@either_way
def test_the_theme_changes_and_is_remembered(visit, member, library, scripted):
    page = visit(member, "/papers/", java_script_enabled=scripted, color_scheme="light")
    background(page, "light")
    with page.expect_response("**/theme/"):
        theme(page, "dark").click()
    background(page, "dark")
    expect(theme(page, "dark")).to_have_attribute("aria-pressed", "true")
    page.goto("/lists/")
    background(page, "dark")
    sign_out(page)
    expect(page.locator('input[name="username"]')).to_be_visible()
    background(page, "dark")
    with page.expect_response("**/theme/"):
        theme(page, "light").click()
    background(page, "light")
    page.emulate_media(color_scheme="dark")
    background(page, "light")
    with page.expect_response("**/theme/"):
        theme(page, "system").click()
    background(page, "dark")
    page.emulate_media(color_scheme="light")
    background(page, "light")


def test_the_server_renders_the_theme_so_that_no_page_flashes(visit, member, library):
    for chosen in ("dark", "light", "system"):
        page = visit(member, theme=chosen)
        for path in ("/", "/papers/", library.gavel.get_absolute_url()):
            assert f'data-theme="{chosen}"' in page.request.get(path).text().partition("<head>")[0]
