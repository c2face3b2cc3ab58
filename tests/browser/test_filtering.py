"""Narrowing the catalogue: rows and address change together, without a new page, and Back undoes it."""

import re
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.controls import bar, chip, facet, focused, late_scripts, rows, titles

ALL = 7


@pytest.fixture
def browse(page, library) -> Page:
    """The catalogue, in a window that would forget its mark if a new page were loaded."""
    page.goto("/papers/")
    expect(rows(page)).to_have_count(ALL)
    page.evaluate("window.mark = 'the same window'")
    return page


def in_the_same_window(page) -> bool:
    return page.evaluate("window.mark") == "the same window"


def address(window, **parameters):
    """Expect an address with just these parameters."""

    def holds(url: str) -> bool:
        pairs = parse_qsl(url.partition("?")[2], keep_blank_values=True)
        return dict(pairs) == {name: str(value) for name, value in parameters.items()}

    window.wait_for_url(holds, wait_until="commit")


def test_a_facet_changes_rows_and_address_and_back_undoes_it(browse):
    facet(browse, "topic", "networking").click()
    expect(rows(browse)).to_have_count(3)
    address(browse, topic="networking")
    assert in_the_same_window(browse)
    facet(browse, "venue", "NSDI").click()
    expect(rows(browse)).to_have_count(2)
    address(browse, topic="networking", venue="NSDI")
    assert in_the_same_window(browse)
    browse.go_back()
    expect(rows(browse)).to_have_count(3)
    expect(facet(browse, "venue", "NSDI")).not_to_have_attribute("aria-current", "true")
    browse.go_back()
    expect(rows(browse)).to_have_count(ALL)
    browse.go_forward()
    expect(rows(browse)).to_have_count(3)
    expect(facet(browse, "topic", "networking")).to_have_attribute("aria-current", "true")


def test_back_twice_before_the_page_can_listen(browse):
    facet(browse, "topic", "networking").click()
    expect(rows(browse)).to_have_count(3)
    facet(browse, "venue", "NSDI").click()
    expect(rows(browse)).to_have_count(2)
    with late_scripts(browse):
        browse.go_back(wait_until="commit")
        expect(rows(browse)).to_have_count(3)
        browse.go_back(wait_until="commit")
        expect(rows(browse)).to_have_count(ALL)
    address(browse)


def test_back_from_a_paper_shows_the_same_filters(browse):
    facet(browse, "topic", "networking").click()
    expect(rows(browse)).to_have_count(3)
    titles(browse).first.click()
    expect(browse.locator(".paper h1")).to_be_visible()
    browse.go_back()
    expect(rows(browse)).to_have_count(3)
    expect(browse.locator(".masthead")).to_have_count(1)


def test_the_focus_stays_on_the_chosen_value(browse):
    facet(browse, "topic", "networking").focus()
    browse.keyboard.press("Enter")
    expect(rows(browse)).to_have_count(3)
    expect(facet(browse, "topic", "networking")).to_be_focused()


@pytest.mark.parametrize("last", ["chip", "all", "bar"])
def test_the_focus_is_never_lost_where_the_control_is_gone(page, library, last):
    page.goto("/papers/?topic=networking")
    link = {"chip": chip(page, "Networking"), "all": page.locator("#chip-all"), "bar": bar(page, 2019)}[last]
    link.focus()
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(1 if last == "bar" else ALL)
    expect(page.locator("#browse :focus")).to_have_count(1)


def test_the_search_field_keeps_focus_and_text_while_answers_arrive(browse):
    search = browse.locator("#search")
    search.press_sequentially("gpu")
    expect(rows(browse)).to_have_count(3)
    address(browse, q="gpu")
    expect(search).to_be_focused()
    search.press_sequentially(" tiresias")
    expect(rows(browse)).to_have_count(1)
    expect(search).to_have_value("gpu tiresias")
    expect(search).to_be_focused()
    assert in_the_same_window(browse)


def test_the_last_answer_wins(browse):
    held = []
    browse.route(re.compile(r"q=homa($|&)"), lambda route: held.append(route))
    search = browse.locator("#search")
    with browse.expect_request(re.compile(r"q=homa($|&)")):
        search.press_sequentially("homa")
    search.fill("congestion")
    expect(titles(browse)).to_have_text(["Learned Congestion Control"])
    for route in held:
        try:
            route.continue_()
        except Error:
            continue  # given up by the page, as it should be
    search.fill("congestion control")
    address(browse, q="congestion control")
    expect(titles(browse)).to_have_text(["Learned Congestion Control"])
    assert len(held) == 1


def test_search_and_facets_narrow_together(browse):
    browse.locator("#search").fill("gpu")
    expect(rows(browse)).to_have_count(3)
    facet(browse, "venue", "NSDI").click()
    expect(rows(browse)).to_have_count(1)
    chip(browse, "gpu").click()
    expect(rows(browse)).to_have_count(3)
    address(browse, venue="NSDI")
    expect(browse.locator("#search")).to_have_value("")


def test_a_bar_shows_one_year(browse):
    bar(browse, 2019).click()
    expect(rows(browse)).to_have_count(2)
    address(browse, year_min=2019, year_max=2019)
    expect(browse.get_by_label("From year")).to_have_value("2019")
    expect(browse.get_by_label("To year")).to_have_value("2019")
    assert in_the_same_window(browse)


def test_dragging_over_the_bars_shows_a_range(browse):
    bar(browse, 2022).hover()
    browse.mouse.down()
    bar(browse, 2019).hover()
    browse.mouse.up()
    expect(rows(browse)).to_have_count(4)
    address(browse, year_min=2019, year_max=2022)
    assert in_the_same_window(browse)


def test_years_are_typed(browse):
    browse.get_by_label("From year").fill("2020")
    browse.get_by_label("To year").click()
    browse.get_by_label("To year").press_sequentially("2022")
    expect(browse.get_by_label("To year")).to_have_value("2022")  # nothing was swapped away under the hand
    browse.keyboard.press("Enter")
    expect(rows(browse)).to_have_count(2)
    address(browse, year_min=2020, year_max=2022)
    assert in_the_same_window(browse)


def test_years_count_when_their_fields_are_left(browse):
    browse.get_by_label("From year").fill("2020")
    browse.get_by_label("Sort").focus()
    expect(rows(browse)).to_have_count(3)
    address(browse, year_min=2020)


def test_a_switch_of_language_keeps_what_was_filtered(browse):
    facet(browse, "topic", "networking").click()
    expect(rows(browse)).to_have_count(3)
    browse.get_by_role("button", name="简体中文").click()
    expect(browse.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(rows(browse)).to_have_count(3)
    address(browse, topic="networking")


def test_the_order_is_chosen(browse):
    browse.get_by_label("Sort").focus()
    browse.get_by_label("Sort").select_option("oldest")
    expect(titles(browse).first).to_contain_text("Homa")
    address(browse, sort="oldest")
    expect(browse.get_by_label("Sort")).to_be_focused()
    facet(browse, "topic", "networking").click()
    expect(rows(browse)).to_have_count(3)
    expect(browse.get_by_label("Sort")).to_have_value("oldest")
    assert in_the_same_window(browse)


def test_a_chip_takes_one_filter_off(page, library):
    page.goto("/papers/?topic=scheduling&tag=gpu&venue=OSDI")
    expect(rows(page)).to_have_count(1)
    chip(page, "OSDI").click()
    expect(rows(page)).to_have_count(3)
    address(page, topic="scheduling", tag="gpu")
    page.get_by_role("link", name="Clear all").click()
    expect(rows(page)).to_have_count(ALL)
    expect(page.locator(".chips")).to_have_count(0)


def test_pages_follow_each_other_under_the_same_filters(page, library, settings):
    settings.PAGE_SIZE = 2
    page.goto("/papers/?topic=networking")
    expect(rows(page)).to_have_count(2)
    last = rows(page).last.get_attribute("data-paper")
    page.get_by_role("link", name="Next").click()
    address(page, topic="networking", page=2, after=last)
    expect(rows(page)).to_have_count(1)
    page.get_by_role("link", name="Previous").click()
    expect(rows(page)).to_have_count(2)
    page.get_by_role("link", name="Next").click()
    expect(rows(page)).to_have_count(1)
    facet(page, "venue", "NSDI").click()
    address(page, topic="networking", venue="NSDI")
    expect(rows(page)).to_have_count(2)


def test_an_unknown_value_is_named_and_set_aside(page, library):
    page.goto("/papers/?topic=nonsense&venue=OSDI")
    expect(page.locator(".note")).to_contain_text("nonsense")
    expect(rows(page)).to_have_count(1)


def test_everything_works_without_javascript(visit, member, library, settings):
    page = visit(member, "/papers/", java_script_enabled=False)
    facet(page, "topic", "networking").click()
    expect(rows(page)).to_have_count(3)
    page.get_by_label("Sort").select_option("oldest")
    page.get_by_label("From year").fill("2019")
    page.get_by_role("button", name="Apply").click()
    expect(titles(page)).to_have_text(["Datacenter RPCs can be General and Fast", "Learned Congestion Control"])
    page.locator("#search").fill("learned")
    page.locator("#search").press("Enter")
    expect(rows(page)).to_have_count(1)
    chip(page, "learned").click()
    expect(rows(page)).to_have_count(2)
    expect(page.get_by_label("Sort")).to_have_value("oldest")
    bar(page, 2018).click()
    expect(titles(page)).to_have_text(["Homa: A Receiver-Driven Transport"])
    page.go_back()
    expect(rows(page)).to_have_count(2)
    page.get_by_role("link", name="Clear all").click()
    settings.PAGE_SIZE = 5
    page.reload()
    page.get_by_role("link", name="Next").click()
    expect(rows(page)).to_have_count(2)


def test_the_search_field_of_other_pages_leads_to_the_catalogue(page, library):
    page.goto("/lists/")
    page.get_by_label("Search papers").fill("调度")
    page.keyboard.press("Enter")
    expect(page.locator("#search")).to_have_value("调度")
    expect(rows(page)).to_have_count(3)
    expect(focused(page)).to_have_count(0)
