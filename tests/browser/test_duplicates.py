"""A curator compares, merges and undoes by keyboard alone; the desk on a phone, without JavaScript, and under axe."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from papers.lookalikes import look
from papers.models import Lookalike, Merge, Paper
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import in_every_look, languages
from tests.factories import make_entry, make_list, make_paper, make_reading, make_summary

LIST = "/curation/duplicates/"
MOST_TABS = 80  # presses of the key until something has the focus


@pytest.fixture
def pair(db, member):
    one = make_paper("Hydro: Tuning Service in Datacenters", year=2023, venue="OSDI", abstract="Short.")
    other = make_paper("Hydro: Tuning Service in the Datacenter", year=2022, authors=("Ada", "Bob"), abstract="Longer.")
    make_entry(one, make_list("Systems"))
    make_reading(member, other, "read")
    make_summary(one, body="One text.")
    make_summary(other, body="Another text.")
    look()
    return one, other


def press(page, target, key="Enter"):
    """Walk there with the Tab key, then press the key."""
    expect(target).to_be_visible()
    for _press in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            page.keyboard.press(key)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by Tab")


def button(page, name):
    return page.get_by_role("button", name=name)


def test_two_are_merged_and_parted_by_keyboard(visit, curator, pair):
    one, other = pair
    page = visit(curator, LIST)
    press(page, page.get_by_role("link", name="Compare :"))
    expect(page.get_by_role("heading", name="One work or two?")).to_be_visible()
    title = page.get_by_role("group", name="Title")
    press(page, title.get_by_role("radio", name=re.compile("^B ")), "ArrowUp")
    expect(title.get_by_role("radio", name=re.compile("^A "))).to_be_checked()
    year = page.get_by_role("group", name="Year")
    press(page, year.get_by_role("radio", name="A 2023"), "ArrowDown")
    expect(year.get_by_role("radio", name="B 2022")).to_be_checked()
    press(page, button(page, "Merge B into A"))
    expect(page.get_by_role("status")).to_contain_text("Hydro: Tuning Service in the Datacenter → Hydro")
    one.refresh_from_db()
    assert (one.title, one.year) == ("Hydro: Tuning Service in Datacenters", 2022)
    assert one.summaries.get().body == "One text.\n\n---\n\nAnother text."
    assert one.readings.get().status == "read"
    press(page, button(page, "Undo"))
    expect(page.get_by_role("status")).to_contain_text("is a paper of its own again")
    assert set(Paper.objects.values_list("year", flat=True)) == {2023, 2022}
    assert not Merge.objects.exists()


def test_not_the_same_by_keyboard(visit, curator, pair):
    page = visit(curator, LIST)
    press(page, button(page, "Not the same :"))
    expect(page.get_by_role("status")).to_contain_text("The two are not proposed again.")
    assert Lookalike.objects.get().distinct
    press(page, button(page, "Undo"))
    expect(page.locator(".pairs > li")).to_have_count(1)
    assert not Lookalike.objects.get().distinct


def test_the_old_address_leads_on(visit, curator, pair):
    one, other = pair
    page = visit(curator, f"{LIST}{Lookalike.objects.get().pk}/")
    button(page, "Merge A into B").click()
    page.goto(f"/papers/{one.pk}/")
    assert page.url.endswith(other.get_absolute_url())


def test_it_works_on_a_phone_without_javascript(visit, curator, pair):
    page = visit(curator, f"{LIST}{Lookalike.objects.get().pk}/", viewport=PHONE, java_script_enabled=False)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    button(page, "Merge B into A").click()
    button(page, "Undo").click()
    expect(page.get_by_role("status")).to_contain_text("is a paper of its own again")


@languages
def test_the_desk_is_accessible(visit, curator, pair, watch, language):
    watch.allow("422 (Unprocessable")
    watch.allow("404 (Not Found)")
    row = Lookalike.objects.get()
    page = visit(curator, LIST, language=language)
    found = in_every_look(page)
    for path in (f"{row.pk}/", "compare/?one=1&other=x", "?state=apart", "999/"):
        page.goto(LIST + path)
        found += in_every_look(page)
    page.goto(f"{LIST}{row.pk}/")
    page.locator("button[name=into]").first.click()
    found += in_every_look(page)
    page.goto("/curation/merges/")
    found += in_every_look(page)
    assert not found, "\n".join(found)
