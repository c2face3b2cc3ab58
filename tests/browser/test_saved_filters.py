"""Saving the present filters and coming back to them, with JavaScript and without."""

from contextlib import nullcontext

import pytest
from playwright.sync_api import expect

from notes.models import Following, SavedFilter
from tests.browser.controls import chip, facet, rows
from tests.factories import make_paper

either_way = pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "plain"])


@either_way
def test_a_filter_is_saved_pinned_and_says_what_is_new(visit, member, library, scripted):
    page = visit(member, "/papers/", java_script_enabled=scripted)
    facet(page, "topic", "networking").click()
    expect(chip(page, "Networking")).to_be_visible()
    shown = rows(page).count()
    page.get_by_text("Save this filter").click()
    page.get_by_label("Name", exact=True).fill("网络 papers")
    page.get_by_label("Show it on my home page").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("网络 papers")
    make_paper("A new transport", topics=(library.networking,), year=2026)
    page.goto("/")
    home = page.locator(".pinned")
    expect(home).to_contain_text("1 new")
    with page.expect_response("**/seen/") if scripted else nullcontext():
        home.get_by_role("link", name="网络 papers").click()
    expect(rows(page)).to_have_count(shown + 1)
    expect(page.locator(".row .fresh")).to_have_count(1)
    expect(page.locator("#saved-here")).to_contain_text("1 paper is new since you last looked")
    if not scripted:
        page.get_by_role("button", name="Mark as seen").click()
        expect(page.locator("#saved-here")).to_contain_text("Nothing is new")
    page.goto("/")
    expect(home).to_be_visible()
    expect(home).not_to_contain_text("new")


def test_a_name_that_is_taken_is_said_where_it_was_typed(visit, member, library, watch):
    watch.allow("status of 422")
    SavedFilter.objects.create(owner=member, name="Mine", query="")
    page = visit(member, "/papers/?topic=networking")
    page.get_by_text("Save this filter").click()
    page.get_by_label("Name", exact=True).fill("mine")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("already")
    expect(page.get_by_label("Name", exact=True)).to_have_value("mine")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.get_by_role("button", name="Replace its filters with these").click()
    expect(page.locator("#save-filter")).to_contain_text("Saved as “Mine”")
    assert SavedFilter.objects.get().query == "topic=networking"


def test_a_look_is_remembered_as_the_page_opens(visit, member, library):
    saved = SavedFilter.objects.create(owner=member, name="Mine", query="topic=networking")
    page = visit(member)
    with page.expect_response(lambda response: response.url.endswith("/seen/")) as answered:
        page.goto(saved.get_absolute_url())
    assert answered.value.status == 204
    assert Following.objects.get().member == member


@either_way
def test_the_field_leads_to_a_page(visit, member, library, settings, scripted):
    settings.PAGE_SIZE = 1
    page = visit(member, "/papers/?sort=title", java_script_enabled=scripted)
    page.get_by_label("Go to page").fill("4")
    page.get_by_label("Go to page").press("Enter")
    expect(page.locator(".pages")).to_contain_text("Page 4 of")
    fourth = page.locator(".row").get_attribute("data-paper")
    page.get_by_role("link", name="Next").click()
    expect(page.locator(".pages")).to_contain_text("Page 5 of")
    page.get_by_role("link", name="Previous").click()
    expect(page.locator(f'.row[data-paper="{fourth}"]')).to_be_visible()
