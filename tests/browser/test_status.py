"""Marking papers: the control in a row and on a paper's page, with JavaScript and without."""

import pytest
from playwright.sync_api import expect

from notes.models import Reading
from papers.models import Paper
from tests.browser.controls import facet, focused, row, rows, status, undo
from tests.factories import PASSWORD

either_way = pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "plain"])


@either_way
def test_a_member_signs_in_filters_marks_and_finds_it_again(visit, library, scripted):
    page = visit(path="/papers/", java_script_enabled=scripted)
    page.get_by_label("User name or e-mail address").fill("member")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    facet(page, "topic", "networking").click()
    expect(rows(page)).to_have_count(3)
    homa = row(page, Paper.objects.get(title__startswith="Homa"))
    expect(status(homa, "Read")).to_have_attribute("aria-pressed", "false")
    status(homa, "Read").click()
    expect(status(homa, "Read")).to_have_attribute("aria-pressed", "true")
    expect(homa.locator(".now")).to_have_text("Read")
    page.reload()
    expect(rows(page)).to_have_count(3)
    expect(status(homa, "Read")).to_have_attribute("aria-pressed", "true")


def test_a_wrong_password_is_said_beside_the_fields(visit, member, watch):
    watch.allow("status of 422")
    page = visit(path="/accounts/login/")
    page.get_by_label("User name or e-mail address").fill("member")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("User name or e-mail address")).to_have_value("member")


@either_way
def test_a_change_is_taken_back_by_undo_and_by_the_same_button(visit, member, library, scripted):
    page = visit(member, "/papers/", java_script_enabled=scripted)
    gavel = row(page, library.gavel)  # reading since March
    status(gavel, "Set aside").click()
    expect(status(gavel, "Set aside")).to_have_attribute("aria-pressed", "true")
    undo(gavel if scripted else page).click()
    expect(status(gavel, "Reading")).to_have_attribute("aria-pressed", "true")
    expect(undo(page)).to_have_count(0)
    assert str(Reading.objects.get(member=member, paper=library.gavel).started) == "2024-03-01"
    status(gavel, "Reading").click()
    expect(status(gavel, "Reading")).to_have_attribute("aria-pressed", "false")
    assert not Reading.objects.filter(member=member, paper=library.gavel).exists()
    undo(gavel if scripted else page).click()
    expect(status(gavel, "Reading")).to_have_attribute("aria-pressed", "true")


def test_another_member_sees_only_their_own_status(visit, member, other, library):
    mine, theirs = visit(member, "/papers/"), visit(other, "/papers/")
    status(row(mine, library.bare), "Read").click()
    expect(status(row(mine, library.bare), "Read")).to_have_attribute("aria-pressed", "true")
    theirs.reload()
    expect(row(theirs, library.bare).locator(".readers")).to_have_text("read by 1")
    expect(row(theirs, library.bare).locator('[aria-pressed="true"]')).to_have_count(0)
    expect(status(row(theirs, library.gavel), "Read")).to_have_attribute("aria-pressed", "true")
    expect(status(row(mine, library.gavel), "Reading")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("path", ["/", "/papers/", "/lists/systems-reading/", "/me/"])
def test_a_row_keeps_the_focus_while_it_changes(page, library, path):
    page.goto(path)
    gavel = row(page, library.gavel).first
    status(gavel, "Read").focus()
    page.keyboard.press("Enter")
    expect(status(gavel, "Read")).to_have_attribute("aria-pressed", "true")
    expect(status(gavel, "Read")).to_be_focused()
    undo(gavel).focus()
    page.keyboard.press("Enter")
    expect(undo(gavel)).to_have_count(0)
    expect(row(page, library.gavel).first.locator(":scope:focus, :focus")).to_have_count(1)


@either_way
def test_the_paper_page_has_the_same_control(visit, member, library, scripted):
    page = visit(member, library.bare.get_absolute_url(), java_script_enabled=scripted)
    status(page, "To read").click()
    expect(status(page, "To read")).to_have_attribute("aria-pressed", "true")
    undo(page).click()
    expect(status(page, "To read")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("h1")).to_have_text(library.bare.title)


def test_the_place_on_the_page_is_kept(visit, member, library):
    page = visit(member, "/papers/", viewport={"width": 390, "height": 500})
    bare = row(page, library.bare)
    status(bare, "Reading").click()
    expect(status(bare, "Reading")).to_have_attribute("aria-pressed", "true")
    expect(bare).to_be_in_viewport()
    expect(focused(page)).to_have_attribute("name", "status")


@pytest.mark.parametrize(("language", "away"), [("en", "The server does not answer."), ("zh-hans", "服务器没有响应。")])
def test_a_change_that_did_not_arrive_is_said_and_the_page_stays(visit, member, library, watch, language, away):
    for noise in ("htmx:responseError", "Response Status Error Code 503", "htmx:sendError", "Failed to load resource"):
        watch.allow(noise)
    page = visit(member, "/papers/", language=language)
    search = page.locator("#search")
    homa = row(page, Paper.objects.get(title__startswith="Homa"))
    button = homa.locator(".choices button").nth(2)
    page.route("**/status/", lambda route: route.abort())
    button.click()
    expect(page.get_by_role("alert")).to_have_text(away)
    page.unroute("**/status/")
    page.route("**/status/", lambda route: route.fulfill(status=503, content_type="text/html", body="<h1>Closed</h1>"))
    button.click()
    expect(page.get_by_role("alert")).to_have_text("Closed")
    expect(page.get_by_role("alert")).to_be_in_viewport()
    page.unroute("**/status/")
    expect(search).to_be_visible()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("alert")).to_have_count(0)
