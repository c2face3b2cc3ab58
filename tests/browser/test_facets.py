"""The rail: its drawer on a phone, all values of a facet in their place, numbers that follow what one does."""

import re

import pytest
from playwright.sync_api import expect

from papers.facets import SHOWN
from papers.indexing import reindex
from tests.browser.conftest import PHONE
from tests.browser.controls import facet, focused, row, rows, status, undo
from tests.factories import make_paper


@pytest.fixture
def many(library):
    """More tags than a page of the catalogue carries."""
    reindex([make_paper("Of everything", tags=[f"tag {number:02}" for number in range(30)] + ["推理"]).pk])
    return library


def test_the_drawer_has_a_name_and_is_closed(visit, member, library):
    page = visit(member, "/papers/", viewport=PHONE)
    drawer = page.locator("#rail")
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(drawer.get_by_role("heading", name="Filters")).to_be_visible()
    drawer.get_by_role("button", name="Close").click()
    expect(drawer).to_be_hidden()
    expect(page.get_by_role("button", name="Filter", exact=True)).to_be_focused()


def test_all_values_open_in_place_and_are_found_by_a_few_letters(page, many):
    page.goto("/papers/")
    tags = page.locator("#facet-tag")
    tags.get_by_role("link", name="All").click()
    find = tags.get_by_role("searchbox")
    expect(find).to_be_focused()
    find.press_sequentially("推")
    expect(tags.locator(".values a")).to_have_count(1)
    expect(find).to_be_focused()
    facet(page, "tag", "%E6%8E%A8%E7%90%86").click()
    expect(rows(page)).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/papers/\?tag=[^/]+$"))


def test_fewer_are_shown_again(page, many):
    page.goto("/papers/")
    tags = page.locator("#facet-tag")
    tags.get_by_role("link", name="All").click()
    tags.get_by_role("link", name="Show fewer").click()
    expect(tags.get_by_role("link", name="All")).to_be_focused()
    expect(tags.locator("li")).to_have_count(SHOWN)


def test_without_javascript_the_values_have_a_page(visit, member, many):
    page = visit(member, "/papers/?topic=networking", java_script_enabled=False)
    page.goto("/papers/facets/tag/")
    page.get_by_role("searchbox", name="Find in: Tag").fill("29")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="tag 29").click()
    expect(rows(page)).to_have_count(1)


def test_numbers_follow_a_status_and_the_focus_stays(page, library):
    page.goto("/papers/")
    counts = page.locator("#facet-status")
    before = counts.inner_text()
    bare = row(page, library.bare)
    status(bare, "Read").focus()
    page.keyboard.press("Enter")
    expect(facet(page, "status", "read").locator(".count")).to_have_text("2")
    expect(bare.locator(".readers")).to_have_text("read by 1")
    expect(status(bare, "Read")).to_be_focused()
    undo(bare).click()
    expect(counts).to_have_text(before, use_inner_text=True)
    expect(bare.locator(".readers")).to_have_count(0)


def test_the_tabs_of_my_reading_follow_a_status(page, library):
    page.goto("/me/?status=read")
    tabs = page.locator(".tabs")
    expect(tabs.get_by_role("link", name="Set aside").locator(".count")).to_have_text("0")
    status(page, "Set aside").first.click()
    expect(tabs.get_by_role("link", name="Set aside").locator(".count")).to_have_text("1")
    expect(status(page, "Set aside").first).to_be_focused()


def test_one_tab_and_enter_lead_past_the_filters(page, library):
    page.goto("/papers/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(focused(page)).to_have_text("Skip to the papers")
    expect(focused(page)).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#papers")).to_be_focused()
