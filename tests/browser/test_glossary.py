"""The glossary: finding while typing, and terms in a summary by mouse and by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import in_every_look
from tests.factories import make_term


@pytest.fixture
def terms(library):
    make_term("cluster", "集群", definition_english="Many machines.", definition_chinese="许多机器。")
    make_term("scheduling", "调度")


def marks(page, code):
    return page.locator(f"#summary-{code} .term a")


@pytest.fixture
def marked(visit, member, library, terms):
    """The paper's page with its terms marked."""

    def open_page(**options):
        return visit(member, library.gavel.get_absolute_url() + "?terms=1", **options)

    return open_page


def test_it_finds_while_one_types(visit, member, terms):
    page = visit(member, "/glossary/")
    page.get_by_label("Find a term").press_sequentially("fair")
    expect(page.locator("#terms li")).to_have_count(1)
    expect(page).to_have_url("/glossary/?q=fair")
    expect(page.get_by_label("Find a term")).to_be_focused()
    page.get_by_label("Find a term").fill("")
    expect(page.locator("#terms li")).to_have_count(3)
    expect(page).to_have_url("/glossary/")


def test_it_finds_without_javascript(visit, member, terms):
    page = visit(member, "/glossary/", java_script_enabled=False)
    page.get_by_label("Find a term").fill("集群")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.locator("#terms li")).to_have_count(1)
    expect(page.get_by_label("Find a term")).to_have_value("集群")


def test_terms_are_shown_and_hidden_where_one_is(visit, member, library, terms):
    page = visit(member, library.gavel.get_absolute_url())
    page.get_by_role("link", name="Show terms").click()
    expect(marks(page, "en")).to_have_text(["cluster", "max-min fairness"])
    expect(marks(page, "zh")).to_have_text(["集群", "调度"])
    expect(page).to_have_url(library.gavel.get_absolute_url() + "?terms=1")
    hide = page.get_by_role("link", name="Hide terms")
    expect(hide).to_be_focused()
    hide.press("Enter")
    expect(marks(page, "en")).to_have_count(0)
    expect(page.get_by_role("link", name="Show terms")).to_be_focused()


def test_the_other_name_shows_on_focus_and_goes_on_escape(marked):
    page = marked()
    term, tip = marks(page, "en").first, page.locator("#tip-en-cluster")
    expect(tip).to_be_hidden()
    term.focus()
    expect(tip).to_be_visible()
    expect(tip).to_have_text("集群")
    expect(tip).to_have_attribute("lang", "zh-Hans")
    expect(term).to_have_accessible_description("集群")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    expect(term).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#tip-en-max-min-fairness")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(tip).to_be_visible()


def test_the_other_name_stays_under_the_mouse_and_goes_on_escape(marked):
    page = marked()
    term, tip = marks(page, "en").first, page.locator("#tip-en-cluster")
    term.hover()
    expect(tip).to_be_visible()
    tip.hover()
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.mouse.move(0, 0)
    term.hover()
    expect(tip).to_be_visible()


def test_a_term_leads_to_its_place_in_the_glossary(marked):
    page = marked()
    marks(page, "zh").first.press("Enter")
    expect(page).to_have_url("/glossary/#cluster")
    expect(page.locator("#cluster h3")).to_be_in_viewport()


def test_a_letter_leads_to_its_terms(visit, member, terms):
    page = visit(member, "/glossary/", viewport=PHONE)
    page.get_by_role("link", name="S", exact=True).click()
    expect(page.get_by_role("heading", name="scheduling")).to_be_in_viewport()


def test_no_tip_makes_the_page_wider(marked):
    page = marked(viewport={"width": 320, "height": 800})
    for code in ("en", "zh"):
        page.locator(f"#first-{code}").check()
        for term in marks(page, code).all():
            term.focus()
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            expect(page.locator(".tip:visible")).to_have_count(1)


def test_paper_lists_the_terms_instead_of_tips(marked):
    page = marked()
    expect(page.locator("#marked-terms")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("#marked-terms")).to_be_visible()
    expect(page.locator("#marked-terms")).to_contain_text("Many machines.")
    marks(page, "en").first.focus()
    expect(page.locator("#tip-en-cluster")).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_axe_finds_nothing(visit, marked, member, language):
    page = visit(member, "/glossary/", language=language)
    found = in_every_look(page)
    page.goto("/glossary/?q=nothing")
    found += in_every_look(page)
    page = marked(language=language)
    page.locator(".term a:visible").first.focus()
    found += in_every_look(page)
    assert not found, "\n".join(found)
