"""Searching by typing: hits below the field of every page, and one step of history in the catalogue itself."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.controls import focused, rows, titles
from tests.browser.test_accessibility import violations


@pytest.fixture
def lists(page, library):
    """A page that is not the catalogue, its search field in focus."""
    page.goto("/lists/")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    return page


def options(page):
    return page.locator("#hits [role=option]")


def chosen(page):
    return page.locator('#hits [aria-selected="true"]')


def test_typing_on_any_page_offers_papers_and_enter_opens_one(lists, library):
    lists.keyboard.type("heterogeneity")
    expect(options(lists)).to_have_count(2)
    expect(options(lists).first.locator("mark")).to_have_text("Heterogeneity")
    expect(lists.locator("#search")).to_have_attribute("aria-expanded", "true")
    lists.keyboard.press("ArrowDown")
    expect(chosen(lists)).to_contain_text("Heterogeneity-Aware")
    expect(lists.locator("#search")).to_have_attribute("aria-activedescendant", "hit-1")
    lists.keyboard.press("Enter")
    expect(lists.locator(".paper h1")).to_contain_text("Heterogeneity-Aware")


def test_the_arrows_go_round_and_the_last_line_leads_to_all(lists):
    lists.keyboard.type("调度")
    expect(options(lists).last).to_have_text("All 3 papers")
    lists.keyboard.press("ArrowUp")
    expect(chosen(lists)).to_have_text("All 3 papers")
    lists.keyboard.press("ArrowDown")
    expect(chosen(lists)).to_have_count(0)
    lists.keyboard.press("ArrowUp")
    lists.keyboard.press("Enter")
    expect(rows(lists)).to_have_count(3)
    expect(lists.locator("#search")).to_have_value("调度")


def test_escape_closes_first_and_then_leaves_the_field(lists):
    lists.keyboard.type("gpu")
    expect(lists.locator("#hits")).to_be_visible()
    lists.keyboard.press("Escape")
    expect(lists.locator("#hits")).to_be_hidden()
    expect(lists.locator("#search")).to_be_focused()
    expect(lists.locator("#search")).to_have_value("gpu")
    lists.keyboard.press("Escape")
    expect(lists.locator("#search")).not_to_be_focused()


def test_what_is_offered_goes_when_the_field_is_left_or_emptied(lists):
    lists.keyboard.type("gpu")
    expect(lists.locator("#hits")).to_be_visible()
    lists.keyboard.press("Tab")
    expect(lists.locator("#hits")).to_be_hidden()
    lists.locator("#search").focus()
    expect(lists.locator("#hits")).to_be_visible()
    lists.locator("#search").fill("")
    expect(lists.locator("#hits")).to_be_hidden()


def test_the_last_answer_wins(lists):
    held = []
    lists.route(re.compile(r"search/\?q=gpu$"), lambda route: held.append(route))
    with lists.expect_request(re.compile(r"search/\?q=gpu$")):
        lists.keyboard.type("gpu")
    lists.locator("#search").fill("homa")
    expect(options(lists).first).to_contain_text("Homa")
    assert len(held) == 1
    lists.unroute_all(behavior="ignoreErrors")


def test_nothing_is_asked_while_an_input_method_composes(lists):
    asked = []
    lists.on("request", lambda request: "/papers/search/" in request.url and asked.append(request.url))
    devtools = lists.context.new_cdp_session(lists)
    for text in ("d", "di", "diao", "diao du"):
        devtools.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    expect(lists.locator("#search")).to_have_value("diao du")
    with lists.expect_response(re.compile("/papers/search/")):
        devtools.send("Input.insertText", {"text": "调度"})
    expect(options(lists).last).to_have_text("All 3 papers")
    assert [url.rpartition("=")[2] for url in asked] == ["%E8%B0%83%E5%BA%A6"]


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_what_is_offered_is_accessible(visit, member, library, look):
    options_of_look = {"viewport": PHONE} if look == "phone" else {"color_scheme": look}
    page = visit(member, "/lists/", **options_of_look)
    page.locator("#search").press_sequentially("shares")
    expect(page.locator("#hits")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(chosen(page)).to_have_count(1)
    assert not violations(page)


@pytest.mark.parametrize("path", ["/papers/?q=share", "/papers/?q=max-min+fairness", "/papers/?q=-gpu"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_results_are_accessible(visit, member, library, path, scheme):
    page = visit(member, path, color_scheme=scheme)
    expect(page.locator("#browse")).to_be_visible()
    assert not violations(page)


def test_one_step_back_leaves_a_search(page, library):
    page.goto("/lists/")
    page.goto("/papers/")
    search = page.locator("#search")
    search.press_sequentially("gpu")
    expect(rows(page)).to_have_count(3)
    search.press_sequentially(" tiresias")
    expect(titles(page)).to_have_text(["Tiresias: A GPU Cluster Manager"])
    search.press("Enter")
    page.wait_for_load_state("networkidle")
    page.go_back()
    expect(rows(page)).to_have_count(7)
    expect(page).to_have_url(re.compile("/papers/$"))
    expect(search).to_have_value("")
    page.go_back()
    expect(page).to_have_url(re.compile("/lists/$"))


def test_a_filter_in_a_search_is_a_step_of_its_own(page, library):
    page.goto("/papers/")
    page.locator("#search").press_sequentially("gpu")
    expect(rows(page)).to_have_count(3)
    page.locator('[id="venue-NSDI"]').click()
    expect(rows(page)).to_have_count(1)
    page.go_back()
    expect(rows(page)).to_have_count(3)
    page.go_back()
    expect(rows(page)).to_have_count(7)


def test_the_glossary_is_switched_off_where_it_is_told_of(page, library):
    page.goto("/papers/?q=最大最小公平")
    expect(page.locator(".searched")).to_contain_text("max-min fairness")
    expect(rows(page)).to_have_count(1)
    expect(page.locator(".matched")).to_contain_text("Found through the glossary")
    page.locator("#across").focus()
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(0)
    expect(page).to_have_url(re.compile("across=off"))
    expect(focused(page)).to_have_id("across")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(1)


def test_the_help_says_how_to_search(page, library):
    page.goto("/lists/")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("words side by side")


def test_it_works_without_javascript(visit, member, library):
    page = visit(member, "/lists/", java_script_enabled=False)
    page.locator("#search").fill("调度")
    page.locator("#search").press("Enter")
    expect(rows(page)).to_have_count(3)
