"""Everything by keyboard: the keys of the help, and Tab alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.controls import focused, row, rows, status, titles, undo

# Where the focus is, and whether it can be seen.
SEEN = """() => { const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
  return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none' ||
    [...e.querySelectorAll('.reach')].some((r) => getComputedStyle(r).stroke !== 'none')) &&
    b.bottom > 0 && b.top < innerHeight && b.right > 0 && b.left < innerWidth }"""
PLACE = """() => { const all = [...document.querySelectorAll('*')]; return all.indexOf(document.activeElement) }"""
REACHABLE = """() => { const all = [...document.querySelectorAll('*')];
  return all.filter((e) => e.matches('a[href], button, input:not([type=hidden]), select, summary, pre[tabindex="0"]')
    && e.checkVisibility({ visibilityProperty: true }) && !e.disabled
    && (e.type !== 'radio' || e.checked)).map((e) => all.indexOf(e)) }"""


def test_slash_goes_to_the_search_field(page, library):
    for path in ("/papers/", "/", library.gavel.get_absolute_url()):
        page.goto(path)
        page.keyboard.press("/")
        expect(page.locator("#search")).to_be_focused()
        expect(page.locator("#search")).to_have_value("")


def test_j_and_k_walk_over_the_rows(page, library):
    page.goto("/papers/")
    page.keyboard.press("j")
    expect(rows(page).nth(0)).to_be_focused()
    assert page.evaluate(SEEN)
    page.keyboard.press("j")
    expect(rows(page).nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(rows(page).nth(0)).to_be_focused()
    for _ in range(10):
        page.keyboard.press("j")
    expect(rows(page).last).to_be_focused()
    title = titles(page).last.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator(".paper h1")).to_have_text(title)


def test_r_marks_and_u_takes_it_back(page, library):
    page.goto("/papers/")
    row(page, library.bare).focus()
    page.keyboard.press("r")
    expect(status(row(page, library.bare), "Read")).to_have_attribute("aria-pressed", "true")
    expect(row(page, library.bare).locator(":scope:focus, :focus")).to_have_count(1)
    page.keyboard.press("u")
    expect(status(row(page, library.bare), "Read")).to_have_attribute("aria-pressed", "false")
    expect(undo(page)).to_have_count(0)
    page.keyboard.press("k")
    expect(rows(page).nth(5)).to_be_focused()


def test_r_and_u_work_on_the_paper_page(page, library):
    page.goto(library.bare.get_absolute_url())
    page.keyboard.press("r")
    expect(status(page, "Read")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("u")
    expect(status(page, "Read")).to_have_attribute("aria-pressed", "false")


def test_the_help_opens_closes_and_gives_the_focus_back(page, library):
    page.goto("/papers/")
    keys = page.locator("#keys")
    row(page, library.gavel).focus()
    page.keyboard.press("?")
    expect(keys).to_be_visible()
    expect(keys).to_be_focused()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(row(page, library.gavel)).to_be_focused()
    page.get_by_role("link", name="Keyboard").click()
    expect(keys).to_be_visible()
    page.keyboard.press("?")
    expect(keys).to_be_hidden()
    expect(page.get_by_role("link", name="Keyboard")).to_be_focused()


def test_the_link_opens_and_closes_the_help(page, library):
    page.goto("/papers/")
    link = page.get_by_role("link", name="Keyboard")
    link.click()
    expect(page.locator("#keys")).to_be_visible()
    link.click()
    expect(page.locator("#keys")).to_be_hidden()
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#keys")).to_be_visible()
    link.focus()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()


def test_keys_are_letters_while_typing(page, library):
    page.goto("/papers/?topic=networking")
    for _time in range(2):  # the help is there, and closed
        page.keyboard.press("?")
        expect(page.locator("#keys")).to_be_visible(visible=not _time)
    page.keyboard.press("/")
    page.keyboard.type("/jkru?")
    expect(page.locator("#search")).to_have_value("/jkru?")
    expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#search")).not_to_be_focused()
    page.get_by_label("Sort").focus()
    page.keyboard.press("r")
    expect(page.get_by_label("Sort")).to_be_focused()


def test_keys_with_a_modifier_are_the_browsers_own(page, library):
    page.goto("/papers/")
    rows(page).first.focus()
    page.keyboard.press("Control+r")
    expect(rows(page)).to_have_count(7)
    expect(status(rows(page).nth(3), "Read")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_tab_reaches_every_control_in_order_and_shows_it(visit, member, library, width):
    page = visit(member, **({"viewport": PHONE} if width == "phone" else {}))
    for path in ("/papers/?topic=scheduling", library.gavel.get_absolute_url(), "/me/"):
        page.goto(path)
        for place in page.evaluate(REACHABLE):
            page.keyboard.press("Tab")
            assert page.evaluate(PLACE) == place, page.evaluate("document.activeElement.outerHTML")
            assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML")


def test_the_first_tab_offers_to_skip_to_the_content(page, library):
    page.goto("/papers/")
    page.keyboard.press("Tab")
    expect(focused(page)).to_have_text("Skip to the content")
    expect(focused(page)).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)
