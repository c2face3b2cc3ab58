"""One paper's page beyond its status: copying a citation, printing."""

import re

from playwright.sync_api import expect

from tests.browser.controls import rows


def test_bibtex_is_copied_and_the_button_says_so(visit, member, library):
    page = visit(member, library.gavel.get_absolute_url(), permissions=["clipboard-read", "clipboard-write"])
    page.locator("summary", has_text="BibTeX").click()
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied", exact=True)).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.match(r"@inproceedings\{", copied)
    assert library.gavel.title in copied.replace("{", "").replace("}", "")
    expect(page.get_by_role("button", name="Copy", exact=True)).to_be_visible()


def test_where_the_browser_does_not_copy_the_citation_is_selected(visit, member, library):
    page = visit(member)
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")  # as on plain http
    page.goto(library.gavel.get_absolute_url())
    page.locator("summary", has_text="BibTeX").click()
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator("#bibtex")).to_be_focused()
    assert page.evaluate("getSelection().toString()").startswith("@inproceedings{")


def test_without_javascript_there_is_no_button_that_does_nothing(visit, member, library):
    page = visit(member, library.gavel.get_absolute_url(), java_script_enabled=False)
    page.locator("summary", has_text="BibTeX").click()
    expect(page.locator("#bibtex")).to_be_visible()
    expect(page.get_by_role("button", name="Copy", exact=True)).to_be_hidden()
    page.locator("#show-keys").click()
    expect(page.locator("h1")).to_have_text("Keyboard")
    expect(page.locator("main")).to_contain_text("words side by side")


def test_paper_holds_what_is_read_and_no_controls(page, library):
    for path in (library.gavel.get_absolute_url(), "/papers/", library.group.get_absolute_url()):
        page.goto(path)
        page.emulate_media(media="print")
        expect(page.locator("h1").first).to_be_visible()
        for control in page.locator("nav, button, input, select, .status, .rail, .colophon, .skip").all():
            expect(control).not_to_be_in_viewport()
            box = control.bounding_box()
            assert box is None or box["x"] + box["width"] <= 0, control.evaluate("e => e.outerHTML")
        page.emulate_media(media="screen")
    expect(rows(page)).to_have_count(3)


def test_the_printed_page_is_ink_on_white(visit, member, library):
    page = visit(member, library.gavel.get_absolute_url(), theme="dark")
    page.emulate_media(media="print")
    expect(page.locator(".summary .text").first).to_be_visible()
    expect(page.locator("html")).to_have_css("color-scheme", "light")
