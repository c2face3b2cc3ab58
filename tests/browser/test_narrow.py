"""On a phone: the filters are a drawer."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.controls import facet, focused, rows


@pytest.fixture
def phone(visit, member, library) -> Page:
    return visit(member, "/papers/", viewport=PHONE, has_touch=True)


def drawer(page):
    return page.locator("#rail")


def opener(page):
    return page.get_by_role("button", name="Filter", exact=True)


def test_the_drawer_opens_and_closes_by_keyboard(phone):
    expect(drawer(phone)).to_be_hidden()
    opener(phone).focus()
    phone.keyboard.press("Enter")
    expect(drawer(phone)).to_be_visible()
    phone.keyboard.press("Tab")
    expect(drawer(phone).locator(":focus")).to_have_count(1)
    phone.keyboard.press("Escape")
    expect(drawer(phone)).to_be_hidden()
    expect(opener(phone)).to_be_focused()


def test_a_choice_closes_the_drawer_and_shows_the_results(phone):
    opener(phone).tap()
    facet(phone, "topic", "networking").tap()
    expect(rows(phone)).to_have_count(3)
    expect(drawer(phone)).to_be_hidden()
    expect(phone.locator("h1")).to_be_in_viewport()
    expect(phone.locator(".results :focus")).to_have_count(1)


def test_a_tap_beside_the_drawer_closes_it(phone):
    opener(phone).tap()
    expect(drawer(phone)).to_be_visible()
    phone.touchscreen.tap(380, 400)
    expect(drawer(phone)).to_be_hidden()


def test_the_drawer_works_without_javascript(visit, member, library):
    page = visit(member, "/papers/", viewport=PHONE, java_script_enabled=False)
    opener(page).click()
    facet(page, "topic", "networking").click()
    expect(rows(page)).to_have_count(3)
    expect(drawer(page)).to_be_hidden()
    expect(focused(page)).to_have_count(0)
