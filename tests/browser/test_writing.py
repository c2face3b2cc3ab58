"""Writing a summary on the site: what one sees while typing, and what two at once see."""

from playwright.sync_api import expect

from notes.models import Template
from notes.writing import Edit, save_summary
from tests.browser.conftest import DESK, PHONE
from tests.browser.controls import focused
from tests.browser.test_accessibility import in_every_look, languages
from tests.browser.writing import SAVED, TYPED, body_of, field, kept, put_back, save, shown, waiting, write
from tests.factories import make_writer

OUTLINE = "## Problem\n\n## Idea\n"


def test_a_first_text_from_an_outline(visit, writer, paper):
    Template.objects.create(language="en", name="Five parts", body=OUTLINE)
    page = visit(writer, paper.get_absolute_url())
    page.get_by_role("link", name="Write it").first.click()
    page.get_by_role("link", name="Five parts").click()
    expect(field(page)).to_have_value(OUTLINE)
    expect(field(page)).to_be_focused()
    expect(shown(page).locator("h3, h4").first).to_have_text("Problem")
    expect(page.get_by_text("Five parts")).to_be_hidden()
    field(page).fill(TYPED)
    expect(shown(page).get_by_role("link", name="Pollux")).to_be_visible()
    expect(shown(page).locator(".katex").first).to_be_visible()
    expect(shown(page).locator("pre")).to_have_text("return 1\n")
    expect(page.locator("#preview-en .measure")).to_contain_text("2 Chinese characters")
    expect(kept(page)).to_contain_text("not saved yet")
    seen = shown(page).inner_text()
    save(page, "Publish")
    expect(page.locator(".say")).to_contain_text("The English summary is saved.")
    assert page.locator("#summary-en .text").inner_text().split() == seen.split()
    assert waiting(page) == []


def test_write_it_leads_to_the_language_it_stands_under(visit, writer, paper):
    page = visit(writer, paper.get_absolute_url(), viewport=PHONE)
    page.locator("#summary-zh").get_by_role("link", name="Write it").click()
    expect(page.locator("#side-zh")).to_be_in_viewport()


def test_the_field_grows_with_its_text(visit, writer, paper):
    page = visit(writer, write(paper))
    before = field(page).bounding_box()
    field(page).fill("A line.\n" * 40)
    expect(kept(page)).not_to_be_empty()
    after = field(page).bounding_box()
    assert after["height"] > before["height"] + 200
    assert (after["x"], after["width"]) == (before["x"], before["width"])
    assert field(page).evaluate("text => text.scrollHeight <= text.clientHeight")


def test_typing_keeps_the_focus_and_the_place(visit, writer, both):
    page = visit(writer, write(both), viewport={"width": 1440, "height": 400})
    field(page).press("Control+End")
    page.keyboard.type("\n\nMore")
    before = page.evaluate("scrollY")
    expect(shown(page)).to_contain_text("More")
    expect(field(page)).to_be_focused()
    assert page.evaluate("scrollY") == before
    page.keyboard.type(" of it")
    expect(shown(page)).to_contain_text("More of it")


def test_control_and_enter_save_and_the_keyboard_reaches_everything(visit, writer, both):
    page = visit(writer, write(both))
    field(page).focus()
    order = []
    for _ in range(4):
        page.keyboard.press("Tab")
        order.append(focused(page).evaluate("e => e.value || e.name"))
    assert order == ["message", "meaning", "published", order[3]]
    field(page).press("Control+End")
    page.keyboard.type(" By hand.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#summary-en .text")).to_contain_text("By hand.")


def test_an_edit_says_what_it_does_to_the_other_language(visit, writer, both):
    page = visit(writer, write(both))
    field(page).fill("A slip corrected.")
    page.locator("#editor-en").get_by_label("No change of meaning").check()
    save(page)
    expect(page.locator("#summary-zh .behind")).to_have_count(0)
    page.get_by_role("link", name="Edit", exact=True).click()
    field(page).fill("Another claim.")
    save(page)
    expect(page.locator("#summary-zh .behind")).to_be_visible()


def test_both_languages_typed_and_saved_one_after_the_other(visit, writer, both):
    page = visit(writer, write(both))
    field(page, "zh").fill("另一种说法。")
    expect(kept(page, "zh")).to_contain_text("not saved yet")
    field(page).fill("Another way to say it.")
    expect(kept(page)).to_contain_text("not saved yet")
    save(page)
    expect(page.locator(".say")).to_contain_text("The English summary is saved.")
    expect(field(page, "zh")).to_have_value("另一种说法。")
    expect(page.locator("#unsaved-zh")).to_be_visible()
    save(page, code="zh")
    expect(page.locator("#summary-zh .text")).to_contain_text("另一种说法。")
    assert body_of(both) == "Another way to say it."


def test_two_browsers_saving_one_text(visit, writer, both, watch):
    watch.allow("409 (Conflict)")
    first, second = visit(writer, write(both)), visit(make_writer("second"), write(both))
    field(first).fill(SAVED.replace("first", "opening"))
    field(second).fill(SAVED.replace("third", "closing"))
    save(first)
    expect(first.locator(".say")).to_be_visible()
    save(second)
    expect(second.get_by_role("alert")).to_contain_text("writer saved version 2 while you were writing.")
    expect(second.locator("[aria-labelledby=theirs] ins")).to_have_text("opening")
    expect(second.locator("[aria-labelledby=yours] ins")).to_have_text("closing")
    together = SAVED.replace("first", "opening").replace("third", "closing")
    expect(field(second)).to_have_value(together)
    expect(put_back(second)).to_have_count(0)
    save(second)
    expect(second.locator(".say")).to_be_visible()
    assert body_of(both) == together


def test_two_browsers_changing_one_place(visit, writer, both, watch):
    watch.allow("409 (Conflict)")
    first, second = visit(writer, write(both)), visit(make_writer("second"), write(both))
    field(first).fill(SAVED.replace("first", "opening"))
    field(second).fill(SAVED.replace("first", "initial"))
    save(first)
    expect(first.locator(".say")).to_be_visible()
    save(second)
    expect(second.get_by_role("alert")).to_contain_text("You both changed the same place.")
    expect(field(second)).to_have_value(SAVED.replace("first", "initial"))
    second.get_by_text("Their whole text").click()
    expect(second.locator("#their-text")).to_have_text(SAVED.replace("first", "opening"))
    second.goto(write(both))
    expect(second.locator("#unsaved-en")).to_contain_text("Somebody has saved another version since")
    expect(field(second)).to_have_value(SAVED.replace("first", "initial"))


def test_two_browsers_saving_different_languages(visit, writer, both):
    first, second = visit(writer, write(both)), visit(make_writer("second"), write(both))
    field(first).fill("English at once.")
    field(second, "zh").fill("同时写的中文。")
    save(first)
    save(second, code="zh")
    expect(first.locator("#summary-en .text")).to_contain_text("English at once.")
    expect(second.locator("#summary-zh .text")).to_contain_text("同时写的中文。")
    expect(second.locator("#summary-en .text")).to_contain_text("English at once.")


def test_without_javascript_it_is_a_form(visit, writer, paper):
    Template.objects.create(language="en", name="Five parts", body=OUTLINE)
    page = visit(writer, write(paper), java_script_enabled=False)
    page.get_by_role("link", name="Five parts").click()
    expect(field(page)).to_have_value(OUTLINE)
    field(page).fill("Plain **words** and [[Pollux]].")
    save(page, "Preview")
    expect(shown(page).locator("strong")).to_have_text("words")
    expect(field(page)).to_have_value("Plain **words** and [[Pollux]].")
    save(page, "Save as a draft")
    expect(page.locator(".say")).to_contain_text("The English draft is saved.")
    page.goto(write(paper))
    save(page, "Publish")
    expect(page.locator("#summary-en strong")).to_have_text("words")


def test_a_text_too_long_comes_back_with_its_length(visit, writer, both, settings, watch):
    watch.allow("422")
    settings.SUMMARY_MAX_CHARS = 50
    page = visit(writer, write(both))
    field(page).fill("Too long a text. " * 4)
    expect(page.locator("#preview-en .measure")).to_contain_text("of at most 50 characters")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Shorten it")
    expect(field(page)).to_have_value("Too long a text. " * 4)
    expect(put_back(page)).to_have_count(0)


@languages
def test_everybody_can_use_it(visit, writer, both, language, watch):
    watch.allow("409 (Conflict)")
    page = visit(writer, write(both), language=language)
    found = in_every_look(page)
    page.set_viewport_size(DESK)
    field(page).fill(TYPED)
    page.locator("#preview-en .katex").first.wait_for()
    page.locator(".hints summary").click()
    found += in_every_look(page)
    expect(kept(page)).not_to_be_empty()
    page.close()
    page = visit(writer, write(both), language=language)
    page.locator("#unsaved-en").wait_for()
    found += in_every_look(page)
    save_summary(both, "en", Edit("Somebody was faster.", seen=1), make_writer("second"))
    page.locator("#editor-en button.main").click()
    page.locator("#their-text").wait_for(state="attached")
    for opened in page.locator(".source summary").all():
        opened.click()
    found += in_every_look(page)
    page.goto(f"/papers/{both.pk}/summary/en/history/")
    found += in_every_look(page)
    assert not found, "\n".join(found)
