"""Taking papers along: the fold with the form, by keyboard, and the file that comes of it."""

import pytest
from playwright.sync_api import expect

from papers.formats import FORMATS
from tests.browser.test_accessibility import in_every_look


def download(page, **choices):
    """Open the fold and ask for a file, with the keyboard alone; its name and what is in it."""
    page.locator(".export > summary").focus()
    page.keyboard.press("Enter")
    for name, value in choices.items():
        page.locator(f"#export-{name}").select_option(value)
    page.locator(".export button").focus()
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    return waiting.value.suggested_filename, waiting.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["markdown", "bibtex", "ris", "csl-json", "csv"])
def test_what_is_filtered_can_be_taken_along(page, library, name):
    page.goto("/papers/?topic=networking")
    shown = page.locator("[data-paper] .title").all_inner_texts()
    file_name, text = download(page, format=name)
    assert file_name == f"papers{FORMATS[name].SUFFIX}"
    found = FORMATS[name].read(text.removeprefix("\ufeff"))
    assert [record.title for record in found.records] == shown


def test_a_filter_chosen_without_a_new_page_counts(page, library):
    page.goto("/papers/")
    page.locator("a[href*='topic=networking']").first.click()
    expect(page.locator(".chips")).to_be_visible()
    shown = page.locator("[data-paper] .title").all_inner_texts()
    found = FORMATS["ris"].read(download(page, format="ris")[1])
    assert [record.title for record in found.records] == shown


def test_a_style_is_asked_for_only_where_there_are_any(page, library):
    page.goto("/papers/")
    page.locator(".export > summary").click()
    style = page.locator("#export-style")
    expect(style).to_be_visible()
    page.locator("#export-format").select_option("ris")
    expect(style).to_be_hidden()


def test_a_list_can_be_taken_along(page, library):
    page.goto("/lists/")
    page.locator(".index h2 a").first.click()
    page.wait_for_url("**/lists/*/")
    titles = page.locator(".list .title").all_inner_texts()
    found = FORMATS["markdown"].read(download(page, facts="catalogue")[1])
    assert sorted(record.title for record in found.records) == sorted(titles)


@pytest.mark.parametrize("path", ["/papers/", "/me/?status=read"])
def test_the_open_fold_breaks_no_rule(visit, member, library, path):
    page = visit(member)
    page.goto(path)
    page.locator(".export > summary").click()
    assert not in_every_look(page)
