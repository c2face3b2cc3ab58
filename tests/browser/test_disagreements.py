"""The curators' queue of disagreements in a browser: by keyboard, without JavaScript, and with what axe finds."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from papers.models import Paper, Settlement, VenueAlias
from tests.browser.conftest import PHONE
from tests.browser.controls import focused
from tests.browser.test_accessibility import in_every_look, languages
from tests.factories import make_entry, make_list

ADDRESS = "/curation/disagreements/"
either_way = pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "plain"])


@pytest.fixture
def gavel(library):
    """Of the small catalogue: OSDI 2020, and its list says SOSP 2019 under another title."""
    make_entry(library.gavel, make_list("Another list"), claimed_year=2020, line=9)
    return library.gavel


def place(page, paper, field):
    return page.locator(f"#disagreement-{paper.pk}-{field}")


def press(page, place, name):
    """Reach a button of the place by the keyboard and press it."""
    button = place.get_by_role("button", name=name, exact=True)
    button.focus()
    page.keyboard.press("Enter")


def test_a_curator_decides_and_takes_back_by_keyboard(visit, curator, gavel):
    page = visit(curator, ADDRESS)
    page.keyboard.press("j")
    expect(focused(page)).to_have_attribute("id", f"disagreement-{gavel.pk}-title")
    year = place(page, gavel, "year")
    press(page, year, "Keep OSDI 2020")
    expect(year).to_contain_text("Kept “OSDI 2020”.")
    expect(year).to_be_focused()
    assert Settlement.objects.get().value == "2019"
    page.keyboard.press("Tab")  # the title
    press(page, year, "Take it back")
    expect(year.get_by_role("button", name="Take 2019", exact=True)).to_be_visible()
    assert not Settlement.objects.exists()
    press(page, year, "Take 2019")
    expect(year).to_contain_text("Took “2019”.")
    assert Paper.objects.get(pk=gavel.pk).year == 2019


@either_way
def test_a_venue_is_known_by_another_name_from_then_on(visit, curator, gavel, scripted):
    page = visit(curator, f"{ADDRESS}?field=venue", java_script_enabled=scripted)
    place(page, gavel, "venue").get_by_role("button", name="SOSP is another name of OSDI").click()
    expect(page.get_by_text("SOSP is another name of OSDI now.")).to_be_visible()
    assert VenueAlias.objects.get().name == "SOSP"
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("button", name="Take SOSP")).to_be_visible()
    assert not VenueAlias.objects.exists()


def test_a_whole_page_is_kept_and_what_is_settled_opened_again(visit, curator, gavel):
    page = visit(curator, ADDRESS)
    page.get_by_role("button", name="Keep the catalogue’s values on this page").click()
    expect(page.get_by_text("Lists and catalogue agree.")).to_be_visible()
    assert Settlement.objects.count() == 3
    page.get_by_role("link", name="Settled", exact=True).click()
    page.get_by_role("button", name="Open again").first.click()
    expect(page.get_by_role("button", name="Open again")).to_have_count(2)


def test_what_changed_meanwhile_is_shown_in_its_place(visit, curator, gavel, watch):
    watch.allow("409")
    page = visit(curator, ADDRESS)
    Paper.objects.filter(pk=gavel.pk).update(year=2021)
    year = place(page, gavel, "year")
    press(page, year, "Take 2019")
    expect(year.get_by_role("alert")).to_contain_text("Nothing was overwritten")
    expect(year.get_by_role("button", name="Keep OSDI 2021", exact=True)).to_be_visible()
    assert Paper.objects.get(pk=gavel.pk).year == 2021


@languages
def test_axe_finds_nothing(visit, curator, gavel, language):
    Settlement.objects.create(paper=gavel, field="venue", value="icml", by=curator)
    page = visit(curator, ADDRESS, language=language)
    found = in_every_look(page)
    place(page, gavel, "year").locator("[name=keep]").click()
    page.locator("[name=take_back]").wait_for()
    found += in_every_look(page)
    for path in (f"{ADDRESS}?state=settled", f"{ADDRESS}?field=year"):
        page.goto(path)
        found += in_every_look(page)
    assert not found, "\n".join(found)


def test_it_fits_a_phone(visit, curator, gavel):
    for path in (ADDRESS, f"{ADDRESS}?state=settled", f"/papers/{gavel.pk}/sources/", gavel.get_absolute_url()):
        page = visit(curator, path, viewport=PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
